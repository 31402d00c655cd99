"""Wrong passwords, counted for all processes: in memory before the answer, in the table after.

Memory stops many guesses at once in one process; the table knows those of the other processes
and survives a restart. Only wrong answers are written, so that signing in costs no write.
"""

from __future__ import annotations

import hashlib

from council import db
from council.clock import now
from council.identity.attempts import MOST, PAUSE, Attempts
from council.identity.rules import sign_in_rests

wrong_passwords = Attempts()


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
    """It was wrong. What is older than the pause is forgiven, everybody's at once."""
    at = now()
    async with db.write(db.engine()):
        await db.rows("DELETE FROM sign_in_failure WHERE failed_at <= {}", at - PAUSE)
        await db.rows(
            "INSERT INTO sign_in_failure (key_hash, failures, failed_at) VALUES ({}, 1, {})"
            " ON CONFLICT (key_hash) DO UPDATE SET failures = sign_in_failure.failures + 1,"
            " failed_at = {}",
            _hash(key),
            at,
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
