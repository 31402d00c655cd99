"""How minutes are numbered here, and which office issues them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from council import db
from council.clock import local, now
from council.minutes import rules
from council.refusal import NotThere

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Terms:
    """How minutes are numbered here, and the office that issues them."""

    mark: str
    before: int
    issuer: str
    next_number: str


async def terms(community: str, at: datetime | None = None) -> Terms:
    """As they are at that moment, or now."""
    place = await db.row("SELECT name, settings FROM community WHERE id = {}", community)
    if place is None:
        raise NotThere
    settings, year = json.loads(place["settings"] or "{}"), local(at or now()).year
    return Terms(
        mark=rules.mark(place["name"], settings),
        before=int(settings.get("minutes_before", {}).get(str(year), 0)),
        issuer=settings.get("minutes_issuer") or rules.USUAL,
        next_number=rules.number(place["name"], settings, year, await issued(community, year)),
    )


async def issued(community: str, year: int) -> int:
    """How many were issued here in a year, recalled ones too: a number is never given again."""
    found = await db.rows(
        "SELECT published_at FROM minutes WHERE community = {} AND state = 'published'", community
    )
    return sum(local(one["published_at"]).year == year for one in found)
