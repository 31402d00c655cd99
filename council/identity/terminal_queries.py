"""Reading the terminals of the office, within one community."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from council import db
from council.identity.sessions import hash_of

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class OpenTerminal:
    """One that is in use: what it is called, and who made it one."""

    id: str
    name: str
    opened_at: datetime
    opened_by: str


async def terminals(community: str) -> list[OpenTerminal]:
    """Those in use, the newest first."""
    found = await db.rows(
        "SELECT t.id, t.name, t.opened_at, p.name AS opened_by FROM terminal t"
        " JOIN person p ON p.id = t.opened_by"
        " WHERE t.community = {} AND t.ended_at IS NULL ORDER BY t.opened_at DESC, t.id",
        community,
    )
    return [OpenTerminal(**one) for one in found]


async def name_by_token(token: str) -> tuple[str, str] | None:
    """Community and name of the terminal with this token; None when it ended or never was."""
    found = await db.row(
        "SELECT community, name FROM terminal WHERE token_hash = {} AND ended_at IS NULL",
        hash_of(token),
    )
    return (str(found["community"]), str(found["name"])) if found else None
