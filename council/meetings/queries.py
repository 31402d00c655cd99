"""Reading meetings: fetched through the person; what you may not see is not found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from council import db
from council.refusal import NotThere

if TYPE_CHECKING:
    from datetime import datetime

    from council.identity.viewer import Viewer


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting as stored; `rule` is a code of the table of votes."""

    id: str
    community: str
    kind: str
    rule: str
    series: str
    session: str
    place: str
    starts_at: datetime
    ends_at: datetime
    state: str
    chair: str
    secretary: str
    current_item: str | None
    opened_at: datetime | None
    closed_at: datetime | None


async def meeting_for(viewer: Viewer, meeting: str) -> MeetingRow:
    """A meeting of the viewer's own community; every verified resident may follow it."""
    found = await db.row(
        "SELECT * FROM meeting WHERE id = {} AND community = {}", meeting, viewer.community
    )
    if found is None:
        raise NotThere
    return MeetingRow(**found)


async def meetings_of(community: str) -> list[MeetingRow]:
    """All meetings of a community, the newest first."""
    found = await db.rows(
        "SELECT * FROM meeting WHERE community = {} ORDER BY starts_at DESC", community
    )
    return [MeetingRow(**one) for one in found]


async def called_names(meeting: str) -> dict[str, str]:
    """Name → person of everybody called (the first of two with one name)."""
    found = await db.rows(
        "SELECT p.name, c.person FROM called c JOIN person p ON p.id = c.person"
        " WHERE c.meeting = {} ORDER BY c.place DESC",
        meeting,
    )
    return {one["name"]: one["person"] for one in found}


async def seat_of(meeting: str, person: str) -> dict[str, Any] | None:
    """part and status of a called person, or None."""
    return await db.row(
        "SELECT part, status FROM called WHERE meeting = {} AND person = {}", meeting, person
    )


async def items_pointing_to(idea: str) -> list[dict[str, Any]]:
    """The agenda items behind which this idea stands, with their meeting."""
    return await db.rows(
        "SELECT a.no, a.title, a.outcome, m.id AS meeting, m.series, m.session, m.starts_at"
        " FROM agenda_item a JOIN meeting m ON m.id = a.meeting"
        " WHERE a.idea = {} ORDER BY m.starts_at",
        idea,
    )
