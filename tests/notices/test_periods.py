"""How long a notice hangs: first day not counted, holidays, make-up days, and no guessing."""

from __future__ import annotations

from datetime import date

import pytest

from council.notices import periods, rules
from council.notices.periods import HOLIDAY, NATURAL, WORK, WORKING, Marked
from council.refusal import Refused

NATIONAL = periods.read(
    "\n".join(f"2026-10-0{day} 休 国庆节" for day in range(1, 8))
    + "\n2026-09-20 班 调休\n2026-10-10 班 调休\n2027-01-01 休 元旦"
)
KNOWN = periods.calendar(NATIONAL)


@pytest.mark.parametrize(
    ("posted", "days", "kind", "last"),
    [
        (date(2026, 12, 7), 5, WORKING, date(2026, 12, 14)),  # DOC-9
        (date(2026, 12, 8), 15, NATURAL, date(2026, 12, 23)),  # RES-9
        (date(2026, 9, 29), 5, WORKING, date(2026, 10, 12)),  # 30, 8, 9, Saturday the 10th, 12
        (date(2026, 9, 17), 2, WORKING, date(2026, 9, 20)),  # Friday, and a Sunday at work
        (date(2026, 9, 28), 5, NATURAL, date(2026, 10, 8)),  # would end on 3 October
        (date(2026, 12, 7), 5, NATURAL, date(2026, 12, 14)),  # would end on a Saturday
        (date(2026, 12, 30), 2, WORKING, date(2027, 1, 4)),  # across the year and a holiday
        (date(2026, 12, 5), 1, WORKING, date(2026, 12, 7)),  # posted on a Saturday
    ],
)
def test_a_period_ends_on(posted: date, days: int, kind: str, last: date) -> None:
    assert periods.ends(posted, days, kind, KNOWN) == last


def test_res_9_it_comes_down_the_day_after() -> None:
    last = periods.ends(date(2026, 12, 8), 15, NATURAL, KNOWN)
    assert not periods.may_come_down(last, date(2026, 12, 23))
    assert periods.may_come_down(last, date(2026, 12, 24))


def test_a_year_without_entries_is_not_guessed() -> None:
    only = periods.calendar((Marked(date(2026, 10, 1), HOLIDAY, ""),))
    assert periods.ends(date(2026, 12, 7), 5, WORKING, only) == date(2026, 12, 14)
    for kind in (WORKING, NATURAL):
        with pytest.raises(Refused) as why:
            periods.ends(date(2026, 12, 30), 5, kind, only)
        assert (why.value.code, why.value.values) == ("notice.no_calendar", {"year": 2027})


def test_pasted_lines_become_days() -> None:
    found = periods.read("2026-10-10，班，国庆节 调休\n\n2026-10-01 休\n2026-10-01 放假 国庆节")
    assert found == (
        Marked(date(2026, 10, 1), HOLIDAY, "国庆节"),
        Marked(date(2026, 10, 10), WORK, "国庆节 调休"),
    )


@pytest.mark.parametrize("text", ["2026-10-01", "2026-13-01 休", "2026-10-01 也许", "明天 休"])
def test_a_line_that_cannot_be_read_is_named(text: str) -> None:
    with pytest.raises(Refused) as why:
        periods.read(f"2026-10-02 休\n{text}")
    assert (why.value.code, why.value.values) == ("calendar.line", {"no": 2})


def test_nothing_pasted_is_no_calendar() -> None:
    with pytest.raises(Refused, match=r"calendar\.lines"):
        periods.read(" \n ")


def test_res_9_affairs_hang_fifteen_days_at_least() -> None:
    rules.must_last("affairs", 15)
    rules.must_last("project", 3)
    with pytest.raises(Refused, match=r"notice\.too_short"):
        rules.must_last("affairs", 14)


@pytest.mark.parametrize(
    ("type_", "state", "day", "open_"),
    [
        ("publicity", "running", 14, True),
        ("publicity", "running", 15, False),
        ("publicity", "closed", 14, False),
        ("correction", "running", 14, True),
        ("announcement", "running", 14, False),
    ],
)
def test_doc_7_a_public_notice_invites_objections_until_its_last_day(
    type_: str, state: str, day: int, *, open_: bool
) -> None:
    last = date(2026, 12, 14)
    assert rules.takes_objections(type_, state, last, date(2026, 12, day)) is open_
