"""Wrong passwords, counted for all processes: in memory before the answer, in the table after.

Memory stops many guesses at once in one process; the table knows those of the other processes
and survives a restart. Only wrong answers are written, so that signing in costs no write.
"""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections import Counter

from council import db
from council.clock import now
from council.identity.attempts import MOST, PAUSE, Attempts
from council.identity.rules import sign_in_rests

EVERY = 0.1  # seconds between two writes of wrong passwords
APART = 0.02  # seconds between two answers after the same write

wrong_passwords = Attempts()


class _Ledger:
    """Wrong answers on their way into the table: the first at once, then ten times a second.

    Were each of a flood to be written alone, ballots would stand behind it at the one writer's
    door (row 43).
    """

    def __init__(self) -> None:
        self._keys: list[str] = []
        self._written: asyncio.Task[None] | None = None
        self._free_at = 0.0

    async def write(self, key_hash: str) -> None:
        before = len(self._keys)
        self._keys.append(key_hash)
        if self._written is None:
            self._written = asyncio.create_task(self._soon(), name="wrong passwords")
        await asyncio.shield(self._written)
        await asyncio.sleep(before * APART)  # each has a page to render: not all at one instant

    async def _soon(self) -> None:
        try:
            await asyncio.sleep(self._free_at - time.monotonic())
        finally:
            counted, self._keys, self._written = Counter(self._keys), [], None
        self._free_at = time.monotonic() + EVERY
        await _write(counted)


_ledger = _Ledger()


async def begin(key: str) -> None:
    """Count a try whose answer is not known yet; raises sign_in.rest while the key rests."""
    wrong_passwords.may_try(key, now())
    wrong_passwords.tried(key, now())
    found = await db.quick(
        "SELECT failures, failed_at FROM sign_in_failure WHERE key_hash = {}", _hash(key)
    )
    if found and found[0]["failures"] >= MOST and now() - found[0]["failed_at"] < PAUSE:
        raise sign_in_rests(found[0]["failed_at"] + PAUSE, now())


def unanswered(key: str) -> None:
    """Nobody looked at it: the queue was full."""
    wrong_passwords.not_answered(key)


async def wrong(key: str) -> None:
    """It was wrong, and that is written when this returns."""
    await _ledger.write(_hash(key))


async def _write(counted: Counter[str]) -> None:
    """In one order for every process. What is older than the pause is forgiven, whosever it is."""
    at = now()
    async with db.write(db.engine()):
        await db.rows("DELETE FROM sign_in_failure WHERE failed_at <= {}", at - PAUSE)
        for key_hash, failures in sorted(counted.items()):
            await db.rows(
                "INSERT INTO sign_in_failure (key_hash, failures, failed_at) VALUES ({}, {}, {})"
                " ON CONFLICT (key_hash) DO UPDATE"
                " SET failures = sign_in_failure.failures + excluded.failures,"
                " failed_at = excluded.failed_at",
                key_hash,
                failures,
                at,
            )


async def right(key: str) -> None:
    """It was right: earlier failures are forgiven."""
    wrong_passwords.succeeded(key)
    if await db.quick("SELECT failures FROM sign_in_failure WHERE key_hash = {}", _hash(key)):
        async with db.write(db.engine()):
            await db.rows("DELETE FROM sign_in_failure WHERE key_hash = {}", _hash(key))


def _hash(key: str) -> str:
    return hashlib.sha256(f"sign-in-failure/v1:{key}".encode()).hexdigest()
