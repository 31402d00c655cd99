"""Reading who has a second factor, within one community."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from council import db
from council.identity import queries, rules
from council.identity.in_force import IN_FORCE, today

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Factor:
    """A person's authenticator: since when, and how many recovery codes are unused."""

    enrolled_at: datetime
    codes_left: int


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody whose office asks for a second factor; `enrolled_at` is empty without one."""

    id: str
    name: str
    offices: tuple[str, ...]
    enrolled_at: datetime | None


async def factor_of(person: str) -> Factor | None:
    """The person's second factor, or None."""
    found = await db.row(
        "SELECT f.enrolled_at, (SELECT count(*) FROM recovery_code r"
        " WHERE r.person = f.person AND r.used_at IS NULL) AS codes_left"
        " FROM second_factor f WHERE f.person = {}",
        person,
    )
    return None if found is None else Factor(found["enrolled_at"], int(found["codes_left"]))


async def office_waits(person: str, community: str) -> bool:
    """Whether only an office letter lets them in: for an office, or for its second factor."""
    waiting = await db.row(
        "SELECT id FROM appointment WHERE person = {} AND community = {} AND waits_for_letter"
        " AND ended_at IS NULL",
        person,
        community,
    )
    if waiting is not None:
        return True
    if not rules.needs_second_factor(await queries.offices(person, community)):
        return False
    found = await db.row("SELECT person FROM second_factor WHERE person = {}", person)
    return found is None


async def officers(community: str) -> list[Officer]:
    """Whoever holds an office that asks for a second factor, in the order of the roll."""
    found = await db.rows(
        "SELECT p.id, p.name, a.office, f.enrolled_at FROM appointment a"  # noqa: S608 - only the condition of terms is put in
        " JOIN person p ON p.id = a.person LEFT JOIN second_factor f ON f.person = p.id"
        " WHERE a.community = {} AND p.community = a.community"
        f" AND {IN_FORCE} AND p.state <> 'left' ORDER BY p.roll_no, a.office",
        community,
        today(),
        today(),
    )
    by_person: dict[str, Officer] = {}
    for one in found:
        known = by_person.get(one["id"])
        offices = (*(known.offices if known else ()), one["office"])
        by_person[one["id"]] = Officer(one["id"], one["name"], offices, one["enrolled_at"])
    return [one for one in by_person.values() if rules.needs_second_factor(one.offices)]
