"""What is before the meeting: motions, amendments, and what comes of an item."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from council import db
from council.change import Actor, change
from council.ids import new_id
from council.live import topics
from council.meetings import agenda, rules
from council.meetings.actions.held import locked
from council.meetings.actions.lines import add_line
from council.meetings.tables import Motion
from council.refusal import NotThere, unreadable

if TYPE_CHECKING:
    from datetime import date

    from council.change import Change


@dataclass(frozen=True, slots=True)
class Moved:
    """MTG-1: what is moved, by whom, seconded by whom, and what it amends."""

    item: str
    text: str
    mover: str
    seconder: str
    amends: str = ""


async def move(meeting: str, what: Moved, by: Actor) -> str:
    """motion.moved: a motion or amendment is before the meeting; the same text twice is once."""
    async with change(by) as c:
        found = await locked(meeting, by)
        rules.must_be_open(found["state"])
        rules.must_not_be_on_break(found["break_since"])
        rules.may_move(what.mover, what.seconder, await _present_members(meeting))
        item = await db.row(
            "SELECT no FROM agenda_item WHERE id = {} AND meeting = {}", what.item, meeting
        )
        motions = await db.rows("SELECT id, no, text, item FROM motion WHERE meeting = {}", meeting)
        amended = next((one["no"] for one in motions if one["id"] == what.amends), "")
        if item is None or (what.amends and not amended):
            raise unreadable("motion.item_unknown")
        for one in motions:
            if one["item"] == what.item and one["text"] == what.text:
                return str(one["id"])
        no = agenda.motion_number(item["no"], [one["no"] for one in motions], amended)
        made = await _insert_motion(c, meeting, what, no)
        word = "修正案" if amended else "动议"
        await add_line(
            c, meeting, "amendment" if amended else "motion", f"{word}{no}：{what.text}", what.mover
        )
        await add_line(c, meeting, "second", f"附议{no}。", what.seconder)
        c.record("motion.moved", {"meeting": meeting, "motion": made, "no": no})
        c.tell(topics.room(meeting), "motion.moved")
    return made


async def _insert_motion(c: Change, meeting: str, what: Moved, no: str) -> str:
    made = new_id()
    await Motion.insert(
        Motion(
            id=made,
            meeting=meeting,
            item=what.item,
            no=no,
            text=what.text,
            mover=what.mover,
            seconder=what.seconder,
            amends=what.amends or None,
            moved_at=c.at,
        )
    )
    return made


@dataclass(frozen=True, slots=True)
class Conclusion:
    """CON-1: the agreed text, what comes next, who sees to it and until when."""

    outcome: str
    next_step: str
    responsible: str
    due: date | None


async def conclude(item: str, what: Conclusion, by: Actor) -> str:
    """item.concluded: the outcome of one point; issued minutes stay as they were."""
    async with change(by) as c:
        there = await db.row(
            "SELECT a.meeting, a.no FROM agenda_item a JOIN meeting m ON m.id = a.meeting"
            " WHERE a.id = {} AND m.community = {}",
            item,
            by.community,
        )
        if there is None:
            raise NotThere
        await locked(there["meeting"], by)
        await db.rows(
            "UPDATE agenda_item SET outcome = {}, next_step = {}, responsible = {}, due = {}"
            " WHERE id = {}",
            what.outcome,
            what.next_step,
            what.responsible,
            what.due,
            item,
        )
        await add_line(c, there["meeting"], "decision", f"第{there['no']}项：{what.outcome}")
        c.record("item.concluded", {"meeting": there["meeting"], "item": item})
        c.tell(topics.room(there["meeting"]), "item.concluded")
    return str(there["meeting"])


async def _present_members(meeting: str) -> set[str]:
    found = await db.rows(
        "SELECT person FROM called WHERE meeting = {} AND part = 'member' AND status = 'present'",
        meeting,
    )
    return {one["person"] for one in found}
