"""Every attempt to be verified that was refused is kept, for the staff who will be asked."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from council import db
from council.clock import now
from council.ids import new_id
from council.refusal import Refused

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

ONCE_IN = timedelta(minutes=10)  # the same refusal again says nothing new
REASON = 40  # characters of a code
BUSY = 503  # the server's own trouble is nobody's refusal


@asynccontextmanager
async def kept(
    community: str, person: str | None, way: str, by: str | None = None
) -> AsyncIterator[None]:
    """Whatever is refused inside is written down after its change was undone, and goes on."""
    try:
        yield
    except Refused as why:
        if why.status != BUSY:
            await _keep(community, person, way, why.code, by)
        raise


async def _keep(community: str, person: str | None, way: str, reason: str, by: str | None) -> None:
    at = now()
    async with db.write(db.engine()):
        same = await db.row(
            "SELECT id FROM verification_refusal WHERE community = {} AND at > {}"
            " AND COALESCE(person, '') = {} AND way = {} AND reason = {} LIMIT 1",
            community,
            at - ONCE_IN,
            person or "",
            way,
            reason[:REASON],
        )
        if same is None:
            await db.rows(
                "INSERT INTO verification_refusal"
                " (id, community, person, way, reason, by_person, at)"
                " VALUES ({}, {}, {}, {}, {}, {}, {})",
                new_id(),
                community,
                person,
                way,
                reason[:REASON],
                by,
                at,
            )
