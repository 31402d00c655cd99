"""OWN-10 to OWN-17: notice, length, hours and publication, each at its boundary."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from council.clock import ZONE
from council.refusal import Refused
from council.voting.life import periods
from council.voting.life.periods import Hours, Span

if TYPE_CHECKING:
    from collections.abc import Callable

OPENS = datetime(2026, 11, 20, 8, 0, tzinfo=ZONE)
DAYTIME = Hours(8 * 60, 20 * 60)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def refusal(asked: Callable[[], object]) -> str:
    """The reason, or nothing."""
    try:
        asked()
    except Refused as why:
        return why.code
    return ""


@pytest.mark.parametrize(
    ("announced", "days", "reason"),
    [
        ("2026-11-05", 15, ""),  # V-2026-01: the fifteenth day is the day on which it opens
        ("2026-11-06", 15, "poll.notice_too_short"),
        ("2026-11-13", 7, ""),
        ("2026-11-14", 7, "poll.notice_too_short"),
        ("2026-11-20", 7, "poll.notice_too_short"),
    ],
)
def test_own_10_the_day_of_the_notice_is_not_counted(
    announced: str, days: int, reason: str
) -> None:
    told = date.fromisoformat(announced)
    assert refusal(lambda: periods.must_give_notice(told, OPENS.date(), days)) == reason


def test_own_10_seven_days_only_for_what_is_temporary_and_where_it_was_settled() -> None:
    assert periods.notice_days(temporary=False, short_allowed=True) == 15
    assert periods.notice_days(temporary=True, short_allowed=True) == 7
    with pytest.raises(Refused, match="no_short_notice"):
        periods.notice_days(temporary=True, short_allowed=False)


def test_own_15_no_notice_is_shorter_than_what_hangs_on_site() -> None:
    days = [
        periods.notice_days(temporary=temporary, short_allowed=True) for temporary in (True, False)
    ]
    assert min(days) == periods.DELIVERY == 7


@pytest.mark.parametrize(
    ("closes", "hours", "reason"),
    [
        ("2026-11-25T20:00", periods.WHOLE_DAY, "poll.too_short"),  # the fifth day is not whole
        ("2026-11-26T00:00", periods.WHOLE_DAY, ""),  # 民法典 203: until midnight
        ("2026-11-25T19:59", DAYTIME, "poll.too_short"),
        ("2026-11-25T20:00", DAYTIME, ""),  # … or until the hours of that day end
        ("2026-12-04T20:00", DAYTIME, ""),  # V-2026-01
        ("2027-01-19T20:00", DAYTIME, ""),  # the sixtieth day
        ("2027-01-20T08:01", DAYTIME, "poll.too_long"),
        ("2027-01-20T00:00", periods.WHOLE_DAY, ""),
        ("2027-01-20T00:01", periods.WHOLE_DAY, "poll.too_long"),
    ],
)
def test_own_12_at_least_five_and_at_most_sixty_days(
    closes: str, hours: Hours, reason: str
) -> None:
    assert refusal(lambda: periods.must_last(Span(OPENS, at(closes), hours))) == reason


@pytest.mark.parametrize(
    ("today", "late"),
    [("2026-12-04", False), ("2026-12-07", False), ("2026-12-08", True)],
)
def test_own_17_three_days_to_publish(today: str, *, late: bool) -> None:
    assert periods.overdue(date(2026, 12, 4), date.fromisoformat(today)) is late


@pytest.mark.parametrize(
    ("moment", "taken", "again"),
    [
        ("2026-11-20T07:59:59", False, "2026-11-20T08:00"),
        ("2026-11-20T08:00:00", True, ""),
        ("2026-11-20T19:59:59", True, ""),
        ("2026-11-20T20:00:00", False, "2026-11-21T08:00"),
        ("2026-12-31T23:30:00", False, "2027-01-01T08:00"),
    ],
)
def test_hours_end_where_they_end_and_say_when_they_begin_again(
    moment: str, again: str, *, taken: bool
) -> None:
    assert DAYTIME.takes(at(moment)) is taken
    if not taken:
        assert DAYTIME.next_opening(at(moment)) == at(again)


@pytest.mark.parametrize(
    ("opens", "closes", "hours", "reason"),
    [
        ("2026-11-20T08:00", "2026-11-20T09:00", periods.WHOLE_DAY, ""),
        ("2026-11-19T12:00", "2026-11-21T09:00", periods.WHOLE_DAY, "poll.opens_in_past"),
        ("2026-11-20T08:00", "2026-11-20T08:00", periods.WHOLE_DAY, "poll.ends_before_it_begins"),
        ("2026-11-20T08:00", "2026-11-21T20:01", DAYTIME, "poll.ends_outside"),
        ("2026-11-20T08:00", "2026-11-21T08:00", DAYTIME, "poll.ends_outside"),
        ("2026-11-20T08:00", "2026-11-21T00:00", DAYTIME, "poll.ends_outside"),
        ("2026-11-20T08:00", "2026-11-21T20:00", DAYTIME, ""),
        ("2026-11-20T08:00", "2027-11-21T20:00", DAYTIME, ""),
        ("2026-11-20T08:00", "2027-11-22T20:00", DAYTIME, "poll.too_long"),
    ],
)
def test_a_vote_over_days_begins_later_and_ends_in_its_hours(
    opens: str, closes: str, hours: Hours, reason: str
) -> None:
    now = at("2026-11-19T12:00")
    span = Span(at(opens), at(closes), hours)
    assert refusal(lambda: periods.must_be_possible(span, now)) == reason


@pytest.mark.parametrize(
    ("until", "owners", "reason"),
    [
        ("2026-12-05T20:00", True, ""),
        ("2026-12-04T20:00", True, "poll.not_longer"),
        ("2026-12-03T20:00", False, "poll.not_longer"),
        ("2027-01-19T20:00", True, ""),
        ("2027-01-20T20:00", True, "poll.too_long"),
        ("2027-01-20T20:00", False, ""),
        ("2026-12-05T21:00", True, "poll.ends_outside"),
    ],
)
def test_more_time_is_never_less_and_never_more_than_the_law_gives(
    until: str, reason: str, *, owners: bool
) -> None:
    span, now = Span(OPENS, at("2026-12-04T20:00"), DAYTIME), at("2026-12-01T12:00")
    asked = periods.must_be_longer
    assert refusal(lambda: asked(span, at(until), owners=owners, now=now)) == reason


def test_what_has_passed_already_is_no_more_time() -> None:
    span, now = Span(OPENS, at("2026-12-04T20:00"), DAYTIME), at("2026-12-06T12:00")
    late = at("2026-12-05T20:00")
    assert refusal(lambda: periods.must_be_longer(span, late, owners=True, now=now)) == (
        "poll.not_longer"
    )


@pytest.mark.parametrize("hours", [(480, 480), (1200, 480), (-1, 60), (0, 1441)])
def test_hours_begin_before_they_end(hours: tuple[int, int]) -> None:
    assert refusal(lambda: periods.must_be_hours(*hours)) == "poll.hours_wrong"


def test_days_left_are_counted_by_the_calendar() -> None:
    closes = at("2026-12-04T20:00")
    assert periods.days_left(closes, at("2026-12-03T23:59")) == 1
    assert periods.days_left(closes, closes - timedelta(hours=1)) == 0
