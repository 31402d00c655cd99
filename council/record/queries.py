"""Reading the record: its size and newest hash, and its entries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from council import db


@dataclass(frozen=True, slots=True)
class Head:
    """How far the record has come; `newest` is the hex leaf hash of the last entry."""

    size: int
    newest: str


async def head(community: str) -> Head:
    found = await db.row(
        "SELECT i, leaf FROM record_entry WHERE community = {} ORDER BY i DESC LIMIT 1", community
    )
    return Head(found["i"] + 1, found["leaf"]) if found else Head(0, "")


async def entries(community: str, since: int = 0, most: int = 1000) -> list[dict[str, Any]]:
    """Canonical texts with number and leaf, oldest first."""
    return await db.rows(
        "SELECT i, act, at, body, leaf FROM record_entry"
        " WHERE community = {} AND i >= {} ORDER BY i LIMIT {}",
        community,
        since,
        most,
    )
