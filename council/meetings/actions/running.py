"""Running a meeting: opened, turned from item to item, closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council import db
from council.change import Actor, change
from council.live import topics
from council.meetings import rules
from council.meetings.actions.floor_hooks import clear_floor_within
from council.meetings.actions.held import locked, poll_open, voted_on
from council.meetings.actions.lines import add_line
from council.meetings.actions.moving import lapse_within
from council.meetings.actions.noticing import last_notice_within
from council.refusal import NotThere

if TYPE_CHECKING:
    from council.change import Change


async def open_meeting(meeting: str, by: Actor) -> None:
    """meeting.opened: the door code is shown, people can check in. Twice is once."""
    async with change(by) as c:
        found = await locked(meeting, by)
        if found["state"] == "open":
            return
        rules.may_open(found["state"])
        await last_notice_within(c, found)
        await db.rows(
            "UPDATE meeting SET state = 'open', opened_at = {} WHERE id = {}", c.at, meeting
        )
        await add_line(c, meeting, "note", "宣布开会。")
        c.record("meeting.opened", {"meeting": meeting})
        c.tell(topics.room(meeting), "meeting.opened")


async def close_meeting(meeting: str, by: Actor) -> None:
    """meeting.closed: refused while a vote runs; the attendance is in the record."""
    async with change(by) as c:
        found = await locked(meeting, by)
        if found["state"] == "closed":
            return
        rules.may_close(found["state"], poll_open=await poll_open(meeting))
        await clear_floor_within(c, found, "closed")
        await _leave_item(c, meeting, found["current_item"])
        await db.rows(
            "UPDATE meeting SET state = 'closed', closed_at = {}, current_item = NULL,"
            " break_since = NULL, resumes_at = NULL, pinned = '' WHERE id = {}",
            c.at,
            meeting,
        )
        await add_line(c, meeting, "note", "宣布散会。")
        c.record("meeting.closed", {"meeting": meeting, **await _numbers(meeting)})
        c.tell(topics.room(meeting), "meeting.closed")


async def go_to_item(meeting: str, item: str, by: Actor) -> None:
    """agenda.moved: the meeting turns to another point; the one before is done."""
    async with change(by) as c:
        found = await locked(meeting, by)
        rules.must_be_open(found["state"])
        rules.must_not_be_on_break(found["break_since"])
        there = await db.row(
            "SELECT no, title, state FROM agenda_item WHERE id = {} AND meeting = {}", item, meeting
        )
        if there is None:
            raise NotThere
        rules.may_pass_item(there["state"], poll_open=await poll_open(meeting))
        if there["state"] == "current":
            return
        await clear_floor_within(c, found, "item")
        await _leave_item(c, meeting, found["current_item"])
        await db.rows(
            "UPDATE agenda_item SET state = 'current', began_at = {}, ended_at = NULL"
            " WHERE id = {}",
            c.at,
            item,
        )
        await db.rows("UPDATE meeting SET current_item = {} WHERE id = {}", item, meeting)
        await add_line(c, meeting, "item", f"进入第{there['no']}项：{there['title']}。")
        c.tell(topics.room(meeting), "agenda.moved")


async def postpone_item(item: str, reason: str, by: Actor) -> str:
    """item.postponed: to a later meeting, with the reason; returns the meeting.

    Nothing was decided on it yet. Refused with item.done, item.voted, meeting.poll_open.
    """
    async with change(by) as c:
        there = await db.row(
            "SELECT a.meeting, a.no, a.title FROM agenda_item a JOIN meeting m ON m.id = a.meeting"
            " WHERE a.id = {} AND m.community = {}",
            item,
            by.community,
        )
        if there is None:
            raise NotThere
        meeting = str(there["meeting"])
        found = await locked(meeting, by)
        rules.must_be_open(found["state"])
        now = await db.row("SELECT state FROM agenda_item WHERE id = {}", item)
        if now is None or now["state"] == "postponed":
            return meeting
        rules.may_postpone_item(
            now["state"], poll_open=await poll_open(meeting), voted=await voted_on(item)
        )
        await db.rows(
            "UPDATE agenda_item SET state = 'postponed', ended_at = {} WHERE id = {}", c.at, item
        )
        if found["current_item"] == item:
            await clear_floor_within(c, found, "item")
            await db.rows("UPDATE meeting SET current_item = NULL WHERE id = {}", meeting)
        text = f"第{there['no']}项“{there['title']}”延期再议：{reason}"
        await add_line(c, meeting, "item", text)
        c.record("item.postponed", {"meeting": meeting, "item": item})
        c.tell(topics.room(meeting), "item.postponed")
    return meeting


async def _leave_item(c: Change, meeting: str, item: str | None) -> None:
    await lapse_within(c, meeting, item)
    await db.rows(
        "UPDATE agenda_item SET state = 'done', ended_at = {}"
        " WHERE meeting = {} AND state = 'current'",
        c.at,
        meeting,
    )


async def _numbers(meeting: str) -> dict[str, int]:
    found = await db.rows(
        "SELECT status, count(*) AS n FROM called WHERE meeting = {} AND part = 'member'"
        " GROUP BY status",
        meeting,
    )
    by_status = {one["status"]: int(one["n"]) for one in found}
    return {
        "called": sum(by_status.values()),
        "present": by_status.get("present", 0),
        "leave": by_status.get("leave", 0),
    }
