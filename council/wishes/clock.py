"""Claims whose last day has passed go back to the wall by themselves while the server lives."""

from __future__ import annotations

from council.change import Actor
from council.days_over import NOBODY
from council.wishes import actions, queries


async def turn() -> int:
    """How many went back; every process may look, the wish is held while it moves."""
    found = await queries.expired()
    return sum([await actions.expire(one, Actor("", place, NOBODY)) for one, place in found])
