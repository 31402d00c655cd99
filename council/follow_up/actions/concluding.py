"""What comes of an item (CON-1): the opinion or decision, the next step, and the task it makes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from council import db
from council.change import Actor, change
from council.follow_up import rules
from council.follow_up.actions.held import (
    Held,
    Wanted,
    item_held,
    line_within,
    make_within,
    must_be_ours,
)
from council.live import topics
from council.meetings.actions.lines import add_line

if TYPE_CHECKING:
    from datetime import date

    from council.change import Change

REWRITTEN = "会议结果已改写。"
WORDS = {rules.OPINION: "协商意见", rules.DECISION: "决定"}
KINDS = {rules.OPINION: "opinion", rules.DECISION: "decision"}  # of a line of the record


@dataclass(frozen=True, slots=True)
class Conclusion:
    """The agreed text, what comes next, who sees to it, until when, and who is told.

    `person` is somebody of the roll, or empty where words say who it is; `ends_in` is opinion,
    decision, or empty for what a meeting of this kind usually ends in.
    """

    outcome: str
    next_step: str
    responsible: str
    due: date | None
    person: str = ""
    told: str = ""
    ends_in: str = ""


async def conclude(item: str, what: Conclusion, by: Actor) -> str:
    """item.concluded: the outcome of one point; issued minutes stay as they were.

    Returns the meeting. Twice is once. With a day it makes a task, or changes the one that it
    made. Refused with outcome.may_not_decide, outcome.due.
    """
    async with change(by) as c:
        held = await item_held(item, by)
        meeting = str(held.meeting["id"])
        ending = what.ends_in or rules.ends_in(held.meeting["kind"])[0]
        rules.must_end_so(held.meeting["kind"], ending)
        rules.must_be_due(what.next_step, what.due)
        if what.person:
            await must_be_ours(what.person, by)
        if _is_said(held, what, ending):
            return meeting
        await _write(item, what, ending)
        await _task(c, held, what)
        text = f"第{held.item['no']}项{WORDS[ending]}：{what.outcome}"
        await add_line(c, meeting, KINDS[ending], text[:1000])
        c.record("item.concluded", {"meeting": meeting, "item": item, "ends_in": ending})
        c.tell(topics.room(meeting), "item.concluded")
    return meeting


def _is_said(held: Held, what: Conclusion, ending: str) -> bool:
    row = held.item
    return (what.outcome, what.next_step, what.responsible, what.due) == (
        row["outcome"],
        row["next_step"],
        row["responsible"],
        row["due"],
    ) and (what.person, what.told, ending) == (
        row["responsible_person"] or "",
        row["told"],
        row["ends_in"],
    )


async def _write(item: str, what: Conclusion, ending: str) -> None:
    await db.rows(
        "UPDATE agenda_item SET outcome = {}, next_step = {}, responsible = {},"
        " responsible_person = {}, due = {}, told = {}, ends_in = {} WHERE id = {}",
        what.outcome,
        what.next_step,
        what.responsible,
        what.person or None,
        what.due,
        what.told,
        ending,
        item,
    )


async def _task(c: Change, held: Held, what: Conclusion) -> None:
    """The one task that an outcome makes follows its words; an ended one is not opened again."""
    found = await db.held(
        "SELECT * FROM task WHERE item = {} AND concluded AND state = 'open'", held.item["id"]
    )
    if what.due is None:
        if found is not None:
            await _end(c, found["id"])
        return
    text = what.outcome or str(held.item["title"])
    wanted = Wanted(text, what.responsible, what.due, what.person, what.told)
    if found is not None:
        await _follow(c, found, wanted)
    elif not await _is_ended(held.item["id"], what.due):
        await make_within(c, held, wanted, concluded=True)


async def _is_ended(item: str, due: date) -> bool:
    found = await db.row(
        "SELECT id FROM task WHERE item = {} AND concluded AND due = {}", item, due
    )
    return found is not None


async def _end(c: Change, task: str) -> None:
    await db.rows(
        "UPDATE task SET state = 'dropped', ended_by = {}, ended_at = {} WHERE id = {}",
        c.by.person,
        c.at,
        task,
    )
    await line_within(c, task, "dropped", REWRITTEN)
    c.record("task.dropped", {"task": task})


async def _follow(c: Change, found: dict[str, object], what: Wanted) -> None:
    task, due = str(found["id"]), found["due"]
    before = (found["text"], found["responsible"], found["person"] or "", found["told"])
    await db.rows(
        "UPDATE task SET text = {}, responsible = {}, person = {}, told = {}, due = {}"
        " WHERE id = {}",
        what.text,
        what.responsible,
        what.person or None,
        what.told,
        what.due,
        task,
    )
    if before != (what.text, what.responsible, what.person, what.told):
        await line_within(c, task, "changed", what.text)
    if due != what.due:
        old = found["due"]
        await line_within(c, task, "moved", REWRITTEN, before=old, after=what.due)  # type: ignore[arg-type]  # a row's date
