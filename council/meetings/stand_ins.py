"""In a meeting by households another adult may come instead of the one who was called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from council import db
from council.clock import local, now
from council.meetings import kind_queries

if TYPE_CHECKING:
    from collections.abc import Sequence

NOT_YET = ("expected", "leave")  # who was called may still be replaced


@dataclass(frozen=True, slots=True)
class StandIn:
    """`person` lives with `called`, who was called for their household and has not come."""

    person: str
    name: str
    called: str
    called_name: str


async def of(meeting: dict[str, Any], people: Sequence[str]) -> list[StandIn]:
    """Which of these people can come for their household."""
    if meeting["base"] != "households" or not people:
        return []
    seats = await db.rows(
        "SELECT c.person, c.status, p.name FROM called c JOIN person p ON p.id = c.person"
        " WHERE c.meeting = {} AND c.part = 'member'",
        meeting["id"],
    )
    called = {one["person"]: one for one in seats}
    homes = await kind_queries.adults_of_households(meeting["community"], local(now()).date())
    found = []
    for adults in homes:
        waiting = [called[one] for one in adults if one in called]
        for person in adults:
            if person in people and person not in called and len(waiting) == 1:
                (seat,) = waiting
                if seat["status"] in NOT_YET:
                    found.append((person, seat))
    names = await _names([person for person, _ in found])
    return [StandIn(one, names[one], seat["person"], seat["name"]) for one, seat in found]


async def _names(people: Sequence[str]) -> dict[str, str]:
    if not people:
        return {}
    marks = ", ".join("{}" for _ in people)
    rows = await db.rows(f"SELECT id, name FROM person WHERE id IN ({marks})", *people)  # noqa: S608 - only placeholders are put together
    return {one["id"]: one["name"] for one in rows}
