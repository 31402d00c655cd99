"""The poll whose row a change holds until it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from council import db
from council.meetings.actions import add_line
from council.refusal import NotThere, Refused

if TYPE_CHECKING:
    from datetime import datetime

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


async def must_be_over(poll: dict[str, Any], at: datetime) -> None:
    """OWN-11, OWN-12: what was announced for a time runs for it, unless everybody has voted.

    Refused with poll.not_over.
    """
    if poll["scope"] != "called" or poll["closes_at"] is None or at >= poll["closes_at"]:
        return
    found = await db.row(
        "SELECT (SELECT count(*) FROM named_vote WHERE poll = {})"
        " + (SELECT count(*) FROM envelope WHERE poll = {}) AS n",
        poll["id"],
        poll["id"],
    )
    if found is None or found["n"] < poll["present"]:
        raise Refused("poll.not_over")


async def say_in_session(c: Change, poll: dict[str, Any], text: str) -> None:
    """A line of the live record; a vote over days is no part of what is said in the hall."""
    if poll["scope"] == "present":
        await add_line(c, poll["meeting"], "vote", text)
