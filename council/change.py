"""One action, one transaction: its rows, its record entries, and only then the news."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from council import db
from council.clock import now
from council.live import topics
from council.live.news import News, deliver, send_within_transaction
from council.record.append import append

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does it: a person of one community, known to the record by a pseudonym only.

    `office` is the one in which they act, empty for a resident; `acting`: they stand in for it.
    """

    person: str
    community: str
    pseudonym: str
    office: str = ""
    acting: bool = False


@dataclass(slots=True)
class Change:
    """What one action gathers while its transaction is open."""

    by: Actor
    at: datetime
    acts: list[tuple[str, dict[str, Any], dict[str, Any] | None]] = field(default_factory=list)
    news: list[News] = field(default_factory=list)

    def record(
        self, act: str, body: dict[str, Any], personal: dict[str, Any] | None = None
    ) -> None:
        """Add an official act; no name, phone or free text about a person belongs in `body`."""
        self.acts.append((act, body, personal))

    def tell(self, topic: str, what: str, detail: str = "") -> None:
        """Move the topic and tell its listeners after the commit."""
        self.news.append(News(topic, what, detail))


@asynccontextmanager
async def change(by: Actor) -> AsyncIterator[Change]:
    """Open the transaction of one action; nothing is told when it fails.

    Never start a task inside the block: it would inherit the transaction.
    """
    async with db.write(db.engine()):
        act = Change(by, now())
        yield act
        handed = await _finish(act)
    if not handed:
        for news in act.news:
            deliver(news)


async def _finish(act: Change) -> bool:
    """Entries and topic numbers, still inside; True when the database delivers the news."""
    for name, body, personal in act.acts:
        await append(
            act.by.community,
            name,
            act.by.pseudonym,
            act.at,
            body,
            personal,
            office=act.by.office,
            acting=act.by.acting,
        )
    for topic in sorted({news.topic for news in act.news}):  # sorted: one lock order
        await topics.move(topic)
    handed = False
    for news in act.news:
        handed = await send_within_transaction(news)
    return handed
