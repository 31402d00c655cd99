"""The frozen roll of a poll as officers see it, and what was changed of it, as everybody does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from council import db

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class RollChangeView:
    """One change of the frozen roll; who it was and why is for officers and supervisors."""

    no: int
    kind: str  # struck | added
    at: datetime
    name: str
    reason: str
    asked_by: str
    confirmed_by: str


async def changes(poll: str) -> list[RollChangeView]:
    """All of them, in the order in which they were made."""
    found = await db.rows(
        "SELECT r.no, r.kind, r.at, p.name, r.reason, a.name AS asked_by, b.name AS confirmed_by"
        " FROM roll_change r JOIN person p ON p.id = r.person JOIN person a ON a.id = r.asked_by"
        " JOIN person b ON b.id = r.confirmed_by WHERE r.poll = {} ORDER BY r.no",
        poll,
    )
    return [RollChangeView(**one) for one in found]


async def was_struck(poll: str, person: str) -> bool:
    """Whether the newest change about this person took them off the roll."""
    found = await db.rows(
        "SELECT kind FROM roll_change WHERE poll = {} AND person = {} ORDER BY no DESC LIMIT 1",
        poll,
        person,
    )
    return bool(found) and found[0]["kind"] == "struck"


async def on_roll(poll: str, people: Sequence[str]) -> frozenset[str]:
    """Which of these may vote in it, also for their household."""
    if not people:
        return frozenset()
    marks = ", ".join("{}" for _ in people)
    found = await db.rows(
        f"SELECT person FROM elector WHERE poll = {{}} AND person IN ({marks})"  # noqa: S608 - only placeholders are put together
        f" UNION SELECT person FROM household_voice WHERE poll = {{}} AND person IN ({marks})",
        poll,
        *people,
        poll,
        *people,
    )
    return frozenset(one["person"] for one in found)
