"""The server's clock opens what was announced and closes what is over, also after a restart.

Every process has one and all may look: the row of a poll is held while it is opened or closed,
so that whoever comes second finds it done. Nothing is remembered that the database does not know.
"""

from __future__ import annotations

import asyncio
import json
import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from council import clock, db
from council.change import Actor
from council.refusal import Refused
from council.voting import actions
from council.voting.life import steps as life

if TYPE_CHECKING:
    from collections.abc import Callable

    from council.voting.casting.ballot_box import BallotBox

LOOK = 1.0  # seconds between two looks
AGAIN = timedelta(seconds=30)  # until a step that did not succeed is tried once more
PATIENCE = timedelta(seconds=10)  # for whoever is closing it by hand at this moment
NAME = "clock"  # who acts, in the record
PAPERS = "poll.papers_first"  # what the officers are told: count once the papers are entered

_LIVE = (
    "SELECT id, community, made_by, state, mode, opens_at, closes_at, grace, rule FROM poll"
    " WHERE state IN ('announced', 'open', 'closing', 'sealed')"
)

log = logging.getLogger(__name__)


class PollClock:
    """`now` is the clock that it goes by; tests and the demo move it."""

    def __init__(
        self, box: BallotBox, *, now: Callable[[], datetime] = clock.now, look: float = LOOK
    ) -> None:
        self._box = box
        self._now = now
        self._look = look
        self._not_before: dict[str, datetime] = {}
        self._looked = False
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name="poll clock")

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def turn(self) -> None:
        """One look: every poll whose time has come takes its next step."""
        at = self._now()
        live = await db.quick(_LIVE)
        self._not_before = {
            one["id"]: self._not_before[one["id"]] for one in live if one["id"] in self._not_before
        }
        for one in live:
            step = life.due(_timed(one), at)
            if step and self._may_try(one, at):
                self._not_before[one["id"]] = at + AGAIN
                await self._take(one, step)
        self._looked = True

    def _may_try(self, one: dict[str, Any], at: datetime) -> bool:
        """At the start at once: who was closing it is gone. Later somebody may be at it."""
        since = self._not_before.get(one["id"])
        if since is None and one["state"] in life.UNFINISHED and self._looked:
            self._not_before[one["id"]] = at + PATIENCE
            return False
        return since is None or at >= since or since - at > AGAIN  # the clock went back

    async def _take(self, one: dict[str, Any], step: str) -> None:
        by = Actor(one["made_by"], one["community"], NAME)
        try:
            if step == "open":
                await actions.open_long(one["id"], by)
            elif step == "wait":
                await actions.note_trouble(one["id"], PAPERS, by)
            else:
                await self._box.empty()  # what came in time is on disk first
                await actions.close_poll(one["id"], by)
        except Refused as refusal:
            await actions.note_trouble(one["id"], refusal.code, by)
        except Exception:
            log.exception("the clock could not %s a poll", step)

    async def _run(self) -> None:
        while True:
            try:
                await self.turn()
            except Exception:
                log.exception("the clock could not look at the polls")
                await asyncio.sleep(AGAIN.total_seconds() / 6)
            await asyncio.sleep(self._look)


def _timed(one: dict[str, Any]) -> life.Timed:
    papers_first = bool(json.loads(one["rule"]).get("papers_first"))
    times = one["opens_at"], one["closes_at"], one["grace"]
    return life.Timed(one["state"], one["mode"], *times, papers_first)
