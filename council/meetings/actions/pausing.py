"""Breaks (休会): for some minutes, or until another day; and going on (复会)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council import db
from council.change import Actor, change
from council.clock import local
from council.live import topics
from council.meetings import rules
from council.meetings.actions.floor_hooks import hold_clock_within
from council.meetings.actions.held import locked, poll_open
from council.meetings.actions.lines import add_line
from council.refusal import unreadable

if TYPE_CHECKING:
    from datetime import datetime


async def pause(meeting: str, resumes_at: datetime | None, by: Actor) -> None:
    """meeting.paused: nobody speaks or votes until it goes on; twice is once.

    `resumes_at` is told to everybody; on another day the meeting is adjourned (改日续会).
    Refused with meeting.poll_open, meeting.on_break, meeting.past.
    """
    async with change(by) as c:
        found = await locked(meeting, by)
        if found["break_since"] is not None and found["resumes_at"] == resumes_at:
            return
        rules.may_pause(
            found["state"],
            paused=found["break_since"] is not None,
            poll_open=await poll_open(meeting),
        )
        if resumes_at is not None and resumes_at <= c.at:
            raise unreadable("meeting.past")
        await hold_clock_within(c, found)
        await db.rows(
            "UPDATE meeting SET break_since = {}, resumes_at = {} WHERE id = {}",
            c.at,
            resumes_at,
            meeting,
        )
        await add_line(c, meeting, "break", _words(c.at, resumes_at))
        until = resumes_at.isoformat(timespec="seconds") if resumes_at else ""
        c.record("meeting.paused", {"meeting": meeting, "until": until})
        c.tell(topics.room(meeting), "meeting.paused")


def _words(at: datetime, resumes_at: datetime | None) -> str:
    if resumes_at is None:
        return "休会。"
    then = local(resumes_at)
    if then.date() == local(at).date():
        return f"休会，{then:%H:%M}继续。"
    return f"休会，改日续会：{then.year}年{then.month}月{then.day}日{then:%H:%M}。"


async def resume(meeting: str, by: Actor) -> None:
    """meeting.resumed: it goes on where it stood. Refused with meeting.no_break."""
    async with change(by) as c:
        found = await locked(meeting, by)
        rules.may_resume(found["state"], paused=found["break_since"] is not None)
        await db.rows(
            "UPDATE meeting SET break_since = NULL, resumes_at = NULL WHERE id = {}", meeting
        )
        await add_line(c, meeting, "break", "复会。")
        c.record("meeting.resumed", {"meeting": meeting})
        c.tell(topics.room(meeting), "meeting.resumed")
