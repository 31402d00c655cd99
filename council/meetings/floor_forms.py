"""The forms of the floor, from text fields to typed values."""

from __future__ import annotations

from council.meetings import floor
from council.meetings.actions import Hand
from council.web import forms

HOW = ("chair", "carried")
LONGEST = 3600  # seconds of a turn, extensions included


def hand(fields: dict[str, str], person: str) -> Hand:
    """`motion` is there when the form was made for a certain one (or for none: empty)."""
    motion = forms.optional(fields, "motion", most=16) if "motion" in fields else None
    return Hand(person, forms.one_of(fields, "side", floor.SIDES), motion)


def departs(fields: dict[str, str]) -> str:
    """Why not the next one by the order; empty: it is the next one."""
    return forms.one_of(fields, "departs", ("", *floor.DEPARTURES))


def seconds(fields: dict[str, str]) -> int:
    """What the page showed as the length of the turn."""
    return forms.number(fields, "seconds", least=1, most=LONGEST)


def reason(fields: dict[str, str]) -> str:
    return forms.one_of(fields, "reason", floor.REASONS)


def how(fields: dict[str, str]) -> str:
    return forms.one_of(fields, "how", HOW)
