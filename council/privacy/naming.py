"""Who is named in full where everybody reads (IDP-7): by duty of office, or by consent."""

from __future__ import annotations

from council import db
from council.identity.in_force import IN_FORCE, today
from council.privacy import masking


async def named_in_public(community: str) -> frozenset[str]:
    """Ids of those who hold an office or a seat of the committee now, or agreed to be named."""
    found = await db.rows(
        f"SELECT a.person FROM appointment a WHERE a.community = {{}} AND {IN_FORCE}"  # noqa: S608 - only the condition of terms is put in
        " UNION SELECT person FROM seat WHERE community = {} AND ended_at IS NULL"
        " UNION SELECT person FROM consent WHERE community = {} AND purpose = 'publish_name'"
        " AND withdrawn_at IS NULL",
        community,
        today(),
        today(),
        community,
        community,
    )
    return frozenset(one["person"] for one in found)


def as_named(name: str, person: str, named: frozenset[str]) -> str:
    """The name for everybody to read: whole, or the surname alone."""
    return name if person in named else masking.name(name)
