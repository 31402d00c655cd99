"""A call for needs: written, published with its number, made longer, closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council import db
from council.change import change
from council.clock import local
from council.ideas import actions as ideas
from council.ids import new_id
from council.needs import rules
from council.needs.actions.held import OFFICERS, held_call, must_hold
from council.needs.tables import NeedCall
from council.refusal import unreadable

if TYPE_CHECKING:
    from datetime import date

    from council.change import Actor, Change
    from council.needs.rules import Calling


async def draft(what: Calling, by: Actor) -> str:
    """need_call.drafted: seen by the desk alone; returns its id.

    Refused with need.wording, need.topics, need.last_day.
    """
    await must_hold(by, OFFICERS)
    async with change(by) as c:
        rules.must_call(what, local(c.at).date())
        row = NeedCall(
            id=new_id(),
            community=by.community,
            state="draft",
            title=what.title,
            text=what.text,
            topics="\n".join(what.topics),
            channels=what.channels,
            issuer=what.issuer,
            last_day=what.last_day,
            made_by=by.person,
            made_at=c.at,
            reason="",
        )
        await NeedCall.insert(row)
        c.record("need_call.drafted", {"call": row.id}, {"title": what.title})
    return str(row.id)


async def reword(call: str, what: Calling, by: Actor) -> None:
    """need_call.reworded: until it is published. Refused as `draft`, and with need.published."""
    await must_hold(by, OFFICERS)
    async with change(by) as c:
        found = await held_call(c, call)
        rules.must_be_draft(found["state"])
        rules.must_call(what, local(c.at).date())
        await db.rows(
            "UPDATE need_call SET title = {}, text = {}, topics = {}, channels = {}, issuer = {},"
            " last_day = {} WHERE id = {}",
            *(what.title, what.text, "\n".join(what.topics), what.channels, what.issuer),
            *(what.last_day, call),
        )
        c.record("need_call.reworded", {"call": call}, {"title": what.title})


async def publish(call: str, by: Actor) -> None:
    """need_call.published: its number for life, and entries from now on. Twice is once.

    Refused with need.last_day, need.published.
    """
    await must_hold(by, OFFICERS)
    async with change(by) as c:
        found = await held_call(c, call)
        if found["standing"] == "open":
            return
        rules.must_be_draft(found["state"])
        rules.must_last(found["last_day"], local(c.at).date())
        idea = await ideas.enter_within(c, "need", found["title"])
        await db.rows(
            "UPDATE need_call SET state = 'open', idea = {}, opened_by = {}, opened_at = {}"
            " WHERE id = {}",
            *(idea, by.person, c.at, call),
        )
        c.record("need_call.published", {"call": call, "last_day": str(found["last_day"])})


async def extend(call: str, last_day: date, reason: str, by: Actor) -> None:
    """need_call.extended: while it is open, with a reason for everybody. The same day is once.

    Refused with need.reason, need.closed, need.last_day.
    """
    await must_hold(by, OFFICERS)
    rules.must_have_reason(reason)
    async with change(by) as c:
        found = await held_call(c, call)
        rules.must_be_open(found["standing"])
        if found["last_day"] == last_day and found["reason"] == reason:
            return
        rules.may_extend(found["last_day"], last_day, local(c.at).date())
        await db.rows(
            "UPDATE need_call SET last_day = {}, reason = {} WHERE id = {}", last_day, reason, call
        )
        c.record(
            "need_call.extended", {"call": call, "last_day": str(last_day)}, {"reason": reason}
        )


async def close(call: str, reason: str, by: Actor) -> None:
    """need_call.closed: before its day, with a reason. Twice is once. Refused with need.reason."""
    await must_hold(by, OFFICERS)
    rules.must_have_reason(reason)
    async with change(by) as c:
        found = await held_call(c, call)
        if found["state"] == "closed":
            return
        rules.must_be_open(found["standing"])
        await _close(c, call, found["idea"], reason)


async def close_due(call: str, by: Actor) -> bool:
    """need_call.closed: its day has passed; whether there was anything to do.

    From then on nothing tells apart which browser sent what.
    """
    if by.person:
        raise unreadable("need.closed")
    async with change(by) as c:
        found = await held_call(c, call)
        due: bool = found["state"] == "open" and found["standing"] == "closed"
        if due:
            await _close(c, call, found["idea"], "")
        return due


async def _close(c: Change, call: str, idea: str, reason: str) -> None:
    await db.rows(
        "UPDATE need_call SET state = 'closed', closed_by = {}, closed_at = {}, reason ="
        " CASE WHEN {} = '' THEN reason ELSE {} END WHERE id = {}",
        *(c.by.person or None, c.at, reason, reason, call),
    )
    await db.rows("UPDATE need SET device = '' WHERE call = {}", call)
    await ideas.move_within(c, idea, "closed")
    c.record("need_call.closed", {"call": call, "early": bool(reason)}, {"reason": reason})
