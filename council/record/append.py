"""Appending to the record, inside the transaction of the change that it tells of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from council import db
from council.record.entry import canonical, commit_to, leaf_hash

if TYPE_CHECKING:
    from datetime import datetime


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
    """
    i = await _next_number(community)
    stamp = at.strftime("%Y-%m-%dT%H:%M:%SZ")
    entry: dict[str, Any] = {"act": act, "actor": actor, "at": stamp, "body": body, "i": i, "v": 1}
    if office:
        entry["office"] = office
    if acting:
        entry["acting"] = True
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


async def _next_number(community: str) -> int:
    """Take the next number; the row stays locked until the change commits."""
    head = await db.row(
        "UPDATE record_head SET size = size + 1 WHERE community = {} RETURNING size", community
    )
    if head is None:
        await db.rows("INSERT INTO record_head (community, size) VALUES ({}, 1)", community)
        return 0
    return int(head["size"]) - 1


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
