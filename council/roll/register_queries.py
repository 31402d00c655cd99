"""The register, page by page: people with filters, units, households, buildings, and counts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from council import db
from council.identity.arrivals import here
from council.roll import people_queries

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

PAGE = 50  # lines on one page
FOUND = 20  # people that a search shows
STATES = ("listed", "verified", "left")


@dataclass(frozen=True, slots=True)
class Filter:
    """What a page of people is narrowed to; an empty text narrows nothing."""

    building: str = ""
    state: str = ""
    hukou: str = ""


@dataclass(frozen=True, slots=True)
class Home:
    """A unit that a person is tied to; `residence` names the tie, `unit` the unit."""

    residence: str
    unit: str
    code: str
    tie: str


@dataclass(frozen=True, slots=True)
class Line:
    """A person as one line of the register."""

    id: str
    roll_no: str
    name: str
    phone: str
    hukou: str
    birth_date: date | None
    state: str
    homes: tuple[Home, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One page of lines: which, of how many lines in all."""

    lines: tuple[Any, ...]
    no: int
    total: int

    @property
    def last(self) -> int:
        return max(-(-self.total // PAGE), 1)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many people there are, by state and by 户籍 (of those who have not left)."""

    by_state: dict[str, int] = field(default_factory=dict)
    by_hukou: dict[str, int] = field(default_factory=dict)

    @property
    def here(self) -> int:
        return self.by_state.get("listed", 0) + self.by_state.get("verified", 0)


async def counts(community: str) -> Counts:
    """Of the whole community."""
    found = await db.rows(
        f"SELECT state, hukou, COUNT(*) AS n FROM person WHERE community = {{}} AND {here()}"  # noqa: S608 - a fixed condition
        " GROUP BY state, hukou",
        community,
    )
    made = Counts()
    for one in found:
        _add(made.by_state, one["state"], one["n"])
        if one["state"] != "left":
            _add(made.by_hukou, one["hukou"], one["n"])
    return made


def _add(into: dict[str, int], name: str, more: int) -> None:
    into[name] = into.get(name, 0) + int(more)


async def people(community: str, wanted: Filter, no: int, here_now: int) -> Page:
    """One page of people in the order of their numbers; without a state, who has not left.

    `here_now`: how many that are without any filter, as `counts` found it.
    """
    where, values = _where(community, wanted)
    total = here_now if wanted == Filter() else await _total(where, values)
    no = min(max(no, 1), max(-(-total // PAGE), 1))
    found = await db.rows(
        "SELECT p.id, p.roll_no, p.name, p.phone, p.hukou, p.birth_date, p.state"  # noqa: S608 - only placeholders are put together
        f" FROM person p WHERE {where} ORDER BY p.roll_no LIMIT {{}} OFFSET {{}}",
        *(*values, PAGE, (no - 1) * PAGE),
    )
    return Page(await with_homes(found), no, total)


def _where(community: str, wanted: Filter) -> tuple[str, list[str]]:
    parts, values = ["p.community = {}", here("p")], [community]
    if wanted.state:
        parts.append("p.state = {}")
        values.append(wanted.state)
    else:
        parts.append("p.state <> 'left'")
    if wanted.hukou:
        parts.append("p.hukou = {}")
        values.append(wanted.hukou)
    if wanted.building:
        parts.append(
            "p.id IN (SELECT r.person FROM unit u JOIN residence r ON r.unit = u.id"
            " WHERE u.community = {} AND u.building = {})"
        )
        values += [community, wanted.building]
    return " AND ".join(parts), values


async def _total(where: str, values: Sequence[str]) -> int:
    found = await db.row(f"SELECT COUNT(*) AS n FROM person p WHERE {where}", *values)  # noqa: S608 - only placeholders are put together
    return int(found["n"]) if found else 0


async def search(community: str, text: str) -> tuple[tuple[Line, ...], bool]:
    """Whom a search can mean, also who left: the first of them, and whether there are more."""
    found = await people_queries.search(community, text, left=True, most=FOUND)
    ids = [one.id for one in found[:FOUND]]
    if not ids:
        return (), False
    marks = ", ".join("{}" for _ in ids)
    rows = await db.rows(
        "SELECT id, roll_no, name, phone, hukou, birth_date, state FROM person"  # noqa: S608 - only placeholders are put together
        f" WHERE id IN ({marks})",
        *ids,
    )
    order = {id_: at for at, id_ in enumerate(ids)}
    rows.sort(key=lambda row: order[row["id"]])
    return await with_homes(rows), len(found) > FOUND


async def with_homes(rows: Iterable[dict[str, Any]]) -> tuple[Line, ...]:
    """Rows of people as lines, each with the units that the person is tied to."""
    some = list(rows)
    homes = await homes_of([row["id"] for row in some])
    return tuple(Line(**row, homes=homes.get(row["id"], ())) for row in some)


async def homes_of(people: Sequence[str]) -> dict[str, tuple[Home, ...]]:
    """Person → homes, for the people of one page."""
    if not people:
        return {}
    marks = ", ".join("{}" for _ in people)
    found = await db.rows(
        "SELECT r.id AS residence, r.person, u.id AS unit, u.code, r.tie FROM residence r"  # noqa: S608 - only placeholders are put together
        f" JOIN unit u ON u.id = r.unit WHERE r.person IN ({marks}) ORDER BY u.code, r.tie",
        *people,
    )
    homes: dict[str, tuple[Home, ...]] = {}
    for row in found:
        person = row.pop("person")
        homes[person] = (*homes.get(person, ()), Home(**row))
    return homes


async def buildings(community: str) -> list[dict[str, Any]]:
    """Every building that has units: name, address (empty when none is known), units."""
    found = await db.rows(
        "SELECT u.building AS name, COALESCE(b.address, '') AS address, COUNT(*) AS units"  # noqa: S608 - a fixed condition
        " FROM unit u LEFT JOIN building b ON b.community = u.community AND b.name = u.building"
        f" WHERE u.community = {{}} AND {here('u')} GROUP BY u.building, b.address",
        community,
    )
    return sorted(found, key=lambda one: natural(one["name"]))


async def building_names(community: str) -> tuple[str, ...]:
    """For choosing one: out of the index, without looking at any unit."""
    found = await db.rows("SELECT DISTINCT building FROM unit WHERE community = {}", community)
    return tuple(sorted((one["building"] for one in found), key=natural))


def natural(text: str) -> list[tuple[int, str]]:
    """The order in which people count: 2幢 before 10幢."""
    parts = re.split(r"([0-9]+)", text)
    return [(int(part), "") if part.isdecimal() else (0, part) for part in parts if part]
