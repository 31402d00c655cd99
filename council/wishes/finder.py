"""Wishes on the wall that are like what somebody types: one index a community in each process."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from council import db
from council.ideas.similar import Similar

STEP = 100  # texts between two turns of the loop: nobody waits for a whole index
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)

_indexes: dict[str, Similar] = {}
_read_until: dict[str, datetime] = {}


def forget() -> None:
    """For who changes the database under a running process."""
    _indexes.clear()
    _read_until.clear()


async def like(community: str, text: str, most: int = 3) -> list[str]:
    """Ids, the nearest first; what has left the wall since is for the caller to leave out."""
    index = await _index(community)
    return [one.id for one in index.query(text, most)]


async def _index(community: str) -> Similar:
    """With what was shown since the last question; a wish never changes its words on the wall."""
    index = _indexes.setdefault(community, Similar())
    fresh = await db.rows(
        "SELECT idea, shown, shown_at FROM wish WHERE community = {} AND shown_at >= {}"
        " ORDER BY shown_at, idea",
        community,
        _read_until.get(community, LONG_AGO),
    )
    for at, one in enumerate(fresh):
        index.add(one["idea"], one["shown"])
        if at % STEP == STEP - 1:
            await asyncio.sleep(0)
    if fresh:
        _read_until[community] = fresh[-1]["shown_at"]
    return index
