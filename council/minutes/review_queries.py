"""Reading what those who attended say of a draft, and what waits for somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from council import db
from council.clock import now
from council.minutes.rules import Answer, Review

if TYPE_CHECKING:
    from council.identity.viewer import Viewer
    from council.minutes.queries import MinutesRow

_ATTENDED = (
    "SELECT c.person, p.name FROM called c JOIN person p ON p.id = c.person WHERE c.meeting = {}"
    " AND c.part = 'member' AND c.status IN ('present', 'left') ORDER BY c.place"
)


async def attended(meeting: str) -> dict[str, str]:
    """Person → name of the members who were there, also of those who left early."""
    return {one["person"]: one["name"] for one in await db.rows(_ATTENDED, meeting)}


async def review_of(row: MinutesRow) -> Review | None:
    """What was asked and answered; None: nobody was asked yet."""
    found = await db.row(
        "SELECT until, aloud, version FROM minutes_review WHERE minutes = {}", row.id
    )
    if found is None:
        return None
    answers = await db.rows(
        "SELECT a.person, p.name, a.says, a.text, a.version, a.answer FROM minutes_answer a"
        " JOIN person p ON p.id = a.person WHERE a.minutes = {} ORDER BY a.at, a.person",
        row.id,
    )
    told = tuple(Answer(**one) for one in answers)
    spoke = {one.person for one in told}
    names = (await attended(row.meeting)).items()
    silent = tuple(name for person, name in names if person not in spoke)
    return Review(found["until"], found["aloud"], found["version"], told, silent)


async def own(minutes: str, person: str) -> dict[str, Any] | None:
    """What somebody said themselves, and the version that they had before them."""
    return await db.row(
        "SELECT says, text, version, answer FROM minutes_answer WHERE minutes = {} AND person = {}",
        minutes,
        person,
    )


async def waiting(viewer: Viewer) -> list[dict[str, Any]]:
    """Drafts that this person attended the meeting of and has not yet answered."""
    return await db.rows(
        "SELECT r.minutes, r.until, m.series, m.session FROM minutes_review r"
        " JOIN minutes n ON n.id = r.minutes AND n.state = 'draft'"
        " JOIN meeting m ON m.id = n.meeting JOIN called c ON c.meeting = m.id"
        " WHERE c.person = {} AND c.part = 'member' AND c.status IN ('present', 'left')"
        " AND r.until IS NOT NULL AND r.until > {} AND NOT EXISTS (SELECT 1 FROM minutes_answer a"
        " WHERE a.minutes = r.minutes AND a.person = c.person) ORDER BY r.until",
        viewer.person,
        now(),
    )
