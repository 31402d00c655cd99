"""Reading the access log: for those who watch over the staff, and for whose data it was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from council import db

if TYPE_CHECKING:
    from datetime import datetime

PAGE = 50  # lines


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines: by whom, at whom (ids; empty: everybody), from `since` until before `until`."""

    viewer: str
    person: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """One look; `person` is a full name to be masked, None for a list of `rows_seen` people."""

    id: str
    at: datetime
    viewer: str
    office: str
    person: str | None
    what: str
    why: str
    rows_seen: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How often somebody looked, and at how many rows together; `id` is the looker's."""

    id: str
    name: str
    office: str
    looks: int
    rows_seen: int


_LINES = (
    " FROM access_log l JOIN person v ON v.id = l.viewer LEFT JOIN person p ON p.id = l.person"
    " WHERE l.community = {} AND l.at >= {} AND l.at < {}"
)


async def lines(community: str, wanted: Wanted, page: int = 1) -> tuple[list[Line], int]:
    """The lines of one page, the newest first, and how many there are in all."""
    narrowed, values = _narrowed(wanted)
    arguments = [community, wanted.since, wanted.until, *values]
    counted = await db.row(f"SELECT COUNT(*) AS n{_LINES}{narrowed}", *arguments)
    found = await db.rows(
        "SELECT l.id, l.at, v.name AS viewer, l.office, p.name AS person, l.what, l.why,"
        f" l.rows_seen{_LINES}{narrowed} ORDER BY l.at DESC, l.id LIMIT {{}} OFFSET {{}}",
        *arguments,
        PAGE,
        (page - 1) * PAGE,
    )
    return [Line(**one) for one in found], int(counted["n"]) if counted else 0


def _narrowed(wanted: Wanted) -> tuple[str, list[Any]]:
    given = {"l.viewer": wanted.viewer, "l.person": wanted.person}
    text = "".join(f" AND {column} = {{}}" for column, value in given.items() if value)
    return text, [value for value in given.values() if value]


async def tally(community: str, since: datetime) -> list[Tally]:
    """Who looked how often since then, the most often first; holds no resident's data."""
    found = await db.rows(
        "SELECT l.viewer AS id, v.name, l.office, COUNT(*) AS looks, SUM(l.rows_seen) AS rows_seen"
        " FROM access_log l JOIN person v ON v.id = l.viewer"
        " WHERE l.community = {} AND l.at >= {} GROUP BY l.viewer, v.name, l.office"
        " ORDER BY COUNT(*) DESC, v.name",
        community,
        since,
    )
    return [Tally(**one) for one in found]


async def at_me(person: str, most: int = 200) -> list[dict[str, Any]]:
    """Every look at this person's data: when, in which office, at what, why."""
    return await db.rows(
        "SELECT at, office, what, why FROM access_log WHERE person = {}"
        " ORDER BY at DESC, id LIMIT {}",
        person,
        most,
    )
