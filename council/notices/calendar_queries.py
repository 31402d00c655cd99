"""The calendar of working days, and what a community has settled about its notices."""

from __future__ import annotations

import json
from datetime import date

from council import db
from council.notices import periods
from council.notices.periods import Marked
from council.notices.rules import Lasting, Terms


async def marked(community: str, year: int | None = None) -> tuple[Marked, ...]:
    """The days of one year, or of all."""
    since, until = (date(year, 1, 1), date(year, 12, 31)) if year else (date.min, date.max)
    found = await db.rows(
        "SELECT day, kind, name FROM calendar_day WHERE community = {} AND day BETWEEN {} AND {}"
        " ORDER BY day",
        community,
        since,
        until,
    )
    return tuple(Marked(**one) for one in found)


async def calendar(community: str) -> periods.Calendar:
    return periods.calendar(await marked(community))


async def terms(community: str) -> Terms:
    """The community's own, or the usual ones; a kind that is new here lasts as usual."""
    found = await db.row("SELECT settings FROM community WHERE id = {}", community)
    said = json.loads((found["settings"] if found else "") or "{}").get("notices")
    if not said:
        return Terms()
    lasting = {kind: Lasting(**one) for kind, one in said.pop("lasting").items()}
    boards = tuple(said.pop("boards"))
    return Terms(lasting=Terms().lasting | lasting, boards=boards, **said)
