"""Who is called and the live record: the two long columns of a meeting's snapshot."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from council import db
from council.clock import local
from council.organisations.queries import english_names
from council.room import lines
from council.room.snapshot import LogView, Made, SeatView

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

One = TypeVar("One", SeatView, LogView)
LINES = 200  # of the live record, the newest; the whole is on its own page

_SEAT = ("person", "name", "sector", "title", "part", "status", "status_at", "remote")
_CALLED = (
    "SELECT c.place, c.person, p.name, c.sector, c.title, c.part, c.status, c.status_at, c.remote"
    " FROM called c JOIN person p ON p.id = c.person WHERE c.meeting = {}"
)
_LINE = ("place", "at", "kind", "text", "name", "sector", "side", "struck_at", "used_ms")
_LOG = (
    "SELECT * FROM (SELECT l.seq AS place, l.at, l.kind, l.text, l.side, l.struck_at, p.name,"
    " c.sector, t.used_ms FROM log_line l LEFT JOIN person p ON p.id = l.person"
    " LEFT JOIN called c ON c.meeting = l.meeting AND c.person = l.person"
    " LEFT JOIN turn t ON t.meeting = l.meeting AND t.line = l.seq AND t.state = 'ended'"
    " WHERE l.meeting = {} ORDER BY l.seq DESC LIMIT {}) AS newest"
)


async def read(meeting: str, community: str, before: Made | None) -> Made:
    """Seats and lines, as far as they changed; the rest is what it was before."""
    english = await english_names(community)
    seats = await _lines(_SEAT, _CALLED, meeting)
    log = await _lines(_LINE, _LOG, meeting, LINES)
    return Made(
        lines.make(seats, english, _seat, _renamed, before.seats if before else None),
        lines.make(log, english, _line, _renamed, before.log if before else None),
    )


async def _lines(columns: Sequence[str], source: str, *args: Any) -> str:
    """A line for each row of `source`, in the order of its first column."""
    named = ", ".join(columns)
    if isinstance(db.engine(), db.SafePostgres):
        line = f"string_agg(json_build_array({named})::text, chr(10) ORDER BY place)"
    else:  # old SQLite has no ORDER BY there; it takes the rows as the inner query sorts them
        line = f"group_concat(json_array({named}), char(10))"
    sql = f"SELECT {line} AS lines FROM ({source} ORDER BY place) AS sorted"  # noqa: S608 - names of ours, no value
    found = await db.row(sql, *args)
    return str(found["lines"] or "") if found else ""


def _renamed(one: One, names: Mapping[str, str]) -> One:
    name = names.get(one.sector)
    return replace(one, sector=name) if name else one


def _seat(row: list[Any]) -> SeatView:
    person, name, sector, title, part, status, at, remote = row
    came = None if status == "expected" else _moment(at)
    return SeatView(person, name, sector, title, part, status, came, bool(remote))


def _moment(text: str) -> datetime:
    return local(datetime.fromisoformat(text))


def _line(row: list[Any]) -> LogView:
    seq, at, kind, text, name, sector, side, struck, used_ms = row
    return LogView(
        seq,
        _moment(at),
        kind,
        text,
        name or "",
        sector or "",
        side,
        struck=struck is not None,
        spoke=((used_ms or 0) + 500) // 1000,
    )
