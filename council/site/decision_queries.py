"""Published results as everybody reads them: heads, what was needed, the verdict."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from council import db
from council.voting.results import told

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Decision:
    """A published result: heads, the least yes votes that pass, and the verdict."""

    poll: str
    text: str
    motion: str  # 3, 3-A; empty when no motion stands behind it
    amends: bool
    item: str
    verdict: str  # passed | failed | invalid
    yes: int
    no: int
    abstain: int
    called: int
    present: int
    needed: int
    quorum_needed: int
    withheld: int  # fewer ballots than this were cast in secret: no numbers; 0 otherwise
    at: datetime
    meeting: str
    minutes: str
    ballots: int = 0
    winners: tuple[str, ...] | None = None  # of a poll that was no yes or no

    @property
    def short(self) -> int:
        """How many yes votes were missing."""
        return max(self.needed - self.yes, 0)


_DECISION = (
    "SELECT p.id AS poll, p.text, p.result, p.published_at AS at, p.meeting,"
    " COALESCE(o.no, '') AS motion, o.amends, COALESCE(a.title, '') AS item,"
    " COALESCE(n.id, '') AS minutes"
    " FROM poll p"
    " LEFT JOIN motion o ON o.id = p.motion"
    " LEFT JOIN agenda_item a ON a.id = p.item"
    " LEFT JOIN minutes_in_force n ON n.meeting = p.meeting"
    " WHERE p.state = 'published'"
)


def _decision(row: dict[str, Any]) -> Decision:
    counted = json.loads(row.pop("result"))
    amends = row.pop("amends") is not None
    return Decision(**row, amends=amends, **told.numbers(counted))


async def decisions(community: str, most: int = 5) -> tuple[Decision, ...]:
    """The newest published results."""
    found = await db.rows(
        f"{_DECISION} AND p.community = {{}} ORDER BY p.published_at DESC LIMIT {{}}",
        community,
        most,
    )
    return tuple(_decision(row) for row in found)


async def decisions_on(column: Literal["item", "meeting"], one: str) -> tuple[Decision, ...]:
    """The published results of one item, or of one meeting, in their order."""
    found = await db.rows(f"{_DECISION} AND p.{column} = {{}} ORDER BY p.published_at", one)
    return tuple(_decision(row) for row in found)
