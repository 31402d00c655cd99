"""iCalendar (RFC 5545): a meeting as calendars on phones take it, folded and escaped exactly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

LONGEST = 75  # octets of a line without its break
PRODUCT = "-//Council//Council//ZH"
ZONE = (
    "BEGIN:VTIMEZONE",
    "TZID:Asia/Shanghai",
    "BEGIN:STANDARD",
    "DTSTART:19910915T000000",
    "TZOFFSETFROM:+0800",
    "TZOFFSETTO:+0800",
    "TZNAME:CST",
    "END:STANDARD",
    "END:VTIMEZONE",
)


@dataclass(frozen=True, slots=True)
class Event:
    """`starts_at` and `ends_at` on the wall clock of the community; `changed_at` in UTC."""

    id: str
    changes: int  # how many notices followed the first
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    summary: str
    place: str
    about: str
    url: str
    cancelled: bool


def calendar(events: Sequence[Event], name: str = "") -> str:
    """A whole file; `name` for a calendar that somebody subscribes to."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
    ]
    if name:
        lines += [f"X-WR-CALNAME:{escaped(name)}", "X-WR-TIMEZONE:Asia/Shanghai"]
    lines += ZONE
    for event in events:
        lines += _event(event)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _event(event: Event) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.id}@council"
    yield f"SEQUENCE:{event.changes}"
    yield f"DTSTAMP:{event.changed_at:%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;TZID=Asia/Shanghai:{event.starts_at:%Y%m%dT%H%M%S}"
    yield f"DTEND;TZID=Asia/Shanghai:{event.ends_at:%Y%m%dT%H%M%S}"
    yield f"SUMMARY:{escaped(event.summary)}"
    yield f"LOCATION:{escaped(event.place)}"
    if event.about:
        yield f"DESCRIPTION:{escaped(event.about)}"
    yield f"URL:{event.url}"
    yield f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}"
    yield "END:VEVENT"


def escaped(text: str) -> str:
    """TEXT of RFC 5545, 3.3.11: backslash, semicolon, comma and line break."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\\", "\\\\")
    return text.replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> str:
    """At most 75 octets a line, never within a character (3.1)."""
    return "\r\n ".join(_pieces(line))


def _pieces(line: Iterable[str]) -> Iterator[str]:
    piece, room = "", LONGEST
    for sign in line:
        size = len(sign.encode())
        if size > room:
            yield piece
            piece, room = "", LONGEST - 1  # the space that continues it takes one
        piece += sign
        room -= size
    yield piece
