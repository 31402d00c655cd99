"""The poll whose row a change holds until it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from council import db
from council.refusal import NotThere

if TYPE_CHECKING:
    from council.change import Actor


async def locked(poll: str, by: Actor) -> dict[str, Any]:
    """The poll's row, held until the change ends; another community's is not there."""
    found = await db.held(
        "SELECT * FROM poll WHERE id = {} AND community = {}",
        poll,
        by.community,
    )
    if found is None:
        raise NotThere
    return found
