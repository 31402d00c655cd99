"""What can be done: register an organisation, give and end seats, settle the sectors."""

from __future__ import annotations

from council.organisations.actions.register import register
from council.organisations.actions.seats import seat, unseat
from council.organisations.actions.sectors import (
    add_sector,
    change_sector,
    move_sector,
    remove_sector,
)

__all__ = [
    "add_sector",
    "change_sector",
    "move_sector",
    "register",
    "remove_sector",
    "seat",
    "unseat",
]
