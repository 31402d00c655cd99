"""Units, the households in them, and who holds them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from council import db
from council.identity.arrivals import here
from council.refusal import NotThere
from council.roll.register_queries import PAGE, Page

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class UnitView:
    """A unit; `area` in hundredths of a square metre, 0 when it is not known."""

    id: str
    code: str
    building: str
    entrance: str
    room: str
    area: int
    area_source: str

    @property
    def metres(self) -> str:
        """80.50, as a form shows it; empty when it is not known."""
        return f"{self.area // 100}.{self.area % 100:02d}" if self.area else ""


@dataclass(frozen=True, slots=True)
class Resident:
    """A person's tie to a unit; `household` is None until somebody entered a household."""

    residence: str
    person: str
    name: str
    roll_no: str
    state: str
    tie: str
    household: str | None


@dataclass(frozen=True, slots=True)
class Household:
    """Those who live together; the implicit one of a unit has no id and no number."""

    id: str
    no: int
    representative: str | None
    members: tuple[Resident, ...]


@dataclass(frozen=True, slots=True)
class Tenure:
    """A unit held by a company or developer; `voter` says who votes for it, once named."""

    id: str
    kind: str
    name: str
    credit_code: str
    voter: str | None
    voter_name: str | None
    since: datetime
    ended_at: datetime | None
    ended_why: str


_UNIT = f"SELECT id, code, building, entrance, room, area, area_source FROM unit WHERE {here()}"  # noqa: S608 - a fixed condition


async def unit(unit_id: str, community: str) -> UnitView:
    found = await db.row(f"{_UNIT} AND id = {{}} AND community = {{}}", unit_id, community)
    if found is None:
        raise NotThere
    return UnitView(**found)


async def unit_by_code(code: str, community: str) -> UnitView | None:
    found = await db.row(f"{_UNIT} AND community = {{}} AND code = {{}}", community, code)
    return UnitView(**found) if found else None


async def units(community: str, building: str, no: int, *, lived_in: bool = False) -> Page:
    """One page of units in the order of their codes, with how many people each has.

    `lived_in`: only those that somebody is tied to, for the list of households.
    """
    where, values = f"u.community = {{}} AND {here('u')}", [community]
    if building:
        where, values = f"{where} AND u.building = {{}}", [community, building]
    if lived_in:
        where += " AND EXISTS (SELECT 1 FROM residence r WHERE r.unit = u.id)"
    counted = await db.row(f"SELECT COUNT(*) AS n FROM unit u WHERE {where}", *values)  # noqa: S608 - only placeholders are put together
    total = int(counted["n"]) if counted else 0
    no = min(max(no, 1), max(-(-total // PAGE), 1))
    found = await db.rows(
        "SELECT u.id, u.code, u.building, u.entrance, u.room, u.area, u.area_source FROM unit u"  # noqa: S608 - only placeholders are put together
        f" WHERE {where} ORDER BY u.code LIMIT {{}} OFFSET {{}}",
        *(*values, PAGE, (no - 1) * PAGE),
    )
    shown = [UnitView(**row) for row in found]
    people = await residents([one.id for one in shown])
    made = await made_households([one.id for one in shown])
    lines = [(one, _households(made.get(one.id, []), people.get(one.id, []))) for one in shown]
    return Page(tuple(lines), no, total)


async def residents(units: list[str]) -> dict[str, list[Resident]]:
    """Unit → who is tied to it and has not left the roll."""
    if not units:
        return {}
    marks = ", ".join("{}" for _ in units)
    found = await db.rows(
        "SELECT r.unit, r.id AS residence, r.person, p.name, p.roll_no, p.state, r.tie,"  # noqa: S608 - only placeholders are put together
        " r.household FROM residence r JOIN person p ON p.id = r.person"
        f" WHERE r.unit IN ({marks}) AND p.state <> 'left' AND {here('p')}"
        " ORDER BY p.roll_no, r.tie",
        *units,
    )
    by_unit: dict[str, list[Resident]] = {}
    for row in found:
        by_unit.setdefault(row.pop("unit"), []).append(Resident(**row))
    return by_unit


async def made_households(units: list[str]) -> dict[str, list[dict[str, Any]]]:
    if not units:
        return {}
    marks = ", ".join("{}" for _ in units)
    found = await db.rows(
        f"SELECT id, unit, no, representative FROM household WHERE unit IN ({marks}) ORDER BY no",  # noqa: S608 - only placeholders are put together
        *units,
    )
    by_unit: dict[str, list[dict[str, Any]]] = {}
    for row in found:
        by_unit.setdefault(row.pop("unit"), []).append(row)
    return by_unit


async def households(unit_id: str) -> tuple[Household, ...]:
    """The households of a unit; those in none together are one of their own, without an id."""
    people = (await residents([unit_id])).get(unit_id, [])
    return _households((await made_households([unit_id])).get(unit_id, []), people)


def _households(made: list[dict[str, Any]], people: list[Resident]) -> tuple[Household, ...]:
    found = [
        Household(**row, members=tuple(one for one in people if one.household == row["id"]))
        for row in made
    ]
    others = tuple(one for one in people if one.household is None)
    return (*found, Household("", 0, None, others)) if others else tuple(found)


async def tenures(unit_id: str) -> list[Tenure]:
    """Companies and developers that hold or held the unit, those of now first."""
    found = await db.rows(
        "SELECT t.id, t.kind, t.name, t.credit_code, t.voter, p.name AS voter_name, t.since,"
        " t.ended_at, t.ended_why FROM corporate_tenure t LEFT JOIN person p ON p.id = t.voter"
        " WHERE t.unit = {} ORDER BY CASE WHEN t.ended_at IS NULL THEN 0 ELSE 1 END, t.since DESC",
        unit_id,
    )
    return [Tenure(**row) for row in found]
