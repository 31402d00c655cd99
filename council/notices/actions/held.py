"""The notice whose row a change holds until it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from council import db
from council.refusal import NotThere

if TYPE_CHECKING:
    from council.change import Actor


async def locked(notice: str, by: Actor) -> dict[str, Any]:
    """Its row; a notice of another community is not there."""
    found = await db.held(
        "SELECT * FROM notice WHERE id = {} AND community = {}", notice, by.community
    )
    if found is None:
        raise NotThere
    return found


async def locked_posting(posting: str, by: Actor) -> tuple[dict[str, Any], dict[str, Any]]:
    """One sheet, and its notice, which is held."""
    found = await db.row("SELECT * FROM notice_posting WHERE id = {}", posting)
    if found is None:
        raise NotThere
    notice = await locked(found["notice"], by)
    again = await db.row("SELECT * FROM notice_posting WHERE id = {}", posting)
    return notice, again or found
