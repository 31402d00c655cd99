"""Calls whose last day has passed are closed by themselves while the server lives."""

from __future__ import annotations

from council.change import Actor
from council.days_over import NOBODY
from council.needs import actions, queries


async def turn() -> int:
    """How many were closed; every process may look, the call is held while it closes."""
    found = await queries.over()
    return sum([await actions.close_due(one, Actor("", place, NOBODY)) for one, place in found])
