"""The meeting whose row a change holds until it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from council import db
from council.refusal import NotThere

if TYPE_CHECKING:
    from council.change import Actor


async def locked(meeting: str, by: Actor) -> dict[str, Any]:
    """The meeting's row, held until the change ends; another community's is not there."""
    found = await db.held(
        "SELECT * FROM meeting WHERE id = {} AND community = {}",
        meeting,
        by.community,
    )
    if found is None:
        raise NotThere
    return found


async def poll_open(meeting: str) -> bool:
    """A later feature's table, asked by the database's own word, not by its code.

    A vote over days is no part of the session: it runs beside it.
    """
    found = await db.row(
        "SELECT id FROM poll WHERE meeting = {} AND scope = 'present'"
        " AND state IN ('open', 'closing', 'sealed')",
        meeting,
    )
    return found is not None


async def voted_on(item: str) -> bool:
    """Whether a vote on this point was counted already."""
    found = await db.row(
        "SELECT id FROM poll WHERE item = {} AND state IN ('closed', 'published')", item
    )
    return found is not None
