"""Writes confirmed imports, one after the other, as long as the server lives."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

from council import db
from council.roll.actions.taking_over import take_over

EVERY = 1.0  # seconds between two looks for work

__all__ = ["EVERY", "ImportRunner", "take_over"]

log = logging.getLogger(__name__)


class ImportRunner:
    """One task of the server; with several processes the database says whose turn it is."""

    def __init__(self, pepper: bytes) -> None:
        self._pepper = pepper
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """What is being written goes on after the next start."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _run(self) -> None:
        while True:
            try:
                for one in await db.quick(
                    "SELECT id FROM roll_import WHERE state IN ('waiting', 'writing') ORDER BY id"
                ):
                    await take_over(one["id"], self._pepper)
            except Exception:
                log.exception("looking for imports failed")
            await asyncio.sleep(EVERY)
