"""What becomes of an entry: answered with reasons, merged into its like, hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council import db
from council.change import change
from council.ideas import actions as ideas
from council.ideas import authors
from council.needs import rules
from council.needs.actions.held import DESK, held_need, must_hold, step

if TYPE_CHECKING:
    from council.change import Actor


async def answer(need: str, state: str, reason: str, by: Actor, *, title: str = "") -> None:
    """need.answered: 采纳, 转微心愿, 转项目 or 不采纳, with reasons for everybody. Twice is once.

    Of a project the register gets an entry that grew out of this one, under `title`.
    Refused with need.answer, need.reason, need.not_now, idea.title.
    """
    await must_hold(by, DESK)
    async with change(by) as c:
        found = await held_need(c, need)
        if (found["state"], found["reason"]) == (state, reason):
            return
        rules.may_answer(found["state"], state, reason)
        made = ""
        if state == "project":
            words = title or (rules.HIDDEN if found["hidden_at"] else found["text"])
            made = await ideas.enter_within(c, "project", words, parent=need)
        await db.rows(
            "UPDATE need SET state = {}, reason = {} WHERE idea = {}", state, reason, need
        )
        await ideas.move_within(c, need, state, note=reason)
        await step(c, need, state, reason, made)
        c.record("need.answered", {"need": need, "state": state, "into": made}, {"reason": reason})


async def merge(need: str, target: str, reason: str, by: Actor) -> None:
    """need.merged: two that say the same go on as one; number and author of each stay.

    Refused with need.reason, need.target, need.not_now.
    """
    await must_hold(by, DESK)
    rules.must_have_reason(reason)
    async with change(by) as c:
        rows = {one: await held_need(c, one) for one in sorted({need, target})}
        found = rows[need]
        if found["merged_into"] == target:
            return
        rules.may_merge(need, target, rows[target]["state"])
        rules.must_be_movable(found["state"])
        await db.rows(
            "UPDATE need SET state = 'grouped', merged_into = {}, reason = {} WHERE idea = {}",
            *(target, reason, need),
        )
        await ideas.move_within(c, need, "grouped", note=reason)
        await authors.join_within(c, need, target)
        await step(c, need, "grouped", reason, target)
        await step(c, target, "joined", "", need)
        c.record("need.merged", {"need": need, "target": target}, {"reason": reason})


async def hide(need: str, reason: str, by: Actor) -> None:
    """need.hidden: number and reason stay for everybody, its words for the desk. Twice is once.

    Refused with need.reason.
    """
    await must_hold(by, DESK)
    rules.must_have_reason(reason)
    async with change(by) as c:
        found = await held_need(c, need)
        if found["hidden_at"] is not None:
            return
        await db.rows(
            "UPDATE need SET hidden_at = {}, hidden_why = {} WHERE idea = {}", c.at, reason, need
        )
        await ideas.move_within(c, need, found["state"], title=rules.HIDDEN)
        await step(c, need, "hidden", reason)
        c.record("need.hidden", {"need": need}, {"reason": reason})
