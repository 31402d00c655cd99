"""Reading requests about personal data: one's own, and the queue of the staff."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from council import db
from council.refusal import NotThere

if TYPE_CHECKING:
    from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class DataRequest:
    """What somebody asks about their own data; `outcome` is empty while nobody answered."""

    id: str
    person: str
    name: str
    roll_no: str
    kind: str  # correct, delete, explain
    text: str
    asked_at: datetime
    due: date
    outcome: str
    answer: str
    answered_at: datetime | None

    def late(self, today: date) -> bool:
        return not self.outcome and self.due < today


_REQUEST = (
    "SELECT r.id, r.person, p.name, p.roll_no, r.kind, r.text, r.asked_at, r.due, r.outcome,"
    " r.answer, r.answered_at FROM data_request r JOIN person p ON p.id = r.person"
    " WHERE r.community = {}"
)


async def one(request: str, community: str) -> DataRequest:
    """A request of this community; NotThere for everybody else's."""
    found = await db.row(f"{_REQUEST} AND r.id = {{}}", community, request)
    if found is None:
        raise NotThere
    return DataRequest(**found)


async def of(person: str, community: str) -> list[DataRequest]:
    """Everything that this person asked, the newest first."""
    found = await db.rows(
        f"{_REQUEST} AND r.person = {{}} ORDER BY r.asked_at DESC, r.id", community, person
    )
    return [DataRequest(**row) for row in found]


async def waiting(community: str) -> list[DataRequest]:
    """Unanswered, the first due first."""
    found = await db.rows(f"{_REQUEST} AND r.outcome = '' ORDER BY r.due, r.asked_at", community)
    return [DataRequest(**row) for row in found]


async def answered(community: str, most: int = 50) -> list[DataRequest]:
    """Answered and withdrawn ones, the newest first."""
    found = await db.rows(
        f"{_REQUEST} AND r.outcome <> '' ORDER BY r.answered_at DESC LIMIT {{}}", community, most
    )
    return [DataRequest(**row) for row in found]
