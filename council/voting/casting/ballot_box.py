"""The hot path: one bounded queue, one transaction for all that wait, then the answers.

The database guarantees one row an elector; state, roll and revision are read inside the
transaction that writes. Nobody is told "counted" before the commit.
"""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

from council import db
from council.clock import local, now
from council.live.news import deliver
from council.refusal import Refused
from council.traces import without_words
from council.voting.casting.batch_postgresql import write_batch as write_postgresql
from council.voting.casting.batch_sqlite import SQLiteWriter
from council.voting.checking.proofs import Signer, signed
from council.voting.sealing.key_ring import KeyRing

if TYPE_CHECKING:
    from datetime import datetime

    from council.live.news import News
    from council.voting.casting.ballots import Ballot, Receipt

log = logging.getLogger(__name__)

ROOM = 4000  # ballots that may wait; the next one is asked to come back
BATCH = 500
BUSY = 503

Answer = "Receipt | Exception"
Waiting = "tuple[Ballot, asyncio.Future[Receipt]]"


class BallotBox:
    """One of these in each process; `put` returns when the ballot is on disk."""

    def __init__(self, key: bytes, signer: Signer) -> None:
        self._key = key
        self._signer = signer
        self._ring = KeyRing()
        self._waiting: list[tuple[Ballot, asyncio.Future[Receipt]]] = []
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._sqlite: SQLiteWriter | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="ballots")

    def start(self) -> None:
        engine = db.engine()
        if isinstance(engine, db.SafeSQLite):
            self._sqlite = SQLiteWriter(engine.path, self._key)
        self._task = asyncio.create_task(self._run(), name="ballot box")

    async def stop(self) -> None:
        """Finish what waits, then stop: nothing acknowledged or accepted is dropped."""
        await self.empty()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self._sqlite is not None:
            self._thread.submit(self._sqlite.close).result()
        self._thread.shutdown()

    async def put(self, ballot: Ballot) -> Receipt:
        """Wait until the ballot is committed; Refused says why it is not counted."""
        if len(self._waiting) >= ROOM:
            raise Refused("poll.busy", BUSY)
        answer: asyncio.Future[Receipt] = asyncio.get_running_loop().create_future()
        self._waiting.append((replace(ballot, at=local(now())), answer))
        self._wake.set()
        return await answer

    async def empty(self) -> None:
        """Return when everything that was put before this call has its answer."""
        before = [answer for _, answer in self._waiting]
        if before:
            await asyncio.wait(before)

    async def _run(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._waiting:
                batch = self._waiting[:BATCH]
                await self._write(batch)
                del self._waiting[: len(batch)]

    async def _write(self, batch: list[tuple[Ballot, asyncio.Future[Receipt]]]) -> None:
        """One transaction; if the database fails, everybody waiting in it is told to retry."""
        ballots = [ballot for ballot, _ in batch]
        answers: list[Receipt | Refused]
        try:
            answers, told = await self._commit(ballots)
        except Exception as error:  # noqa: BLE001 - everybody in it is answered
            # Phones come back every few seconds: of a full disk one line each time is enough.
            why = db.unavailable(error) or without_words(error)  # its words may be a ballot's
            log.error("%d ballots were not written: %s", len(batch), why)  # noqa: TRY400
            answers, told = [Refused("poll.not_stored", BUSY)] * len(batch), []
        for (_, future), answer in zip(batch, answers, strict=True):
            if future.done():
                continue  # the phone went away; its retry finds the ballot by its idem
            if isinstance(answer, Refused):
                future.set_exception(answer)
            else:
                future.set_result(answer)
        for news in told:
            deliver(news)

    async def _commit(self, ballots: list[Ballot]) -> tuple[list[Receipt | Refused], list[News]]:
        """(answers in order, what this process must tell)."""
        engine = db.engine()
        if isinstance(engine, db.SafeSQLite) and self._sqlite is not None:
            loop = asyncio.get_running_loop()
            async with engine.writer:
                return await loop.run_in_executor(self._thread, self._in_thread, ballots, now())
        answers = await write_postgresql(engine, self._key, self._ring, ballots, now())
        return signed(self._signer, ballots, answers), []

    def _in_thread(
        self, ballots: list[Ballot], at: datetime
    ) -> tuple[list[Receipt | Refused], list[News]]:
        """SQLite: committed, then signed, both beside the loop."""
        if self._sqlite is None:
            raise RuntimeError("the box was not started")
        answers, told = self._sqlite.write(ballots, at)
        return signed(self._signer, ballots, answers), told
