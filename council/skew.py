"""The clock against the time that passes: whoever runs the server hears of a jump."""

from __future__ import annotations

import asyncio
import logging
import time
from datetime import timedelta

from council import clock

JUMP = 10  # seconds; a clock that is set a little at a time is no jump
EVERY = 5.0  # seconds between two looks

log = logging.getLogger(__name__)


async def watch(every: float = EVERY) -> None:
    """As long as the server lives. A laptop that slept is a jump too."""
    before = _difference()
    while True:
        await asyncio.sleep(every)
        after = _difference()
        jumped = round((after - before) / timedelta(seconds=1))
        if abs(jumped) > JUMP:
            log.warning("the clock jumped by %+d s: polls open and close by it", jumped)
        before = after


def _difference() -> timedelta:
    """Of wall clock and steady clock; it stays the same while nobody sets the clock."""
    return timedelta(seconds=clock.now().timestamp() - time.monotonic())
