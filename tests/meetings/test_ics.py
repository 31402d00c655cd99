"""RFC 5545 to the octet: folding, escaping, one zone, one identity, what a change does."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from council.meetings.ics import LONGEST, Event, calendar, escaped, folded

WALL = timezone(timedelta(hours=8))
EVENT = Event(
    id="m1",
    changes=0,
    changed_at=datetime(2026, 12, 8, 2, 0, tzinfo=UTC),
    starts_at=datetime(2026, 12, 20, 14, 0, tzinfo=WALL),
    ends_at=datetime(2026, 12, 20, 16, 0, tzinfo=WALL),
    summary="居民会议 2026年第1次会议",
    place="社区党群服务中心; 二楼, 议事厅",
    about="1. 电动车充电棚\n2. 楼道扶手",
    url="http://127.0.0.1/meetings/m1",
    cancelled=False,
)


def unfolded(text: str) -> list[str]:
    assert text.endswith("\r\n")
    return text.replace("\r\n ", "").split("\r\n")[:-1]


def test_one_meeting_is_one_event_with_its_zone() -> None:
    lines = unfolded(calendar([EVENT]))
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    assert "TZID:Asia/Shanghai" in lines
    assert "UID:m1@council" in lines
    assert "SEQUENCE:0" in lines
    assert "DTSTAMP:20261208T020000Z" in lines
    assert "DTSTART;TZID=Asia/Shanghai:20261220T140000" in lines
    assert "DTEND;TZID=Asia/Shanghai:20261220T160000" in lines
    assert "STATUS:CONFIRMED" in lines
    assert "LOCATION:社区党群服务中心\\; 二楼\\, 议事厅" in lines
    assert "DESCRIPTION:1. 电动车充电棚\\n2. 楼道扶手" in lines
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 1


def test_a_cancelled_meeting_keeps_its_identity() -> None:
    lines = unfolded(calendar([replace(EVENT, changes=2, cancelled=True)]))
    assert {"UID:m1@council", "SEQUENCE:2", "STATUS:CANCELLED"} <= set(lines)


def test_an_empty_calendar_is_whole_and_a_feed_has_a_name() -> None:
    assert "BEGIN:VEVENT" not in calendar([])
    assert "X-WR-CALNAME:苏锦一社区" in unfolded(calendar([], "苏锦一社区"))


def test_marks_are_escaped() -> None:
    assert escaped("a\\b;c,d\r\ne\rf") == "a\\\\b\\;c\\,d\\ne\\nf"


def test_a_line_of_seventy_five_octets_is_not_folded() -> None:
    assert folded("x" * 75) == "x" * 75
    assert folded("x" * 76) == "x" * 75 + "\r\n x"
    assert folded("x" * 150) == "x" * 75 + "\r\n " + "x" * 74 + "\r\n x"


@given(st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=200))
def test_any_line_is_folded_within_its_octets_and_unfolds_to_itself(line: str) -> None:
    found = folded(line)
    assert all(len(part.encode()) <= LONGEST for part in found.split("\r\n"))
    assert found.replace("\r\n ", "") == line
