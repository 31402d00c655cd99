"""Appending to the record, inside the transaction of the change that it tells of."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from council import db
from council.record.entry import canonical, commit_to, leaf_hash

AT_ONCE = 10  # seconds; two changes at one moment may come in the other order
log = logging.getLogger(__name__)


async def append(
    community: str,
    act: str,
    actor: str,
    at: datetime,
    body: dict[str, Any],
    personal: dict[str, Any] | None = None,
    *,
    office: str = "",
    acting: bool = False,
) -> int:
    """Write one entry and return its number; `personal` is only committed to, so it can go.

    `office`: in which the actor acts; `acting`: in place of its holder. Both only where they are.
    Times never go back: where the clock stands before the last entry, that one's time is taken,
    and `behind` says by how many seconds, if it is more than two changes at once explain.
    """
    i, newest = await _next_number(community)
    behind = int((newest - at).total_seconds()) if newest is not None and newest > at else 0
    at = at if newest is None else max(at, newest)
    stamp = at.strftime("%Y-%m-%dT%H:%M:%SZ")
    entry: dict[str, Any] = {"act": act, "actor": actor, "at": stamp, "body": body, "i": i, "v": 1}
    if office:
        entry["office"] = office
    if acting:
        entry["acting"] = True
    if behind > AT_ONCE:
        entry["behind"] = behind
        log.warning("the clock is %d s behind the last entry of the record", behind)
    if personal is not None:
        entry["pd"] = await _keep_personal(community, canonical(personal))
    text = canonical(entry)
    await db.rows(
        "INSERT INTO record_entry (community, i, act, at, body, leaf)"
        " VALUES ({}, {}, {}, {}, {}, {})",
        community,
        i,
        act,
        at,
        text,
        leaf_hash(text),
    )
    return i


async def _next_number(community: str) -> tuple[int, datetime | None]:
    """Take the next number, and the time of the entry before; locked until the change commits."""
    head = await db.row(
        "UPDATE record_head SET size = size + 1 WHERE community = {} RETURNING size,"
        " (SELECT at FROM record_entry e WHERE e.community = record_head.community"
        " AND e.i = record_head.size - 2) AS at",
        community,
    )
    if head is None:
        await db.rows("INSERT INTO record_head (community, size) VALUES ({}, 1)", community)
        return 0, None
    at = head["at"]  # as text where the database does not know what a subquery's column is
    return int(head["size"]) - 1, datetime.fromisoformat(at) if isinstance(at, str) else at


async def _keep_personal(community: str, payload: str) -> str:
    commitment, salt = commit_to(payload)
    await db.rows(
        "INSERT INTO record_personal (commitment, community, salt, payload)"
        " VALUES ({}, {}, {}, {})",
        commitment,
        community,
        salt,
        payload,
    )
    return commitment
