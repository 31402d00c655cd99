"""How long a notice hangs, by a calendar of working days: pure arithmetic.

民法典 201: the day of posting is not counted. 203: a last day that is a holiday moves to the next
working day. What a holiday is, and on which weekends people work, stands in the calendar.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from council.refusal import Refused, unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping

NATURAL, WORKING = "natural", "working"
DAY_KINDS = (WORKING, NATURAL)
HOLIDAY, WORK = "holiday", "work"
NAME = 40  # characters of a day's name
LINES = 200  # that one paste may hold
FRIDAY = 4
_DAY = timedelta(days=1)
_WORDS = {
    "休": HOLIDAY,
    "放假": HOLIDAY,
    "holiday": HOLIDAY,
    "班": WORK,
    "上班": WORK,
    "work": WORK,
}
_LINE = re.compile(r"(\d{4}-\d{2}-\d{2})[\s,，]+([^\s,，]+)(?:[\s,，]+(.*))?")


@dataclass(frozen=True, slots=True)
class Marked:
    """A day that is not as its place in the week says."""

    day: date
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """`days`: the marked ones. A year without any was never entered: nothing is reckoned in it."""

    days: Mapping[date, str]
    years: frozenset[int]

    def works(self, day: date) -> bool:
        """Refused with notice.no_calendar."""
        if day.year not in self.years:
            raise Refused("notice.no_calendar", year=day.year)
        marked = self.days.get(day)
        return marked == WORK or (marked is None and day.weekday() <= FRIDAY)


def calendar(marked: tuple[Marked, ...]) -> Calendar:
    return Calendar(
        {one.day: one.kind for one in marked}, frozenset(one.day.year for one in marked)
    )


def ends(posted: date, days: int, day_kind: str, known: Calendar) -> date:
    """The last day of a period that begins when it is posted."""
    last = posted if day_kind == WORKING else posted + days * _DAY
    for _ in range(days if day_kind == WORKING else 0):
        last = _working(last + _DAY, known)
    return _working(last, known)


def _working(day: date, known: Calendar) -> date:
    """The day, or the next one on which people work."""
    while not known.works(day):
        day += _DAY
    return day


def may_come_down(last: date, today: date) -> bool:
    """From the day after the last one."""
    return today > last


def read(text: str) -> tuple[Marked, ...]:
    """Lines such as `2026-10-01 休 国庆节` and `2026-10-10 班 国庆节调休`; a day once.

    Refused with calendar.line, calendar.lines.
    """
    lines = [(at, one.strip()) for at, one in enumerate(text.split("\n"), 1) if one.strip()]
    if not 1 <= len(lines) <= LINES:
        raise unreadable("calendar.lines", most=LINES)
    found = {one.day: one for at, line in lines for one in (_read(at, line),)}
    return tuple(found[day] for day in sorted(found))


def _read(at: int, line: str) -> Marked:
    matched = _LINE.fullmatch(line)
    kind = _WORDS.get(matched[2].lower()) if matched else None
    name = (matched[3] or "").strip() if matched else ""
    if matched is None or kind is None or len(name) > NAME:
        raise unreadable("calendar.line", no=at)
    try:
        return Marked(date.fromisoformat(matched[1]), kind, name)
    except ValueError as error:
        raise unreadable("calendar.line", no=at) from error
