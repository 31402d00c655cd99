"""Another time or place, or no meeting at all: each with a notice of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from council import db
from council.change import change
from council.clock import local
from council.meetings import kinds, notice_rules, rules
from council.meetings.actions.held import locked
from council.meetings.actions.lines import add_line
from council.meetings.actions.noticing import end_within, notice_within

if TYPE_CHECKING:
    from datetime import datetime

    from council.change import Actor


@dataclass(frozen=True, slots=True)
class Schedule:
    """When and where; `why` stands in the notice, `short_notice` only where it is too late."""

    starts_at: datetime
    ends_at: datetime
    place: str
    why: str
    short_notice: str = ""


async def reschedule(meeting: str, what: Schedule, by: Actor) -> None:
    """meeting.rescheduled, notice.given: another time or place; the same again changes nothing.

    Refused with meeting.ends_first, meeting.past, meeting.short_notice, meeting.too_short,
    meeting.cancelled, agenda.fixed.
    """
    async with change(by) as c:
        held = await locked(meeting, by)
        notice_rules.may_change(held["state"])
        if _as_it_is(held, what):
            return
        rules.must_convene(held["kind"], what.starts_at, what.ends_at, c.at)
        if what.starts_at != held["starts_at"]:
            day, today = local(what.starts_at).date(), local(c.at).date()
            kinds.must_give_notice(held["kind"], day, today, what.short_notice)
        await db.rows(
            "UPDATE meeting SET starts_at = {}, ends_at = {}, place = {}, short_notice = {}"
            " WHERE id = {}",
            what.starts_at,
            what.ends_at,
            what.place,
            what.short_notice or held["short_notice"],
            meeting,
        )
        c.record("meeting.rescheduled", {"meeting": meeting})
        await notice_within(c, await locked(meeting, by), what.why)


def _as_it_is(held: dict[str, Any], what: Schedule) -> bool:
    return (held["starts_at"], held["ends_at"], held["place"]) == (
        what.starts_at,
        what.ends_at,
        what.place,
    )


async def cancel_meeting(meeting: str, why: str, by: Actor) -> None:
    """meeting.cancelled, notice.given: it is not held; its numbers and notices stay. Twice is once.

    Refused with agenda.fixed once it has opened.
    """
    async with change(by) as c:
        held = await locked(meeting, by)
        if held["state"] == "cancelled":
            return
        notice_rules.may_change(held["state"])
        await db.rows(
            "UPDATE meeting SET state = 'cancelled', cancelled_why = {} WHERE id = {}", why, meeting
        )
        await add_line(c, meeting, "note", f"会议取消：{why}")
        c.record("meeting.cancelled", {"meeting": meeting}, {"why": why})
        await end_within(c, held, why)
