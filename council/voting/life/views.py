"""What pages show of the life of a poll, as plain values; times on the community's wall clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Listed:
    """A poll in a list. `voted`: None where nobody in particular is asked.

    `days_left` until the day on which it ends, `days_until` the one on which it begins.
    """

    id: str
    meeting: str
    text: str
    subject: str
    state: str
    advisory: bool
    opens_at: datetime | None
    closes_at: datetime | None
    days_left: int | None
    days_until: int | None
    closed_at: datetime | None
    publish_by: date | None  # OWN-17
    overdue: bool
    trouble: str
    over: bool = False  # its time has run out, and it is not counted yet
    voted: bool | None = None
    delivered: bool = False  # OWN-15: it is noted to whom it was delivered


@dataclass(frozen=True, slots=True)
class Extension:
    """More time that was given."""

    no: int
    was: datetime
    until: datetime
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Life:
    """One poll's times and what can be done with it. `over`: its time has run out, it is open."""

    scope: str
    subject: str
    advisory: bool
    temporary: bool
    announced_at: datetime | None
    opens_at: datetime | None
    closes_at: datetime | None
    since: str  # 08:00 and 20:00 where it has hours, else empty
    until: str
    days_left: int | None
    days_until: int | None
    over: bool
    outside: datetime | None  # no ballots at this hour: when they are taken again
    paper_at: str
    rerun_of: str | None
    rerun_by: str | None
    trouble: str
    extensions: tuple[Extension, ...]
    late: bool  # the viewer checked in after it was opened
    may_run_again: bool
    publish_by: date | None
    overdue: bool
