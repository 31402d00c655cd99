"""Reading letterheads: the one in force, an old one, and who changed them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from council import db
from council.documents.letterhead import PLAIN, Letterhead
from council.minutes.letterheads.rules import Wanted, from_words

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Settled:
    """One version: who settled it, when, and under how many issued minutes it stands."""

    version: int
    name: str
    at: datetime
    issued: int


async def newest(community: str) -> Letterhead:
    """The one in force; the plain one where nothing was settled."""
    found = await db.row(
        "SELECT version, words FROM letterhead WHERE community = {} ORDER BY version DESC LIMIT 1",
        community,
    )
    return from_words(found["version"], json.loads(found["words"])) if found else PLAIN


async def at(community: str, version: int) -> Letterhead:
    """The one that was in force then."""
    found = await db.row(
        "SELECT words FROM letterhead WHERE community = {} AND version = {}", community, version
    )
    return from_words(version, json.loads(found["words"])) if found else PLAIN


async def wanted(community: str) -> Wanted:
    """What the form holds: the look in force, and the words of issue."""
    found = await db.row("SELECT settings FROM community WHERE id = {}", community)
    settings = json.loads((found["settings"] if found else "") or "{}")
    return Wanted(
        await newest(community),
        str(settings.get("minutes_publisher") or ""),
        str(settings.get("minutes_copies") or ""),
    )


async def versions(community: str) -> tuple[Settled, ...]:
    """Every version, the newest first."""
    found = await db.rows(
        "SELECT l.version, p.name, l.made_at AS at, (SELECT count(*) FROM minutes m"
        " WHERE m.community = l.community AND m.letterhead = l.version"
        " AND m.state = 'published') AS issued"
        " FROM letterhead l JOIN person p ON p.id = l.made_by WHERE l.community = {}"
        " ORDER BY l.version DESC",
        community,
    )
    return tuple(Settled(**{**one, "issued": int(one["issued"])}) for one in found)
