"""The council's side: taking a proposal up, answering it with reasons, stating its fate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from council import db
from council.change import change
from council.ideas import actions as ideas
from council.proposals import queries, rules
from council.proposals.actions.held import (
    ask_for_answer,
    locked,
    move,
    objections,
    step,
    supporters,
)

if TYPE_CHECKING:
    from council.change import Actor, Change

GROWS_INTO = ("wish", "project")


async def accept(proposal: str, by: Actor) -> None:
    """proposal.accepted: it will be answered, without waiting for more supporters. Twice is once.

    Refused with proposal.not_now.accept.
    """
    async with change(by) as c:
        found = await locked(proposal, by)
        if found["state"] != "waiting":
            await ask_for_answer(c, found, "accept", await supporters(proposal))


async def answer(proposal: str, outcome: str, reason: str, by: Actor) -> None:
    """proposal.answered: adopted, declined or to an agenda, and why. The same twice is once.

    Refused with proposal.reason, proposal.not_now.answer.
    """
    rules.must_give_reasons(reason)
    async with change(by) as c:
        found = await locked(proposal, by)
        if found["outcome"] == outcome:
            return
        declined = outcome == "declined"
        state = rules.after("decline" if declined else "answer", found["state"])
        await db.rows("UPDATE proposal SET outcome = {} WHERE idea = {}", outcome, proposal)
        await move(c, proposal, state, fate="declined" if declined else "")
        await step(c, proposal, "answered", outcome=outcome, text=reason)
        c.record("proposal.answered", {"proposal": proposal, "outcome": outcome}, {"why": reason})


async def decide(proposal: str, fate: str, reason: str, by: Actor) -> str:
    """proposal.decided: what became of it, and why; a wish or a project gets its own number.

    Returns the id of what it grew into, or nothing. The same twice is once. Refused with
    proposal.reason, proposal.on_a_table, proposal.objections, proposal.not_now.decide.
    """
    rules.must_give_reasons(reason)
    async with change(by) as c:
        found = await locked(proposal, by)
        if found["fate"] == fate:
            return await queries.grown(proposal)
        state = rules.after("decide", found["state"])
        on_a_table = await queries.on_a_table(proposal)
        rules.may_decide(fate, on_a_table=on_a_table, objections=await objections(proposal))
        return await _decide(c, found, state, fate, reason)


async def _decide(c: Change, found: dict[str, Any], state: str, fate: str, reason: str) -> str:
    proposal, grown = found["idea"], ""
    if fate in GROWS_INTO:
        what = await queries.wording(proposal, found["version"])
        first = "waiting" if fate == "wish" else "deliberated"
        grown = await ideas.enter_within(c, fate, what.title, parent=proposal, state=first)
    await move(c, proposal, state, fate=fate)
    await step(c, proposal, "decided", outcome=fate, text=reason, other=grown or None)
    body = {"proposal": proposal, "fate": fate, "grown": grown}
    c.record("proposal.decided", body, {"why": reason})
    return grown
