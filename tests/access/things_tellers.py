"""Votes with tellers of the access table: the member is one, before, during and after the vote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council import db
from council.clock import now
from council.voting import actions as voting
from council.voting.actions import Question

if TYPE_CHECKING:
    from tests.access.world import Side

STATES = {"tellers": "created", "telling": "open", "boxed": "sealed", "lost": "sealed"}
WHO = ("member", "other", "stranger")


async def make(side: Side) -> None:
    """A meeting of the table is too small for a secret: so the rows are put there."""
    by, meeting = side.actor("secretary"), side.things["meeting.coming"]
    for name, state in STATES.items():
        made = side.things[f"poll.{name}"] = await voting.make(
            meeting, Question(f"{side.mark}{name}", "COM"), by
        )
        await db.rows("UPDATE poll SET mode = 'tellers', state = {} WHERE id = {}", state, made)
        await _tellers(side, made, lost=name == "lost")


async def _tellers(side: Side, poll: str, *, lost: bool) -> None:
    key = "0f" * 32
    await db.rows(
        "INSERT INTO ceremony (poll, round, public_key, begun_by, begun_at)"
        " VALUES ({}, 1, {}, {}, {})",
        poll,
        key,
        side.people["secretary"],
        now(),
    )
    for no, who in enumerate(WHO, 1):
        await db.rows(
            "INSERT INTO teller (poll, round, no, person, share_key, lost_at)"
            " VALUES ({}, 1, {}, {}, {}, {})",
            poll,
            no,
            side.people[who],
            key,
            now() if lost and no > 1 else None,
        )
