"""Lines of the live record (会议记录): numbered, added, struck through, never removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council import db
from council.change import Actor, change
from council.live import topics
from council.meetings.actions.held import locked
from council.meetings.actions.wording import into_turn_within, of_turn_within
from council.refusal import NotThere

if TYPE_CHECKING:
    from council.change import Change
    from council.meetings.log import Line

TWICE = 10  # seconds within which the same line is taken for a double tap


async def add_line(
    c: Change, meeting: str, kind: str, text: str, person: str = "", side: str = ""
) -> int:
    """Write one line inside a change that holds the meeting; returns its number."""
    found = await db.row(
        "INSERT INTO log_line (meeting, seq, at, kind, person, side, text, entered_by) VALUES"
        " ({}, (SELECT coalesce(max(seq), 0) + 1 FROM log_line WHERE meeting = {}),"
        " {}, {}, {}, {}, {}, {}) RETURNING seq",
        meeting,
        meeting,
        c.at,
        kind,
        person or None,
        side,
        text,
        c.by.person,
    )
    return int(found["seq"]) if found else 0


async def write_line(meeting: str, line: Line, by: Actor) -> None:
    """log.written: the secretary adds a line; a double tap within seconds is one line."""
    async with change(by) as c:
        await locked(meeting, by)
        last = await db.row(
            "SELECT at, kind, text, person FROM log_line WHERE meeting = {}"
            " ORDER BY seq DESC LIMIT 1",
            meeting,
        )
        if (
            last is not None
            and (last["kind"], last["text"], last["person"] or "")
            == (line.kind, line.text, line.person)
            and (c.at - last["at"]).total_seconds() < TWICE
        ):
            return
        if not await into_turn_within(meeting, line):
            seq = await add_line(c, meeting, line.kind, line.text, line.person, line.side)
            await of_turn_within(meeting, line, seq)
        c.tell(topics.room(meeting), "log.written")


async def strike_line(meeting: str, seq: int, by: Actor) -> None:
    """log.struck: the line stays readable, struck through, with the time. Twice is once."""
    async with change(by) as c:
        await locked(meeting, by)
        found = await db.row(
            "SELECT struck_at FROM log_line WHERE meeting = {} AND seq = {}", meeting, seq
        )
        if found is None:
            raise NotThere
        if found["struck_at"] is not None:
            return
        await db.rows(
            "UPDATE log_line SET struck_at = {} WHERE meeting = {} AND seq = {}",
            c.at,
            meeting,
            seq,
        )
        c.tell(topics.room(meeting), "log.struck")
