"""When a poll may begin and end: notice, length, opening hours, publication. Pure.

Every moment is aware and on the community's wall clock. 民法典 201: the day on which a period
begins is not counted; 203: its last day ends at midnight, or when the hours of that day end.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from council.refusal import Refused, unreadable

DAY = 24 * 60  # minutes
NOTICE, SHORT_NOTICE = 15, 7  # OWN-10: days before the first ballot
DELIVERY = 7  # OWN-15: days on which what could not be delivered hangs on site
SHORTEST, LONGEST = 5, 60  # OWN-12: days
LONGEST_OF_ALL = 366  # days, of a vote that no statute bounds
PUBLISH = 3  # OWN-17: days after the end


@dataclass(frozen=True, slots=True)
class Hours:
    """The part of every day in which ballots are taken, in minutes after midnight."""

    since: int = 0
    until: int = DAY

    @property
    def whole_day(self) -> bool:
        return (self.since, self.until) == (0, DAY)

    def takes(self, at: datetime) -> bool:
        """From the first minute, up to but without the last."""
        return self.since <= _minute(at) < self.until

    def next_opening(self, at: datetime) -> datetime:
        """When ballots are taken again after `at`, which lies outside the hours."""
        day = at if _minute(at) < self.since else at + timedelta(days=1)
        return day.replace(hour=self.since // 60, minute=self.since % 60, second=0, microsecond=0)


WHOLE_DAY = Hours()


@dataclass(frozen=True, slots=True)
class Span:
    """A planned vote: the first and the last moment, and its hours."""

    opens: datetime
    closes: datetime
    hours: Hours = WHOLE_DAY

    @property
    def full_days(self) -> int:
        """Days after the first one that lie in it as a whole."""
        ends = _minute(self.closes)
        return self.begun_days - (0 if not ends or ends >= self.hours.until else 1)

    @property
    def begun_days(self) -> int:
        """Days after the first one of which it has at least a part."""
        last = self.closes - timedelta(days=1) if not _minute(self.closes) else self.closes
        return (last.date() - self.opens.date()).days


def must_be_hours(since: int, until: int) -> Hours:
    """Refused with poll.hours_wrong."""
    if not 0 <= since < until <= DAY:
        raise unreadable("poll.hours_wrong")
    return Hours(since, until)


def must_be_possible(span: Span, now: datetime) -> None:
    """Whatever is voted on: it begins later than now and ends after that, in its own hours.

    Refused with poll.opens_in_past, poll.ends_before_it_begins, poll.too_long, poll.ends_outside.
    """
    if span.opens <= now:
        raise unreadable("poll.opens_in_past")
    must_end_well(span)
    if span.begun_days > LONGEST_OF_ALL:
        raise unreadable("poll.too_long", days=LONGEST_OF_ALL)


def must_end_well(span: Span) -> None:
    """After its beginning and in its hours: else the last evening would be promised and refused."""
    if span.closes <= span.opens:
        raise unreadable("poll.ends_before_it_begins")
    ends = _minute(span.closes) or DAY
    if not span.hours.since < ends <= span.hours.until:
        raise unreadable("poll.ends_outside")


def notice_days(*, temporary: bool, short_allowed: bool) -> int:
    """OWN-10, OWN-15: days before the first ballot; refused with poll.no_short_notice."""
    if temporary and not short_allowed:
        raise Refused("poll.no_short_notice", days=NOTICE)
    return max(SHORT_NOTICE if temporary else NOTICE, DELIVERY)


def must_give_notice(announced: date, opens: date, days: int) -> None:
    """OWN-10: the day of the notice is not counted. Refused with poll.notice_too_short."""
    if (opens - announced).days < days:
        earliest = announced + timedelta(days=days)
        raise Refused("poll.notice_too_short", days=days, earliest=earliest.isoformat())


def must_last(span: Span) -> None:
    """OWN-12: at least five whole days and at most sixty. Refused with poll.too_short, too_long."""
    if span.full_days < SHORTEST:
        raise Refused("poll.too_short", days=SHORTEST)
    if span.begun_days > LONGEST:
        raise Refused("poll.too_long", days=LONGEST)


def publish_by(closed: date) -> date:
    """OWN-17: the last day on which the result is published in time."""
    return closed + timedelta(days=PUBLISH)


def overdue(closed: date, today: date) -> bool:
    """OWN-17: a reminder to the officers; publishing late is better than never."""
    return today > publish_by(closed)


def days_left(closes: datetime, now: datetime) -> int:
    """Whole days until the day on which it ends; 0 is today."""
    return (closes.date() - now.date()).days


def must_be_longer(span: Span, until: datetime, *, owners: bool, now: datetime) -> Span:
    """The chair gives more time: never less, never what has passed already, never past OWN-12.

    Refused with poll.not_longer, poll.too_long, poll.ends_outside.
    """
    if until <= span.closes or until <= now:
        raise unreadable("poll.not_longer")
    longer = Span(span.opens, until, span.hours)
    must_end_well(longer)
    if owners and longer.begun_days > LONGEST:
        raise Refused("poll.too_long", days=LONGEST)
    return longer


def _minute(at: datetime) -> int:
    """Minutes after midnight; a second into the minute belongs to it."""
    return at.hour * 60 + at.minute
