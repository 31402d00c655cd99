"""Finding people of one community by what a human remembers: name, pinyin, room, last digits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from council import db
from council.identity.arrivals import here
from council.identity.in_force import IN_FORCE, today
from council.refusal import Refused, unreadable
from council.roll import keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

MOST = 20  # people that a search shows
BATCH = 3  # rows of keys read for one person that is shown: one person has several that fit
_KEYS = (
    "SELECT k.key, p.id, p.name, p.roll_no, p.state FROM person_key k"  # noqa: S608 - a fixed condition
    " JOIN person p ON p.id = k.person WHERE k.community = {}"
    f" AND {here('p')}"
)
_LATER = "\U0010ffff"  # after every character that a name can hold


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody on the roll; `state` is listed, verified or left."""

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


async def search(community: str, text: str, *, left: bool = False, most: int = MOST) -> list[Found]:
    """Whom `text` can mean, the closest first; nothing for nothing, one more than `most` at most.

    Several words must all fit. People who left are found only when `left` is asked for.
    """
    words = keys.wanted(text)
    if not words:
        return []
    found: dict[str, Found] = {}
    longest, *others = sorted(words, key=lambda word: -max(len(begun) for begun in word))
    for begun in longest:
        await _gather(found, community, begun, others, left=left, most=most)
    return list(found.values())[: most + 1]


async def _gather(
    found: dict[str, Found],
    community: str,
    begun: str,
    others: Sequence[tuple[str, ...]],
    *,
    left: bool,
    most: int,
) -> None:
    """Walk along the keys that begin so until enough people are together."""
    sql, values = _walk(others, left=left)
    last, enough = (begun, ""), len(found) + most + 1
    while len(found) < enough:
        rows = await db.rows(
            f"{_KEYS} AND k.key >= {{}} AND k.key < {{}} AND (k.key > {{}} OR k.person > {{}}){sql}"
            " ORDER BY k.key, k.person LIMIT {}",
            *(community, last[0], begun + _LATER, *last, *values, BATCH * (most + 1)),
        )
        for one in rows:
            last = (one["key"], one["id"])
            found.setdefault(one["id"], Found(**_bare(one)))
        if len(rows) < BATCH * (most + 1):
            return


def _walk(others: Sequence[tuple[str, ...]], *, left: bool) -> tuple[str, list[str]]:
    """The conditions besides the first word: the other words, and whether people who left count."""
    parts = [] if left else [" AND p.state <> 'left'"]
    values: list[str] = []
    for word in others:
        ranges = " OR ".join("(o.key >= {} AND o.key < {})" for _ in word)
        parts.append(
            f" AND EXISTS (SELECT 1 FROM person_key o WHERE o.person = k.person AND ({ranges}))"  # noqa: S608 - only placeholders are put together
        )
        values += [value for begun in word for value in (begun, begun + _LATER)]
    return "".join(parts), values


async def named(community: str, names: Sequence[str]) -> dict[str, list[Found]]:
    """Each of `names`, a whole name or a number of the roll → who that can be."""
    if not names:
        return {}
    marks = ", ".join("{}" for _ in names)
    rows = await db.rows(
        f"{_KEYS} AND k.key IN ({marks}) AND p.state <> 'left' ORDER BY p.roll_no",
        community,
        *(keys.plain(name)[: keys.LONGEST] for name in names),
    )
    people = {one["id"]: Found(**_bare(one)) for one in rows}
    return {name: [one for one in people.values() if _is_meant(name, one)] for name in names}


def _bare(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "key"}


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
    """Every office held today, the longest held first."""
    found = await db.rows(
        "SELECT a.id, a.person, p.name, p.roll_no, a.office, a.granted_at FROM appointment a"  # noqa: S608 - only the condition of terms is put in
        " JOIN person p ON p.id = a.person WHERE a.community = {}"
        f" AND {IN_FORCE} ORDER BY a.granted_at, p.roll_no",
        community,
        today(),
        today(),
    )
    return [Holder(**one) for one in found]
