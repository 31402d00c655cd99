"""Merging with consent: asked by an officer, answered by the author; no number is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from council import db
from council.change import change
from council.ids import new_id
from council.proposals import queries, rules
from council.proposals.actions.held import ask_when_reached, locked, move, step
from council.proposals.tables import ProposalMerge
from council.refusal import NotThere, Refused

if TYPE_CHECKING:
    from council.change import Actor, Change


async def ask_merge(proposal: str, target: str, reason: str, by: Actor) -> None:
    """proposal.merge_asked: the author is asked; for one that waits this is the answer.

    The same twice is once. Refused with proposal.target, proposal.reason,
    proposal.not_now.ask_merge, proposal.merge_asked.
    """
    rules.must_give_reasons(reason)
    async with change(by) as c:
        found = await locked(proposal, by)
        other = await queries.one(target)
        if other.community != by.community:
            raise NotThere
        asked = await queries.merge_asked(proposal)
        if asked is not None and asked.target == target:
            return
        state = rules.after("ask_merge", found["state"])
        rules.may_merge_into(proposal, target, other.state)
        if asked is not None:
            raise Refused("proposal.merge_asked")
        await _ask(c, proposal, target, reason)
        if state != found["state"]:
            await db.rows("UPDATE proposal SET outcome = 'merged' WHERE idea = {}", proposal)
            await move(c, proposal, state)
        await step(c, proposal, "merge_asked", text=reason, other=target)
        c.record("proposal.merge_asked", {"proposal": proposal, "target": target}, {"why": reason})


async def _ask(c: Change, proposal: str, target: str, reason: str) -> None:
    await ProposalMerge.insert(
        ProposalMerge(
            id=new_id(),
            proposal=proposal,
            target=target,
            reason=reason,
            asked_by=c.by.person,
            asked_at=c.at,
            answer="",
        )
    )


async def answer_merge(proposal: str, by: Actor, *, agreed: bool, said: str = "") -> None:
    """proposal.merged or proposal.merge_refused: the author's word, or at the desk in their name.

    Support of the text in force goes along; nobody counts twice. Refused with
    proposal.merge_none, proposal.target, proposal.not_now.merge.
    """
    async with change(by) as c:
        into = await _held_both(proposal, by)
        found = await locked(proposal, by)
        rules.may_speak_for(found["author"], found["entered_by"], by.person, by.office)
        asked = await queries.merge_asked(proposal)
        if asked is None or into is None or asked.target != into["idea"]:
            raise Refused("proposal.merge_none")
        rules.after("merge", found["state"])
        await db.rows(
            "UPDATE proposal_merge SET answer = {}, answered_by = {}, answered_at = {}"
            " WHERE id = {}",
            "agreed" if agreed else "refused",
            by.person,
            c.at,
            asked.id,
        )
        if agreed:
            await _merge(c, found, into, said)
        else:
            await _stay(c, found, into["idea"], said)


async def _held_both(proposal: str, by: Actor) -> dict[str, Any] | None:
    """Hold the two rows in one order, whoever asks for which; the target's, if one is asked for."""
    asked = await queries.merge_asked(proposal)
    if asked is None:
        return None
    rows = {one: await locked(one, by) for one in sorted((proposal, asked.target))}
    return rows[asked.target]


async def _merge(c: Change, found: dict[str, Any], into: dict[str, Any], said: str) -> None:
    proposal, target = found["idea"], into["idea"]
    state = rules.after("merge", found["state"])
    rules.may_merge_into(proposal, target, into["state"])
    await db.rows(
        "UPDATE proposal SET merged_into = {}, state = {}, fate = 'merged' WHERE idea = {}",
        target,
        state,
        proposal,
    )
    await move(c, proposal, state, fate="merged")
    brought = await _bring_along(found, into)
    await step(c, proposal, "merged", text=said, number=brought, other=target)
    await step(c, target, "brought", number=brought, other=proposal)
    c.record("proposal.merged", {"proposal": proposal, "target": target, "brought": brought})
    await ask_when_reached(c, into)


async def _bring_along(found: dict[str, Any], into: dict[str, Any]) -> int:
    """Supporters of the one who do not support the other yet; how many they were."""
    came = await db.rows(
        "INSERT INTO proposal_support (proposal, person, version, shown, at, brought_by)"
        " SELECT {}, s.person, {}, s.shown, s.at, {} FROM proposal_support s"
        " WHERE s.proposal = {} AND s.version = {} AND s.person <> {}"
        " ON CONFLICT (proposal, person) DO UPDATE SET version = excluded.version,"
        " brought_by = excluded.brought_by"
        " WHERE proposal_support.version <> excluded.version RETURNING person",
        into["idea"],
        into["version"],
        found["idea"],
        found["idea"],
        found["version"],
        into["author"],
    )
    return len(came)


async def _stay(c: Change, found: dict[str, Any], target: str, said: str) -> None:
    """It stays its own; where merging was the whole answer, an answer is due again."""
    proposal = found["idea"]
    await step(c, proposal, "merge_refused", text=said, other=target)
    c.record("proposal.merge_refused", {"proposal": proposal, "target": target})
    if found["outcome"] == "merged":
        await db.rows("UPDATE proposal SET outcome = '' WHERE idea = {}", proposal)
        await move(c, proposal, "waiting")
