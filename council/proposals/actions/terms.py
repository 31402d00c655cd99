"""How many supporters make the council answer, and within how many days: a community's setting."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from council import db
from council.change import change
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
        found = await db.held("SELECT settings FROM community WHERE id = {}", by.community)
        settings = json.loads((found["settings"] if found else "") or "{}")
        if settings.get("proposals") == asdict(terms):
            return
        text = json.dumps({**settings, "proposals": asdict(terms)}, ensure_ascii=False)
        await db.rows("UPDATE community SET settings = {} WHERE id = {}", text, by.community)
        c.record("proposal_terms.set", asdict(terms))
