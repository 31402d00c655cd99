"""Calls whose last day has passed are closed by themselves while the server lives."""

from __future__ import annotations

import asyncio
import logging

from council.change import Actor
from council.needs import actions, queries

EVERY = 600.0  # seconds; a call ends with a day, and nothing is taken after it in any case
NOBODY = "clock"  # its pseudonym in the record

log = logging.getLogger(__name__)


async def turn() -> int:
    """How many were closed; every process may look, the call is held while it closes."""
    found = await queries.over()
    return sum([await actions.close_due(one, Actor("", place, NOBODY)) for one, place in found])


async def watch() -> None:
    """Until it is cancelled."""
    while True:
        await asyncio.sleep(EVERY)
        try:
            await turn()
        except Exception:
            log.exception("looking for calls that are over failed")
