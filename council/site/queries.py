"""Reading for the public pages: meetings, published results, agreed follow-up, communities."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from council import db
from council.i18n import language

if TYPE_CHECKING:
    from collections.abc import Sequence

LATE = timedelta(hours=12)  # a meeting that never opened leaves the list of coming ones
FEW = 3  # entries of one section of the front page
MANY = 200  # meetings on the page of all meetings


@dataclass(frozen=True, slots=True)
class Place:
    """A community, as its own pages call it."""

    id: str
    name: str
    name_en: str
    street: str
    district: str
    street_en: str = ""
    district_en: str = ""

    @property
    def above(self) -> str:
        """Where it belongs, in the reader's language: 姑苏区 锦溪街道; empty when nobody said."""
        english = language() == "en"
        names = (
            self.district_en if english and self.district_en else self.district,
            self.street_en if english and self.street_en else self.street,
        )
        return " ".join(name for name in names if name)

    @property
    def title(self) -> str:
        """The name in the reader's language."""
        return self.name_en if language() == "en" and self.name_en else self.name


@dataclass(frozen=True, slots=True)
class Gathering:
    """A meeting as the public sees it; `minutes` is the id of its published minutes or empty."""

    id: str
    series: str
    session: str
    place: str
    starts_at: datetime
    ends_at: datetime
    state: str
    minutes: str
    item_no: int | None  # what is on the table at this moment
    item_title: str
    items: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """One point of an agenda."""

    no: int
    title: str
    kind: str


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a meeting agreed on one point, once its minutes are published."""

    no: int
    title: str
    outcome: str
    next_step: str  # implement | again | assembly | street
    responsible: str
    due: date | None
    starts_at: datetime
    minutes: str
    idea: str
    meeting: str
    session: str


_GATHERING = (
    "SELECT m.id, m.series, m.session, m.place, m.starts_at, m.ends_at, m.state,"
    " COALESCE(n.id, '') AS minutes, a.no AS item_no, COALESCE(a.title, '') AS item_title"
    " FROM meeting m"
    " LEFT JOIN minutes_in_force n ON n.meeting = m.id"
    " LEFT JOIN agenda_item a ON a.id = m.current_item"
)


async def communities() -> tuple[Place, ...]:
    """Every community of this installation, the oldest first."""
    found = await db.rows(
        "SELECT c.id, c.name, c.name_en, c.street, c.district,"
        " COALESCE(s.name_en, '') AS street_en, COALESCE(d.name_en, '') AS district_en"
        " FROM community c LEFT JOIN sub_district s ON s.id = c.sub_district"
        " LEFT JOIN district d ON d.id = s.district ORDER BY c.created_at, c.id"
    )
    return tuple(Place(**row) for row in found)


async def open_meetings(community: str) -> tuple[Gathering, ...]:
    """Meetings in session at this moment."""
    found = await db.rows(
        f"{_GATHERING} WHERE m.community = {{}} AND m.state = 'open' ORDER BY m.opened_at",
        community,
    )
    return tuple(Gathering(**row) for row in found)


async def coming_meetings(community: str, at: datetime) -> tuple[Gathering, ...]:
    """The next announced meetings with their agenda, the soonest first."""
    found = await db.rows(
        f"{_GATHERING} WHERE m.community = {{}} AND m.state = 'announced' AND m.starts_at > {{}}"
        " ORDER BY m.starts_at LIMIT {}",
        community,
        at - LATE,
        FEW,
    )
    return tuple([Gathering(**row, items=await _agenda(row["id"])) for row in found])


async def all_meetings(community: str) -> tuple[Gathering, ...]:
    """Every meeting, the newest first."""
    found = await db.rows(
        f"{_GATHERING} WHERE m.community = {{}} ORDER BY m.starts_at DESC LIMIT {{}}",
        community,
        MANY,
    )
    return tuple(Gathering(**row) for row in found)


@dataclass(frozen=True, slots=True)
class Issued:
    """Minutes that were published; `state`: in_force, corrected or recalled."""

    id: str
    number: str
    version: int
    sha256: str
    published_at: datetime
    state: str
    meeting: str
    series: str
    session: str
    starts_at: datetime


async def issued_minutes(community: str) -> tuple[Issued, ...]:
    """All that were ever issued, the newest first; a number that was given stays in the list."""
    found = await db.rows(
        "SELECT n.id, n.number, n.version, n.sha256, n.published_at, m.id AS meeting, m.series,"
        " m.session, m.starts_at, CASE WHEN r.minutes IS NOT NULL THEN 'recalled'"
        " WHEN f.id IS NULL THEN 'corrected' ELSE 'in_force' END AS state"
        " FROM minutes n JOIN meeting m ON m.id = n.meeting"
        " LEFT JOIN minutes_in_force f ON f.id = n.id LEFT JOIN minutes_recall r"
        " ON r.minutes = n.id WHERE n.community = {} AND n.state = 'published'"
        " ORDER BY n.published_at DESC, n.number DESC LIMIT {}",
        community,
        MANY,
    )
    return tuple(Issued(**row) for row in found)


async def _agenda(meeting: str) -> tuple[Point, ...]:
    found = await db.rows(
        "SELECT no, title, kind FROM agenda_item WHERE meeting = {} ORDER BY no", meeting
    )
    return tuple(Point(**row) for row in found)


_AGREED = (
    "SELECT a.no, a.title, a.outcome, a.next_step, a.responsible, a.due, m.starts_at,"
    " n.id AS minutes, COALESCE(a.idea, '') AS idea, m.id AS meeting, m.session"
    " FROM agenda_item a JOIN meeting m ON m.id = a.meeting"
    " JOIN minutes_in_force n ON n.meeting = m.id"
    " WHERE a.outcome <> ''"
)


async def agreed(community: str, next_step: str, most: int = FEW) -> tuple[Agreed, ...]:
    """What published minutes say about points with this next step, the newest first."""
    found = await db.rows(
        f"{_AGREED} AND m.community = {{}} AND a.next_step = {{}}"
        " ORDER BY m.starts_at DESC, a.no LIMIT {}",
        community,
        next_step,
        most,
    )
    return tuple(Agreed(**row) for row in found)


@dataclass(frozen=True, slots=True)
class Stop:
    """A point of an agenda behind which an idea stands; what was agreed, once published."""

    idea: str
    no: int
    title: str
    outcome: str
    meeting: str
    series: str
    session: str
    starts_at: datetime
    minutes: str


async def stops(ideas: Sequence[str]) -> dict[str, tuple[Stop, ...]]:
    """Idea → the meetings on whose agenda it stood, the oldest first."""
    marks = ", ".join("{}" for _ in ideas)
    found = await db.rows(
        "SELECT a.idea, a.no, a.title, m.id AS meeting, m.series, m.session, m.starts_at,"  # noqa: S608 - only placeholders are put together
        " CASE WHEN n.id IS NULL THEN '' ELSE a.outcome END AS outcome,"
        " COALESCE(n.id, '') AS minutes"
        " FROM agenda_item a JOIN meeting m ON m.id = a.meeting"
        " LEFT JOIN minutes_in_force n ON n.meeting = m.id"
        f" WHERE a.idea IN ({marks}) ORDER BY m.starts_at, a.no",
        *ideas,
    )
    gathered: dict[str, list[Stop]] = {}
    for row in found:
        gathered.setdefault(row["idea"], []).append(Stop(**row))
    return {idea: tuple(there) for idea, there in gathered.items()}
