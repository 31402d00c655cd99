"""What can be done with the roll: each function is one transaction and one event."""

from __future__ import annotations

# What a second officer confirms is known wherever it can be asked for.
from council.roll import confirming, import_confirming  # noqa: F401
from council.roll.actions.departing import depart, return_to_roll
from council.roll.actions.editing import add_home, change_person, end_home
from council.roll.actions.finding import renew_keys
from council.roll.actions.housing import (
    end_tenure,
    hold_by_company,
    join_household,
    make_household,
    measure,
    name_representative,
    place_building,
)
from council.roll.actions.importing import apply_roll, ask_to_apply
from council.roll.actions.merging import ask_to_merge
from council.roll.actions.staging import explain, stage_roll
from council.roll.actions.taking_over import take_over

__all__ = [
    "add_home",
    "apply_roll",
    "ask_to_apply",
    "ask_to_merge",
    "change_person",
    "depart",
    "end_home",
    "end_tenure",
    "explain",
    "hold_by_company",
    "join_household",
    "make_household",
    "measure",
    "name_representative",
    "place_building",
    "renew_keys",
    "return_to_roll",
    "stage_roll",
    "take_over",
]
