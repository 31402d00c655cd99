"""Reading offices: who holds what until when, given and confirmed by whom; and what ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from council import db
from council.identity.in_force import IN_FORCE, today
from council.offices.rules import ENDS_SOON
from council.refusal import NotThere

if TYPE_CHECKING:
    from datetime import date, datetime

MANY = 100  # ended ones that are shown
_HELD = (
    "SELECT a.id, a.person, p.name, p.pseudonym, p.roll_no, p.state, a.office, a.scope, a.acting,"
    " a.waits_for_letter, a.from_date, a.until_date, a.granted_at, a.ended_at, a.operator,"
    " COALESCE(g.name, '') AS given_by, COALESCE(c.name, '') AS confirmed_by"
    " FROM appointment a JOIN person p ON p.id = a.person"
    " LEFT JOIN person g ON g.id = a.granted_by LEFT JOIN person c ON c.id = a.confirmed_by"
    " WHERE a.community = {}"
)


@dataclass(frozen=True, slots=True)
class Held:
    """One appointment. `given_by` is empty for the first officers of a community.

    `operator`: confirmed by whoever runs the server, because nobody else could.
    `waits_for_letter`: it counts only once its holder has opened an office letter.
    """

    id: str
    person: str
    name: str
    pseudonym: str
    roll_no: str
    state: str
    office: str
    scope: str
    acting: bool
    waits_for_letter: bool
    from_date: date | None
    until_date: date | None
    granted_at: datetime
    ended_at: datetime | None
    operator: bool
    given_by: str
    confirmed_by: str

    def ends_soon(self, day: date) -> bool:
        """The last 60 days of the term: time to renew it or to find somebody else."""
        return self.until_date is not None and self.until_date - day <= ENDS_SOON


async def in_force(community: str) -> list[Held]:
    """What is held today, and what begins later; the longest held first."""
    found = await db.rows(
        f"{_HELD} AND a.ended_at IS NULL AND (a.until_date IS NULL OR a.until_date >= {{}})"
        " ORDER BY a.granted_at, p.roll_no, a.id",
        community,
        today(),
    )
    return [_held(row) for row in found]


async def over(community: str) -> list[Held]:
    """What ended, or whose term is over; the last first."""
    found = await db.rows(
        f"{_HELD} AND (a.ended_at IS NOT NULL OR a.until_date < {{}})"
        " ORDER BY COALESCE(a.ended_at, a.granted_at) DESC, a.id LIMIT {}",
        community,
        today(),
        MANY,
    )
    return [_held(row) for row in found]


async def one(appointment: str, community: str) -> Held:
    """One of this community, also when it is over."""
    found = await db.row(f"{_HELD} AND a.id = {{}}", community, appointment)
    if found is None:
        raise NotThere
    return _held(found)


async def of_person(person: str, community: str) -> list[Held]:
    """Everything that a person holds or held, the newest first."""
    found = await db.rows(
        f"{_HELD} AND a.person = {{}} ORDER BY a.granted_at DESC, a.id", community, person
    )
    return [_held(row) for row in found]


async def living(person: str, office: str, scope: str, community: str) -> Held | None:
    """The appointment that was not ended, also one whose term is over."""
    found = await db.row(
        f"{_HELD} AND a.person = {{}} AND a.office = {{}} AND a.scope = {{}}"
        " AND a.ended_at IS NULL",
        community,
        person,
        office,
        scope,
    )
    return _held(found) if found else None


async def scopes(person: str, office: str, community: str) -> tuple[str, ...]:
    """For which buildings or groups the person holds the office today."""
    found = await db.rows(
        "SELECT a.scope FROM appointment a WHERE a.person = {} AND a.office = {}"  # noqa: S608 - only the condition of terms is put in
        f" AND a.community = {{}} AND {IN_FORCE} ORDER BY a.scope",
        person,
        office,
        community,
        today(),
        today(),
    )
    return tuple(row["scope"] for row in found)


async def acting(person: str, office: str, community: str) -> bool:
    """Whether the person holds the office today, and only in place of somebody else."""
    found = await db.rows(
        "SELECT a.acting FROM appointment a WHERE a.person = {} AND a.office = {}"  # noqa: S608 - only the condition of terms is put in
        f" AND a.community = {{}} AND {IN_FORCE}",
        person,
        office,
        community,
        today(),
        today(),
    )
    return bool(found) and all(row["acting"] for row in found)


async def buildings(community: str) -> tuple[str, ...]:
    """Every building that the roll knows, by name."""
    found = await db.rows(
        "SELECT DISTINCT building FROM unit WHERE community = {} ORDER BY building", community
    )
    return tuple(row["building"] for row in found)


def _held(row: dict[str, Any]) -> Held:
    flags = {name: bool(row[name]) for name in ("acting", "operator", "waits_for_letter")}
    return Held(**{**row, **flags})
