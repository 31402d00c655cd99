"""Notices as they are shown: plain frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from council.notices import periods, rules

if TYPE_CHECKING:
    from datetime import date, datetime

    from council.notices.rules import Wording

MARKS = {"publicity": "公示", "announcement": "公告", "notification": "通知", "correction": "更正"}


@dataclass(frozen=True, slots=True)
class NoticeView:
    """One notice, and where it stands on `today`."""

    id: str
    community: str
    words: Wording
    state: str
    year: int | None
    no: int | None
    posted_on: date | None
    ends_on: date | None
    sha256: str
    published_at: datetime | None
    outcome: str
    closed_at: datetime | None
    objections: int
    unanswered: int
    today: date

    @property
    def number(self) -> str:
        """公示〔2026〕3号, in every language; a draft has none."""
        return f"{MARKS[self.words.type]}〔{self.year}〕{self.no}号" if self.no else ""

    @property
    def days_left(self) -> int:
        """0 is the last day; negative: it has passed."""
        return (self.ends_on - self.today).days if self.ends_on else 0

    @property
    def standing(self) -> str:
        """draft, running, over (its last day has passed) or closed."""
        return "over" if self.state == "running" and self.days_left < 0 else self.state

    @property
    def takes_objections(self) -> bool:
        return rules.takes_objections(self.words.type, self.state, self.ends_on, self.today)

    @property
    def down_from_tomorrow(self) -> bool:
        """Whether its last day has passed."""
        return self.ends_on is not None and periods.may_come_down(self.ends_on, self.today)


@dataclass(frozen=True, slots=True)
class Photo:
    id: str
    shows: str  # up | down
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Posting:
    """One sheet on one board. `may_come_down`: since today or earlier."""

    id: str
    board: str
    posted_at: datetime
    hangs_until: date
    taken_down_at: datetime | None
    by: str
    may_come_down: bool
    photos: tuple[Photo, ...] = ()

    @property
    def wants(self) -> str:
        """Which photograph is missing, or nothing."""
        wanted = "up" if self.taken_down_at is None else "down"
        return "" if any(one.shows == wanted for one in self.photos) else wanted


@dataclass(frozen=True, slots=True)
class Objection:
    """For officers with name and contact; for everybody else without."""

    id: str
    notice: str
    no: int
    channel: str
    name: str
    contact: str
    text: str
    received_at: datetime
    answer: str
    shown: bool
    answered_at: datetime | None
    days: int  # that it waits or waited


@dataclass(frozen=True, slots=True)
class About:
    """What a notice is about, as a link."""

    kind: str
    id: str
    title: str

    @property
    def path(self) -> str:
        where = {"meeting": "meetings", "poll": "polls", "proposal": "proposals"}
        return f"/{where.get(self.kind, self.kind)}/{self.id}"


@dataclass(frozen=True, slots=True)
class Waiting:
    """What an officer is reminded of: last days, and objections with the days of the oldest."""

    ends_today: int = 0
    objections: int = 0
    days: int = 0
    unphotographed: int = 0
