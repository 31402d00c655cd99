"""Recusal (回避): who takes no part in one item because it concerns them."""

from __future__ import annotations

from typing import Any

from council import db
from council.change import Actor, change
from council.ids import new_id
from council.live import topics
from council.meetings import rules
from council.meetings.actions.held import locked
from council.meetings.actions.lines import add_line
from council.meetings.tables import Recusal
from council.refusal import NotThere


async def recuse(item: str, person: str, why: str, by: Actor) -> str:
    """recusal.entered: they are there, but neither vote on this item nor stand in its base.

    Returns the meeting. Twice is once. Refused with recusal.poll_open, recusal.not_called,
    meeting.not_open.
    """
    async with change(by) as c:
        held = await _held(item, by)
        name = await _member(held["meeting"], person)
        there = await db.row(
            "SELECT id FROM recusal WHERE item = {} AND person = {} AND ended_at IS NULL",
            item,
            person,
        )
        if there is not None:
            return str(held["meeting"])
        row = Recusal(
            id=new_id(),
            item=item,
            person=person,
            why=why,
            entered_by=by.person,
            at=c.at,
            ended_at=None,
        )
        await Recusal.insert(row)
        await add_line(c, held["meeting"], "recusal", f"{name}回避第{held['no']}项。", person)
        c.record("recusal.entered", {"meeting": held["meeting"], "item": item})
        c.tell(topics.room(held["meeting"]), "recusal.entered")
    return str(held["meeting"])


async def end_recusal(item: str, person: str, by: Actor) -> str:
    """recusal.ended: entered by mistake; they take part again. Returns the meeting."""
    async with change(by) as c:
        held = await _held(item, by)
        name = await _member(held["meeting"], person)
        ended = await db.row(
            "UPDATE recusal SET ended_at = {} WHERE item = {} AND person = {}"
            " AND ended_at IS NULL RETURNING id",
            c.at,
            item,
            person,
        )
        if ended is None:
            return str(held["meeting"])
        await add_line(c, held["meeting"], "recusal", f"{name}不再回避第{held['no']}项。", person)
        c.record("recusal.ended", {"meeting": held["meeting"], "item": item})
        c.tell(topics.room(held["meeting"]), "recusal.ended")
    return str(held["meeting"])


async def _held(item: str, by: Actor) -> dict[str, Any]:
    """The item in its meeting, which is held; a roll that is frozen is not changed any more."""
    there = await db.row(
        "SELECT a.meeting, a.no FROM agenda_item a JOIN meeting m ON m.id = a.meeting"
        " WHERE a.id = {} AND m.community = {}",
        item,
        by.community,
    )
    if there is None:
        raise NotThere
    found = await locked(there["meeting"], by)
    rules.may_recuse(found["state"], voting=await _is_voting(item))
    return there


async def _is_voting(item: str) -> bool:
    found = await db.row(
        "SELECT id FROM poll WHERE item = {} AND scope = 'present'"
        " AND state IN ('open', 'closing', 'sealed')",
        item,
    )
    return found is not None


async def _member(meeting: str, person: str) -> str:
    found = await db.row(
        "SELECT p.name FROM called c JOIN person p ON p.id = c.person"
        " WHERE c.meeting = {} AND c.person = {} AND c.part = 'member'",
        meeting,
        person,
    )
    if found is None:
        raise NotThere
    return str(found["name"])
