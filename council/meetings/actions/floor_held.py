"""The floor while a change holds its meeting, and what several actions do to a turn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from council import db
from council.meetings import floor, floor_queries, rules
from council.meetings.actions.held import locked
from council.meetings.actions.lines import add_line
from council.refusal import NotThere

if TYPE_CHECKING:
    from council.change import Actor, Change
    from council.meetings.floor import Floor, Turn


async def floor_within(meeting: str, by: Actor) -> tuple[dict[str, Any], Floor]:
    """The meeting's row, held, which must be open; and its floor."""
    found = await locked(meeting, by)
    rules.must_be_open(found["state"])
    return found, await floor_queries.floor_of(found)


def one_of(held: Floor, turn: str) -> Turn:
    """A turn of the current item; those of earlier items are over."""
    found = next((one for one in held.turns if one.id == turn), None)
    if found is None:
        raise NotThere
    return found


async def stop_clock_within(c: Change, turn: Turn) -> None:
    """What was spoken until now is kept; the turn goes on when the chair says so."""
    await db.rows(
        "UPDATE turn SET used_ms = {}, running_since = NULL, paused_at = {} WHERE id = {}",
        floor.used(turn, c.at),
        c.at,
        turn.id,
    )


async def end_within(c: Change, meeting: str, turn: Turn) -> None:
    """A turn that was spoken is over; it has its one line in the live record, the words to come."""
    line = turn.line
    if line is None:
        side = turn.side if turn.side in floor.ON_MOTION else ""
        line = await add_line(c, meeting, "speech", "", turn.person, side)
    await db.rows(
        "UPDATE turn SET state = 'ended', used_ms = {}, running_since = NULL, ended_at = {},"
        " ended_by = {}, line = {} WHERE id = {}",
        floor.used(turn, c.at),
        c.at,
        c.by.person,
        line,
        turn.id,
    )


async def lower_within(c: Change, turns: list[Turn]) -> None:
    """Hands that go down without having had the floor."""
    for one in turns:
        await db.rows(
            "UPDATE turn SET state = 'lowered', ended_at = {}, ended_by = {} WHERE id = {}",
            c.at,
            c.by.person,
            one.id,
        )


async def after_order_within(held: Floor, turn: Turn, by_order: str) -> None:
    """After a point of order: whoever was interrupted has the floor again, with a still clock;
    who had waited before it stands in the queue as before, under a new id `by_order`.
    """
    if turn.side != floor.ORDER:
        return
    if held.interrupted:
        await db.rows("UPDATE turn SET state = 'speaking' WHERE id = {}", held.interrupted.id)
    if turn.side_before:
        await db.rows(
            "INSERT INTO turn (id, meeting, item, motion, person, side, side_before, state,"
            " raised_at, raised_by, departs, seconds, used_ms, worded)"
            " SELECT {}, meeting, item, motion, person, side_before, '', 'waiting', raised_at,"
            " raised_by, '', seconds, 0, FALSE FROM turn WHERE id = {}",
            by_order,
            turn.id,
        )
