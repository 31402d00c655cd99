"""From a committed change to whoever listens, in this process and in the others.

On SQLite the change itself delivers after its commit. On PostgreSQL NOTIFY is part of the
transaction, so the database delivers to every process, this one included, only if it commits.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import asyncpg

from council import db

CHANNEL = "council_news"
MOST_NAMED = 350  # voters in one NOTIFY, which takes 8,000 bytes
RETRY = 1.0  # seconds between attempts to hear PostgreSQL again

log = logging.getLogger(__name__)

Listener = Callable[["News"], None]
_listeners: list[Listener] = []


@dataclass(frozen=True, slots=True)
class News:
    """`what` is a word such as poll.opened; `detail` ids only."""

    topic: str
    what: str
    detail: str = ""
    revs: dict[str, int] = field(default_factory=dict)  # person → revision of their counted ballot

    def text(self) -> str:
        """As NOTIFY carries it."""
        return json.dumps([self.topic, self.what, self.detail, self.revs], separators=(",", ":"))


def counted(topic: str, revs: dict[str, int]) -> list[News]:
    """Ballots were counted: their voters' other open pages learn that there is one, not which."""
    people = list(revs.items())
    parts = [dict(people[at : at + MOST_NAMED]) for at in range(0, len(people), MOST_NAMED)]
    return [News(topic, "poll.turnout", revs=part) for part in parts]


def listen(listener: Listener) -> None:
    """Call `listener` for all news; it must not block."""
    _listeners.append(listener)


def forget(listener: Listener) -> None:
    _listeners.remove(listener)


def deliver(news: News) -> None:
    """Tell everybody in this process; one listener's failure never stops the next."""
    for listener in _listeners:
        try:
            listener(news)
        except Exception:
            log.exception("a listener failed on %s", news.what)


async def send_within_transaction(news: News) -> bool:
    """On PostgreSQL hand the news to the transaction; False where the caller must deliver."""
    if not isinstance(db.engine(), db.SafePostgres):
        return False
    await db.rows("SELECT pg_notify({}, {})", CHANNEL, news.text())
    return True


async def hear_postgresql(url: str, again: Callable[[], None]) -> None:
    """Listen for ever; after an outage call `again`, since news may have been missed."""
    while True:
        with contextlib.suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            await _hear_once(url, again)
        await asyncio.sleep(RETRY)


async def _hear_once(url: str, again: Callable[[], None]) -> None:
    connection = await asyncpg.connect(url)
    gone = asyncio.Event()
    connection.add_termination_listener(lambda _: gone.set())
    try:
        await connection.add_listener(CHANNEL, _heard)
        again()
        await gone.wait()
    finally:
        await connection.close(timeout=1)


def _heard(_connection: Any, _pid: int, _channel: str, payload: Any) -> None:
    deliver(News(*json.loads(payload)))
