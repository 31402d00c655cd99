"""The three lines of a checkpoint with their QR, for the foot of minutes, results and posters."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from council import db
from council.record import checkpoint_queries as queries

if TYPE_CHECKING:
    from datetime import datetime

    from council.record.notes import Checkpoint

CAPTION = "存证检查点（留下这三行，以后能查出存证有没有改过）："
FEW = 3  # checkpoints after the act that are looked at


@dataclass(frozen=True, slots=True)
class Foot:
    """What whoever holds the paper can later hold against the record (`council verify --since`)."""

    what: Checkpoint

    @property
    def lines(self) -> tuple[str, ...]:
        """Origin, size, root."""
        return tuple(self.what.body.splitlines())

    @property
    def printed(self) -> tuple[str, ...]:
        """For paper, which is in Chinese."""
        return (CAPTION, *self.lines)

    @property
    def text(self) -> str:
        """What the QR holds: the file for `--since`."""
        return self.what.body


async def covering(community: str, act: str, subject: tuple[str, str], at: datetime) -> Foot | None:
    """The first checkpoint that holds this act, so that a print stays the same for ever.

    `subject`: a name and a value of the entry's body, such as ("minutes", id); `at`: when it was.
    """
    found = await db.rows(
        "SELECT size FROM record_checkpoint WHERE community = {} AND at >= {}"
        " ORDER BY size LIMIT {}",
        community,
        at,
        FEW,
    )
    before = await db.row(
        "SELECT coalesce(max(size), 0) AS size FROM record_checkpoint"
        " WHERE community = {} AND at < {}",
        community,
        at,
    )
    start = int(before["size"]) if before else 0
    for one in found:
        if await _holds(community, act, subject, start, int(one["size"])):
            signed = await queries.at_size(community, int(one["size"]))
            return Foot(signed.what) if signed else None
    return None


async def _holds(community: str, act: str, subject: tuple[str, str], start: int, end: int) -> bool:
    entries = await db.rows(
        "SELECT body FROM record_entry WHERE community = {} AND i >= {} AND i < {} AND act = {}",
        community,
        start,
        end,
        act,
    )
    name, value = subject
    return any(json.loads(one["body"])["body"].get(name) == value for one in entries)
