"""Support for a proposal: given once by each person, withdrawn as freely as it was given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council import db
from council.change import change
from council.proposals import rules
from council.proposals.actions.held import ask_when_reached, locked, move

if TYPE_CHECKING:
    from council.change import Actor


async def support(proposal: str, version: int, by: Actor, *, shown: bool = False) -> None:
    """The person supports the text that they read; the last one needed starts the time to answer.

    `shown`: the surname may stand among the supporters. Twice is once; the database keeps one row
    for each person. Refused with proposal.own, proposal.changed, proposal.not_now.support.
    """
    async with change(by) as c:
        found = await locked(proposal, by)
        rules.may_support(found["author"], by.person)
        state = rules.after("support", found["state"])
        rules.must_be_current(version, found["version"])
        await db.rows(
            "INSERT INTO proposal_support (proposal, person, version, shown, at)"
            " VALUES ({}, {}, {}, {}, {}) ON CONFLICT (proposal, person)"
            " DO UPDATE SET version = excluded.version, shown = excluded.shown",
            proposal,
            by.person,
            version,
            shown,
            c.at,
        )
        if not await ask_when_reached(c, found) and state != found["state"]:
            await move(c, proposal, state)


async def withdraw_support(proposal: str, by: Actor) -> None:
    """The row goes; an answer that was due stays due. Refused with proposal.not_now.unsupport."""
    async with change(by):
        found = await locked(proposal, by)
        rules.after("unsupport", found["state"])
        await db.rows(
            "DELETE FROM proposal_support WHERE proposal = {} AND person = {}", proposal, by.person
        )
