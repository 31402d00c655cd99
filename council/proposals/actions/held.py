"""The proposal whose row a change holds until it ends, and the step that it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from council import db
from council.clock import local
from council.ideas import actions as ideas
from council.proposals import rules
from council.refusal import NotThere

if TYPE_CHECKING:
    from council.change import Actor, Change


async def locked(proposal: str, by: Actor) -> dict[str, Any]:
    """Its row; a proposal of another community is not there."""
    found = await db.held(
        "SELECT * FROM proposal WHERE idea = {} AND community = {}", proposal, by.community
    )
    if found is None:
        raise NotThere
    return found


async def step(
    c: Change,
    proposal: str,
    name: str,
    *,
    outcome: str = "",
    text: str = "",
    number: int = 0,
    other: str | None = None,
) -> None:
    """One more line of its path, inside a change that holds the proposal."""
    await db.rows(
        "INSERT INTO proposal_step (proposal, seq, step, at, by_person, outcome, text, number,"
        " other) VALUES ({}, (SELECT coalesce(max(seq), 0) + 1 FROM proposal_step"
        " WHERE proposal = {}), {}, {}, {}, {}, {}, {}, {})",
        proposal,
        proposal,
        name,
        c.at,
        c.by.person,
        outcome,
        text,
        number,
        other,
    )


async def move(c: Change, proposal: str, state: str, *, fate: str = "", note: str = "") -> None:
    """Its new state, and what the register says of it."""
    await db.rows(
        "UPDATE proposal SET state = {}, fate = {} WHERE idea = {}", state, fate, proposal
    )
    await ideas.move_within(c, proposal, rules.in_register(state, fate), note=note)


async def supporters(proposal: str) -> int:
    """How many support the text in force."""
    found = await db.row(
        "SELECT count(*) AS n FROM proposal_support s JOIN proposal p ON p.idea = s.proposal"
        " WHERE s.proposal = {} AND s.version = p.version",
        proposal,
    )
    return int(found["n"]) if found else 0


async def ask_for_answer(c: Change, found: dict[str, Any], act: str, number: int) -> None:
    """The council has to answer from now on: because of supporters, or because it says so."""
    proposal = found["idea"]
    last = rules.due(local(c.at).date(), found["answer_days"])
    await db.rows("UPDATE proposal SET due = {} WHERE idea = {}", last, proposal)
    await move(c, proposal, rules.after(act, found["state"]))
    name = {"reach": "reached", "accept": "accepted"}[act]
    await step(c, proposal, name, number=number)
    body = {"proposal": proposal, "supporters": number, "due": last.isoformat()}
    c.record(f"proposal.{name}", body)


async def ask_when_reached(c: Change, found: dict[str, Any]) -> bool:
    """After more support: whether the threshold is reached now."""
    number = await supporters(found["idea"])
    if not rules.reached(found["state"], number, found["threshold"]):
        return False
    await ask_for_answer(c, found, "reach", number)
    return True


async def objections(proposal: str) -> int:
    """How many wait for an answer, to whatever hangs about it; a later feature's tables."""
    found = await db.row(
        "SELECT count(*) AS n FROM notice_objection o JOIN notice n ON n.id = o.notice"
        " WHERE n.about_kind = 'proposal' AND n.about_id = {} AND o.answered_at IS NULL",
        proposal,
    )
    return int(found["n"]) if found else 0
