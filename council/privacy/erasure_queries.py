"""Reading before somebody is erased: what stands in the way, and what the record keeps of them."""

from __future__ import annotations

import json

from council import db
from council.identity.in_force import IN_FORCE, today


async def standing(person: str) -> tuple[bool, bool]:
    """Whether the person holds an office or a seat now, and whether they are called to a vote."""
    office = await db.row(
        f"SELECT a.id FROM appointment a WHERE a.person = {{}} AND {IN_FORCE}"  # noqa: S608 - only the condition of terms is put in
        " UNION SELECT id FROM seat WHERE person = {} AND ended_at IS NULL",
        person,
        today(),
        today(),
        person,
    )
    voting = await db.row(
        "SELECT p.id FROM elector e JOIN poll p ON p.id = e.poll"
        " WHERE e.person = {} AND p.state IN ('announced', 'open', 'closing', 'sealed', 'closed')",
        person,
    )
    return office is not None, voting is not None


async def commitments(community: str, pseudonym: str) -> list[str]:
    """What the record committed to about this person, that the side table can still show."""
    found = await db.rows(
        "SELECT body FROM record_entry WHERE community = {} AND body LIKE {} AND body LIKE {}",
        community,
        f'%"{pseudonym}"%',
        '%"pd":"sha256:%',
    )
    committed = {json.loads(one["body"])["pd"] for one in found}
    kept = await db.rows("SELECT commitment FROM record_personal WHERE community = {}", community)
    return sorted(committed & {one["commitment"] for one in kept})
