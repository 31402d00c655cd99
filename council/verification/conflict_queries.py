"""Reading the conflict queue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from council import db
from council.refusal import NotThere

if TYPE_CHECKING:
    from datetime import datetime

MOST = 50  # settled ones that are shown
_CONFLICT = (
    "SELECT c.id, c.person, p.name, p.roll_no, p.state, COALESCE(c.other, '') AS other,"
    " COALESCE(o.name, '') AS other_name, c.way, c.told, c.contact,"
    " COALESCE(c.raised_by, '') AS raiser, COALESCE(r.name, '') AS raised_by, c.raised_at,"
    " c.outcome, c.ground, COALESCE(s.name, '') AS settled_by,"
    " COALESCE(q.name, '') AS confirmed_by, c.settled_at FROM claim_conflict c"
    " JOIN person p ON p.id = c.person LEFT JOIN person o ON o.id = c.other"
    " LEFT JOIN person r ON r.id = c.raised_by LEFT JOIN person s ON s.id = c.settled_by"
    " LEFT JOIN person q ON q.id = c.confirmed_by WHERE c.community = {}"
)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two people and one row of the roll; `raiser` is the id of the staff member, or empty."""

    id: str
    person: str
    name: str
    roll_no: str
    state: str
    other: str
    other_name: str
    way: str
    told: str
    contact: str
    raiser: str
    raised_by: str
    raised_at: datetime
    outcome: str
    ground: str
    settled_by: str
    confirmed_by: str
    settled_at: datetime | None


async def open_like(person: str, way: str, contact: str) -> str | None:
    """The open claim that says the same."""
    found = await db.row(
        "SELECT id FROM claim_conflict WHERE person = {} AND way = {} AND contact = {}"
        " AND outcome = ''",
        person,
        way,
        contact,
    )
    return str(found["id"]) if found else None


async def conflict(conflict_id: str, community: str) -> Conflict:
    """One of this community."""
    found = await db.row(f"{_CONFLICT} AND c.id = {{}}", community, conflict_id)
    if found is None:
        raise NotThere
    return Conflict(**found)


async def conflicts(community: str) -> tuple[list[Conflict], list[Conflict]]:
    """(open ones, the oldest first; settled ones, the newest first)."""
    waiting = await db.rows(f"{_CONFLICT} AND c.outcome = '' ORDER BY c.raised_at, c.id", community)
    settled = await db.rows(
        f"{_CONFLICT} AND c.outcome <> '' ORDER BY c.settled_at DESC, c.id LIMIT {{}}",
        community,
        MOST,
    )
    return [Conflict(**one) for one in waiting], [Conflict(**one) for one in settled]


async def waiting(community: str, person: str = "") -> int:
    """How many wait, in all or about one person."""
    found = await db.row(
        "SELECT COUNT(*) AS n FROM claim_conflict WHERE community = {} AND outcome = ''"
        " AND ({} = '' OR person = {})",
        community,
        person,
        person,
    )
    return int(found["n"]) if found else 0
