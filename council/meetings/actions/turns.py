"""A turn while it lasts: its clock stops and goes on, it is lengthened, it ends; reminders."""

from __future__ import annotations

from council import db
from council.change import Actor, change
from council.ids import new_id
from council.live import topics
from council.meetings import floor
from council.meetings.actions.floor_held import (
    after_order_within,
    end_within,
    floor_within,
    one_of,
    stop_clock_within,
)
from council.meetings.actions.lines import add_line
from council.meetings.tables import Reminder
from council.refusal import NotThere, Refused

REMINDERS = {
    "topic": "请围绕议题",
    "time": "时间到了，请收尾",
    "interrupt": "请不要打断别人发言",
    "personal": "请对事不对人",
    "address": "请面向主持人发言",
}


async def pause_turn(meeting: str, turn: str, by: Actor) -> None:
    """turn.paused: the clock stands, the turn is not over. Twice is once."""
    async with change(by) as c:
        _, held = await floor_within(meeting, by)
        speaking = one_of(held, turn)
        if speaking.state != floor.SPEAKING:
            raise Refused("floor.not_speaking")
        if speaking.running_since is None:
            return
        await stop_clock_within(c, speaking)
        c.tell(topics.room(meeting), "turn.paused")


async def resume_turn(meeting: str, turn: str, by: Actor) -> None:
    """turn.resumed: the clock goes on where it stood; not while a vote or a break runs."""
    async with change(by) as c:
        _, held = await floor_within(meeting, by)
        floor.must_be_open(held)
        speaking = one_of(held, turn)
        if speaking.state != floor.SPEAKING:
            raise Refused("floor.not_speaking")
        if speaking.running_since is not None:
            return
        await db.rows(
            "UPDATE turn SET running_since = {}, paused_at = NULL WHERE id = {}", c.at, turn
        )
        c.tell(topics.room(meeting), "turn.resumed")


async def extend_turn(meeting: str, turn: str, seconds: int, by: Actor) -> None:
    """turn.extended: thirty seconds more than the `seconds` that whoever pressed had seen."""
    async with change(by) as c:
        _, held = await floor_within(meeting, by)
        speaking = one_of(held, turn)
        if speaking.state != floor.SPEAKING:
            raise Refused("floor.not_speaking")
        if speaking.seconds != seconds:
            return
        await db.rows("UPDATE turn SET seconds = {} WHERE id = {}", seconds + floor.EXTENSION, turn)
        c.tell(topics.room(meeting), "turn.extended")


async def end_turn(meeting: str, turn: str, by: Actor) -> None:
    """turn.ended: by the chair, or by whoever speaks; one line in the record. Twice is once."""
    async with change(by) as c:
        _, held = await floor_within(meeting, by)
        speaking = one_of(held, turn)
        if speaking.state == "ended":
            return
        if speaking.state in {floor.WAITING, "lowered"}:
            raise Refused("floor.not_speaking")
        await end_within(c, meeting, speaking)
        await after_order_within(held, speaking, new_id())
        c.tell(topics.room(meeting), "turn.ended")


async def remind(meeting: str, person: str, reason: str, by: Actor, *, minuted: bool) -> None:
    """person.reminded: MTG-6; seen by all while the turn lasts, in the record only if minuted."""
    async with change(by) as c:
        _, held = await floor_within(meeting, by)
        who = await db.row(
            "SELECT p.name, c.status FROM called c JOIN person p ON p.id = c.person"
            " WHERE c.meeting = {} AND c.person = {}",
            meeting,
            person,
        )
        if who is None:
            raise NotThere
        if who["status"] != "present":
            raise Refused("floor.not_present")
        turn = held.speaker
        await Reminder.insert(
            Reminder(
                id=new_id(),
                meeting=meeting,
                turn=turn.id if turn else None,
                person=person,
                reason=reason,
                minuted=minuted,
                at=c.at,
                by_person=by.person,
            )
        )
        if minuted:
            text = f"主持人提醒{who['name']}：{REMINDERS[reason]}。"
            await add_line(c, meeting, "reminder", text)
        c.tell(topics.room(meeting), "person.reminded")
