"""What one wish may cost and how long a claim lasts: a community's setting (WISH-2, WISH-5)."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from council.change import change
from council.identity.actions.settling import settle_within
from council.wishes import rules

if TYPE_CHECKING:
    from council.change import Actor
    from council.wishes.rules import Terms


async def set_terms(terms: Terms, by: Actor) -> None:
    """wish_terms.set: for wishes that are shown and claimed from now on. Twice is once.

    Refused with wish.terms.
    """
    rules.must_be_terms(terms)
    async with change(by) as c:
        if await settle_within(by, {"wishes": asdict(terms)}):
            c.record("wish_terms.set", asdict(terms))
