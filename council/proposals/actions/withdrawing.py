"""Taking a proposal back, and taking a photograph of it down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council import db
from council.change import change
from council.proposals import rules
from council.proposals.actions.held import locked, move, step
from council.refusal import NotThere, unreadable

if TYPE_CHECKING:
    from council.change import Actor


async def withdraw(proposal: str, reason: str, by: Actor) -> None:
    """proposal.withdrawn: its author takes it back, or the desk in the author's name; all stays
    readable. Twice is once. Refused with proposal.not_now.withdraw.
    """
    async with change(by) as c:
        found = await locked(proposal, by)
        rules.may_speak_for(found["author"], found["entered_by"], by.person, by.office)
        if found["state"] == "withdrawn":
            return
        state = rules.after("withdraw", found["state"])
        await db.rows(
            "UPDATE proposal_merge SET answer = 'lapsed' WHERE answer = ''"
            " AND (proposal = {} OR target = {})",
            proposal,
            proposal,
        )
        await move(c, proposal, state)
        await step(c, proposal, "withdrawn", text=reason)
        c.record("proposal.withdrawn", {"proposal": proposal}, {"why": reason})


async def take_down_photo(photo: str, why: str, by: Actor) -> str:
    """proposal.photo_taken_down: the picture goes, its hash and the reason stay. Twice is once.

    Whose proposal it is, or an officer. Returns the proposal. Refused with proposal.photo_why.
    """
    if not why or len(why) > rules.LONGEST_PHOTO_NOTE:
        raise unreadable("proposal.photo_why", most=rules.LONGEST_PHOTO_NOTE)
    async with change(by) as c:
        there = await db.row(
            "SELECT proposal, sha256, taken_down_at FROM proposal_photo WHERE id = {}", photo
        )
        if there is None:
            raise NotThere
        found = await locked(there["proposal"], by)
        if by.person != found["author"] and by.office not in rules.OFFICERS:
            raise NotThere
        if there["taken_down_at"] is None:
            await db.rows(
                "UPDATE proposal_photo SET content = {}, taken_down_at = {}, taken_down_why = {}"
                " WHERE id = {}",
                b"",
                c.at,
                why,
                photo,
            )
            body = {"proposal": found["idea"], "sha256": there["sha256"]}
            c.record("proposal.photo_taken_down", body, {"why": why})
    return str(found["idea"])
