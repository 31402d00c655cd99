"""The server's clock signs: soon after what was decided or published, and at least once a day.

Every process has one and all may look: the record's head is held while it is signed. What a log
must not sign is said once in the server's log, and to officers on their pages.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from council import clock, db
from council.record import actions, rules
from council.record import checkpoint_queries as queries
from council.refusal import Refused

if TYPE_CHECKING:
    from datetime import datetime

    from council.settings import Settings

LOOK = 2.0  # seconds between two looks
PATIENCE = timedelta(minutes=1)  # after a look that failed, and after a refusal

_BEHIND = (
    "SELECT h.community, h.size, coalesce((SELECT max(c.size) FROM record_checkpoint c"
    " WHERE c.community = h.community), 0) AS signed FROM record_head h"
)
_LAST = "SELECT at FROM record_checkpoint WHERE community = {} ORDER BY size DESC LIMIT 1"
_FIRST = "SELECT at FROM record_entry WHERE community = {} AND i = 0"
_ACTS = "SELECT act FROM record_entry WHERE community = {} AND i >= {} AND i < {}"

log = logging.getLogger(__name__)


class RecordClock:
    """`looked`: up to which entry nothing was found that wants a checkpoint at once."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._looked: dict[str, int] = {}
        self._refused: dict[str, tuple[str, datetime]] = {}
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name="record clock")

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def turn(self) -> None:
        """One look: whatever is due is signed."""
        for one in await db.quick(_BEHIND):
            if one["signed"] < one["size"] and self._may(one) and await self._is_due(one):
                await self._sign(one["community"])

    async def _is_due(self, one: dict[str, Any]) -> bool:
        community, size = one["community"], int(one["size"])
        start = max(int(one["signed"]), self._looked.get(community, 0))
        fresh = await db.rows(_ACTS, community, min(start, size), size) if start != size else []
        if any(entry["act"] in rules.AT_ONCE for entry in fresh):
            return True
        self._looked[community] = size
        since = await db.row(_LAST, community) or await db.row(_FIRST, community)
        return rules.is_due(since["at"] if since else None, clock.now())

    def _may(self, one: dict[str, Any]) -> bool:
        refused = self._refused.get(one["community"])
        return refused is None or abs(clock.now() - refused[1]) >= PATIENCE

    async def _sign(self, community: str) -> None:
        before = self._refused.pop(community, None)
        try:
            await sign(community, self._settings)
        except Refused as why:
            if before is None or before[0] != why.code:
                log.error("no checkpoint of a record can be signed: %s", why.code)  # noqa: TRY400 - a rule said no
            self._refused[community] = why.code, clock.now()

    async def _run(self) -> None:
        while True:
            try:
                await self.turn()
            except Exception:
                log.exception("the clock could not look at the record")
                await asyncio.sleep(PATIENCE.total_seconds())
            await asyncio.sleep(LOOK)


async def sign(community: str, settings: Settings) -> None:
    """With the key and the second file of this installation."""
    signer = queries.log_key(settings.site, community, settings.keys.signing)
    await actions.sign(community, signer, settings.signed)
