"""Claims whose last day has passed go back to the wall by themselves while the server lives."""

from __future__ import annotations

import asyncio
import logging

from council.change import Actor
from council.wishes import actions, queries

EVERY = 600.0  # seconds; a claim ends with a day, so nobody waits for the minute
NOBODY = "clock"  # its pseudonym in the record

log = logging.getLogger(__name__)


async def turn() -> int:
    """How many went back; every process may look, the wish is held while it moves."""
    found = await queries.expired()
    return sum([await actions.expire(one, Actor("", place, NOBODY)) for one, place in found])


async def watch() -> None:
    """Until it is cancelled."""
    while True:
        await asyncio.sleep(EVERY)
        try:
            await turn()
        except Exception:
            log.exception("looking for claims that are over failed")
