"""Finding people of one community by what a human remembers: a name, or a number of the roll."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from council import db
from council.refusal import Refused, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

MOST = 20  # people that a search shows
_FOUND = (
    "SELECT p.id, p.name, p.roll_no, p.state FROM person p"
    " WHERE p.community = {} AND p.state <> 'left'"
)


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody on the roll who has not left; `state` is listed or verified."""

    id: str
    name: str
    roll_no: str
    state: str


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds an office since when; `id` names the appointment."""

    id: str
    person: str
    name: str
    roll_no: str
    office: str
    granted_at: datetime


async def search(community: str, text: str) -> list[Found]:
    """Whose name or number holds `text`; nothing for nothing, one more than MOST at most."""
    if not text:
        return []
    plain = text.lower().replace("!", "!!").replace("%", "!%").replace("_", "!_")
    found = await db.rows(
        f"{_FOUND} AND (LOWER(p.name) LIKE {{}} ESCAPE '!' OR LOWER(p.roll_no) LIKE {{}}"
        " ESCAPE '!') ORDER BY p.roll_no LIMIT {}",
        community,
        f"%{plain}%",
        f"%{plain}%",
        MOST + 1,
    )
    return [Found(**one) for one in found]


async def named(community: str, names: Sequence[str]) -> dict[str, list[Found]]:
    """Each of `names`, a whole name or a number of the roll → who that can be."""
    if not names:
        return {}
    marks = ", ".join("{}" for _ in names)
    found = await db.rows(
        f"{_FOUND} AND (p.name IN ({marks}) OR LOWER(p.roll_no) IN ({marks})) ORDER BY p.roll_no",
        community,
        *names,
        *(name.lower() for name in names),
    )
    people = [Found(**one) for one in found]
    return {name: [one for one in people if _is_meant(name, one)] for name in names}


def _is_meant(name: str, one: Found) -> bool:
    return name == one.name or name.lower() == one.roll_no.lower()


def the_one(name: str, found: Iterable[Found]) -> Found:
    """The only one who is meant; refused with person.unknown or person.several."""
    people = list(found)
    if not people:
        raise unreadable("person.unknown", name=name)
    if len(people) > 1:
        numbers = ", ".join(one.roll_no for one in people)
        raise unreadable("person.several", name=name, numbers=numbers)
    return people[0]


def must_choose(person: str) -> Refused:
    """Nobody was chosen, or somebody who is not there."""
    return unreadable("person.unknown", name=person) if person else unreadable("person.choose")


async def holders(community: str) -> list[Holder]:
    """Every office held now, the longest held first."""
    found = await db.rows(
        "SELECT a.id, a.person, p.name, p.roll_no, a.office, a.granted_at FROM appointment a"
        " JOIN person p ON p.id = a.person WHERE a.community = {} AND a.ended_at IS NULL"
        " ORDER BY a.granted_at, p.roll_no",
        community,
    )
    return [Holder(**one) for one in found]
