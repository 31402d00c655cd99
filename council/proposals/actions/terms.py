"""How many supporters make the council answer, and within how many days: a community's setting."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from council.change import change
from council.identity.actions.settling import settle_within
from council.proposals import rules

if TYPE_CHECKING:
    from council.change import Actor
    from council.proposals.rules import Terms


async def set_terms(terms: Terms, by: Actor) -> None:
    """proposal_terms.set: for proposals that are filed from now on. Twice is once.

    Refused with proposal.terms.
    """
    rules.must_be_terms(terms)
    async with change(by) as c:
        if await settle_within(by, {"proposals": asdict(terms)}):
            c.record("proposal_terms.set", asdict(terms))
