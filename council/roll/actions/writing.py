"""The pace of an import: transactions of a few milliseconds, and long pauses for everybody else."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING, Any

from council import db
from council.change import Actor, Change, change

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

WORK = 0.006  # seconds of work in one transaction; its commit comes on top
FIRST, FEWEST, MOST = 10, 10, 60  # rows in one transaction
PAUSE = 2.0  # times as long as a transaction took, the others have the database
WHILE_VOTING = 15  # times that: so that fewer than one ballot in twenty meets a transaction (P4)
LONGEST_PAUSE = 0.5  # seconds
TIDY = 4  # transactions, after which the log has some thousand pages


@dataclass(slots=True)
class Writing:
    """One import while it is written; `longest` is the worst transaction in seconds."""

    id: str
    by: Actor
    pause: float = PAUSE
    late: list[dict[str, Any]] = field(default_factory=list)
    sizes: dict[str, int] = field(default_factory=dict)
    longest: float = 0.0
    transactions: int = 0

    def some(self, kind: str) -> int:
        """How many rows of this kind the next transaction takes."""
        return self.sizes.get(kind, FIRST)

    @asynccontextmanager
    async def short(self, kind: str = "", rows: int = 0) -> AsyncIterator[Change]:
        """One transaction with so many rows of a kind; then a pause for everybody else.

        How long it took says how many the next one takes.
        """
        async with change(self.by) as act:
            began = perf_counter()
            yield act
            worked = perf_counter() - began
        took = perf_counter() - began
        if rows:
            right = min(max(int(rows * WORK / worked), FEWEST), MOST)
            self.sizes[kind] = (self.some(kind) + right + 1) // 2
        self.longest = max(self.longest, took)
        self.transactions += 1
        if self.transactions % TIDY == 0:
            await db.engine().tidy()
        if self.pause:
            much = WHILE_VOTING if await _somebody_votes() else 1
            await asyncio.sleep(min(took * self.pause * much, LONGEST_PAUSE))


async def _somebody_votes() -> bool:
    """In a hall of any community of this installation: they share the database.

    A vote over days is no reason to be slow for days.
    """
    found = await db.row("SELECT 1 FROM poll WHERE state = 'open' AND scope = 'present' LIMIT 1")
    return found is not None


async def count(import_id: str, rows: int, act: Change) -> None:
    """How far it is, inside the transaction that wrote the rows."""
    await db.rows(
        "UPDATE roll_import SET done = done + {}, alive_at = {} WHERE id = {}",
        rows,
        act.at,
        import_id,
    )
