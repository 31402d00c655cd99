"""What a community settles for its meetings, once and for all of them."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from council.change import change
from council.identity.actions.settling import settle_within

if TYPE_CHECKING:
    from council.change import Actor
    from council.meetings.kinds import Terms


async def set_terms(terms: Terms, by: Actor) -> None:
    """meetings.set: what is asked of every later meeting; the same again changes nothing."""
    async with change(by) as c:
        wanted = asdict(terms)
        if await settle_within(by, {"meetings": wanted}):
            c.record("meetings.set", wanted)
