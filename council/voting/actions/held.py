"""The poll whose row a change holds until it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from council import db
from council.meetings.actions import add_line
from council.refusal import NotThere

if TYPE_CHECKING:
    from council.change import Actor, Change


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


async def say_in_session(c: Change, poll: dict[str, Any], text: str) -> None:
    """A line of the live record; a vote over days is no part of what is said in the hall."""
    if poll["scope"] == "present":
        await add_line(c, poll["meeting"], "vote", text)
