"""A debate of the access table: one speaks, one waits, on a motion in a meeting of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council import db
from council.meetings import actions as meetings
from council.meetings.actions import Hand, Moved

if TYPE_CHECKING:
    from tests.access.world import Side


async def make(side: Side) -> None:
    """In `meeting.debating`: the member speaks, the secretary waits, nobody else is up."""
    by, meeting = side.actor("secretary"), side.things["meeting.debating"]
    item = side.things["item.debating"]
    await meetings.go_to_item(meeting, item, by)
    who = side.people["chair"], side.people["member"]
    moved = Moved(item, f"{side.mark}灯", *who, doer="物业", by_when="年底前")
    side.things["motion.debated"] = await meetings.move(meeting, moved, by)
    for role, answer in (("member", "yes"), ("secretary", "no")):
        await meetings.raise_hand(meeting, Hand(side.people[role], answer), by)
        found = await db.row(
            "SELECT id FROM turn WHERE meeting = {} AND person = {}", meeting, side.people[role]
        )
        assert found is not None
        state = "speaking" if role == "member" else "waiting"
        side.things[f"turn.{state}"] = found["id"]
        if role == "member":
            await meetings.give_floor(meeting, found["id"], by)
