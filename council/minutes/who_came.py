"""Who was called to a meeting, who came and how each is named in its minutes."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from council import db
from council.minutes.facts import Person, Roll
from council.privacy.naming import as_named, named_in_public


async def named(held: dict[str, Any]) -> frozenset[str]:
    """Whose whole name stands in what everybody reads; of the others only the surname does.

    Besides offices, seats and consent: whoever sits at this meeting for a sector, or leads it.
    """
    sitting = await db.rows(
        "SELECT person FROM called WHERE meeting = {} AND sector <> ''", held["id"]
    )
    leading = {held["chair"], held["secretary"]}
    return await named_in_public(held["community"]) | leading | {one["person"] for one in sitting}


async def people(meeting: str, named: frozenset[str]) -> list[dict[str, Any]]:
    """Everybody called in the order of the list, each as the minutes name them."""
    found = await db.rows(
        "SELECT c.person, c.part, c.sector, c.title, c.status, p.name FROM called c"
        " JOIN person p ON p.id = c.person WHERE c.meeting = {} ORDER BY c.place, c.person",
        meeting,
    )
    return [{**one, "name": as_named(one["name"], one["person"], named)} for one in found]


def one(people: list[dict[str, Any]], person: str, name: str) -> Person:
    """This one of them; somebody who was not called has a name and no more."""
    return next((_person(row) for row in people if row["person"] == person), Person(name))


def roll(people: list[dict[str, Any]]) -> Roll:
    """Who never came and is not on leave is absent; observers count only when they came."""
    groups: dict[str, list[Person]] = defaultdict(list)
    for row in people:
        if row["part"] == "member":
            groups[row["status"]].append(_person(row))
        elif row["status"] in {"present", "left"}:
            groups["observer"].append(_person(row))
    return Roll(
        present=tuple(groups["present"]),
        left=tuple(groups["left"]),
        leave=tuple(groups["leave"]),
        absent=tuple(groups["expected"]),
        observers=tuple(groups["observer"]),
    )


def _person(row: dict[str, Any]) -> Person:
    return Person(row["name"], row["sector"], row["title"])
