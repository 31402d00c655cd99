"""What ends with a day, ended by the server itself: looked for now and then as long as it lives."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

EVERY = 600.0  # seconds: a day ends by itself, and nothing is taken after it in any case
NOBODY = "clock"  # the pseudonym in the record of who has done it

log = logging.getLogger(__name__)


async def watch(*turns: Callable[[], Awaitable[int]]) -> None:
    """Until it is cancelled; a turn that fails is said and tried again at the next look."""
    while True:
        await asyncio.sleep(EVERY)
        for turn in turns:
            try:
                await turn()
            except Exception:
                log.exception("%s: looking for what is over failed", turn.__module__)
