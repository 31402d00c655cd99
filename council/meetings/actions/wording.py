"""The words of a speech and the turn in which it was made: one line for both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council import db

if TYPE_CHECKING:
    from council.meetings.log import Line

# The newest turn of somebody at the item that the meeting is at, with its line if it has one.
_TURN = (
    "SELECT t.id, t.state, t.line, t.worded, l.text, l.struck_at FROM turn t"
    " JOIN meeting m ON m.id = t.meeting AND m.current_item = t.item"
    " LEFT JOIN log_line l ON l.meeting = t.meeting AND l.seq = t.line"
    " WHERE t.meeting = {} AND t.person = {} AND t.began_at IS NOT NULL"
    " ORDER BY t.began_at DESC LIMIT 1"
)


async def into_turn_within(meeting: str, line: Line) -> bool:
    """Whether the words went into the line that the end of the turn had left bare.

    Only once: what stands there is struck through later, never changed; the same words twice are
    one line.
    """
    if line.kind != "speech" or not line.person:
        return False
    turn = await db.row(_TURN, meeting, line.person)
    if turn is None or turn["line"] is None or turn["struck_at"] is not None:
        return False
    if turn["worded"]:
        return bool(turn["text"] == line.text)
    await db.rows(
        "UPDATE log_line SET text = {} WHERE meeting = {} AND seq = {}",
        line.text,
        meeting,
        turn["line"],
    )
    if line.side:
        await db.rows(
            "UPDATE log_line SET side = {} WHERE meeting = {} AND seq = {}",
            line.side,
            meeting,
            turn["line"],
        )
    await db.rows("UPDATE turn SET worded = {} WHERE id = {}", True, turn["id"])
    return True


async def of_turn_within(meeting: str, line: Line, seq: int) -> None:
    """A line about whoever speaks now is the line of their turn: its end writes no other."""
    if line.kind == "speech" and line.person:
        await db.rows(
            "UPDATE turn SET line = {}, worded = {} WHERE meeting = {} AND person = {}"
            " AND state IN ('speaking', 'interrupted') AND line IS NULL",
            seq,
            True,
            meeting,
            line.person,
        )
