"""Another adult of a household comes instead of the one who was called for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council import db
from council.change import change
from council.live import topics
from council.meetings import rules, stand_ins
from council.meetings.actions.held import locked
from council.meetings.actions.lines import add_line
from council.refusal import NotThere

if TYPE_CHECKING:
    from council.change import Actor


async def stand_in(meeting: str, person: str, called: str, by: Actor) -> None:
    """household.stood_in: the household's seat is this person's; they are marked afterwards.

    To whoever does not live with the called one, and once that one has come, there is no such
    seat. Twice is once.
    """
    async with change(by) as c:
        found = await locked(meeting, by)
        rules.must_be_open(found["state"])
        there = await db.row(
            "SELECT status FROM called WHERE meeting = {} AND person = {}", meeting, person
        )
        if there is not None:
            return
        fitting = [one for one in await stand_ins.of(found, [person]) if one.called == called]
        if not fitting:
            raise NotThere
        await db.rows(
            "UPDATE called SET person = {} WHERE meeting = {} AND person = {}",
            person,
            meeting,
            called,
        )
        one = fitting[0]
        text = f"{one.name}代替{one.called_name}作为户代表。"
        await add_line(c, meeting, "checkin", text, person)
        c.record("household.stood_in", {"meeting": meeting})
        c.tell(topics.room(meeting), "household.stood_in")
