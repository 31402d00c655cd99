"""The record of a meeting (会议记录): the raw lines as they were written, and who may read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from council import db
from council.meetings import queries
from council.refusal import NotThere

if TYPE_CHECKING:
    from datetime import datetime

    from council.identity.viewer import Viewer
    from council.meetings.queries import MeetingRow

WATCHERS = ("supervisor", "auditor")  # they look over what officers write


@dataclass(frozen=True, slots=True)
class Entry:
    """One line, struck or not; `name` is who spoke or whom it is about, empty of nobody."""

    seq: int
    at: datetime
    kind: str
    name: str
    sector: str
    side: str  # yes | no | empty
    text: str
    entered_by: str
    struck_at: datetime | None


async def recorded(viewer: Viewer, meeting: str) -> MeetingRow:
    """The meeting, for those who may read its record; to others there is none."""
    held = await queries.meeting_for(viewer, meeting)
    if not await may_read(viewer, held.community, meeting):
        raise NotThere
    return held


async def may_read(viewer: Viewer | None, community: str, meeting: str) -> bool:
    """Officers, supervisors and auditors of its community, and everybody who was called to it."""
    if viewer is None or viewer.community != community:
        return False
    if viewer.officer or viewer.holds(*WATCHERS):
        return True
    return await queries.seat_of(meeting, viewer.person) is not None


async def entries(meeting: str) -> tuple[Entry, ...]:
    """The whole record in the order in which it was written; nothing is left out."""
    found = await db.rows(
        "SELECT l.seq, l.at, l.kind, l.side, l.text, l.struck_at, COALESCE(p.name, '') AS name,"
        " COALESCE(c.sector, '') AS sector, e.name AS entered_by FROM log_line l"
        " JOIN person e ON e.id = l.entered_by LEFT JOIN person p ON p.id = l.person"
        " LEFT JOIN called c ON c.meeting = l.meeting AND c.person = l.person"
        " WHERE l.meeting = {} ORDER BY l.seq",
        meeting,
    )
    return tuple(Entry(**one) for one in found)
