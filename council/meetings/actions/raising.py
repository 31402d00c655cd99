"""Hands: raised, lowered, and given the floor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from council import db
from council.change import Actor, change
from council.ids import new_id
from council.live import topics
from council.meetings import floor
from council.meetings.actions.floor_held import (
    end_within,
    floor_within,
    lower_within,
    one_of,
    stop_clock_within,
)
from council.meetings.tables import Turn as TurnRow
from council.refusal import NotThere, Refused

if TYPE_CHECKING:
    from typing import Any

    from council.change import Change
    from council.meetings.floor import Floor, Turn


@dataclass(frozen=True, slots=True)
class Hand:
    """Who wants to speak, on which side, to which motion (None: whatever stands now)."""

    person: str
    side: str
    motion: str | None = None


async def raise_hand(meeting: str, hand: Hand, by: Actor) -> None:
    """turn.raised: one more waits; the same hand twice is one, another side replaces the first.

    Refused with floor.moved_on where the form was made for another motion.
    """
    async with change(by) as c:
        found, held = await floor_within(meeting, by)
        seat = await db.row(
            "SELECT part, status FROM called WHERE meeting = {} AND person = {}",
            meeting,
            hand.person,
        )
        if seat is None:
            raise NotThere
        if hand.motion is not None and hand.motion != held.on and hand.side != floor.ORDER:
            raise Refused("floor.moved_on")
        floor.may_raise(held, hand.person, hand.side, seat["part"], seat["status"])
        up = held.hand_of(hand.person)
        if up is None:
            await _new_hand(c, found, held, hand)
        elif not await _another_side(c, held, up, hand.side):
            return
        c.tell(topics.room(meeting), "turn.raised")


async def _new_hand(c: Change, found: dict[str, Any], held: Floor, hand: Hand) -> None:
    await TurnRow.insert(
        TurnRow(
            id=new_id(),
            meeting=found["id"],
            item=found["current_item"],
            motion=held.on or None,
            person=hand.person,
            side=hand.side,
            side_before="",
            state=floor.WAITING,
            raised_at=c.at,
            raised_by=c.by.person,
            departs="",
            seconds=found["turn_seconds"],
            used_ms=0,
            worded=False,
        )
    )


async def _another_side(c: Change, held: Floor, up: Turn, side: str) -> bool:
    """Whether anything changed for a hand that was up already."""
    if up.state != floor.WAITING:
        raise Refused("floor.you_speak")
    if up.side == side and (up.motion == held.on or side == floor.ORDER):
        return False
    moved = side != floor.ORDER and up.motion != held.on
    before = up.side if side == floor.ORDER and up.motion == held.on else ""
    await db.rows(
        "UPDATE turn SET side = {}, side_before = {}, motion = {}, raised_at = {} WHERE id = {}",
        side,
        before,
        held.on or None,
        c.at if moved else up.raised_at,
        up.id,
    )
    return True


async def lower_hand(meeting: str, person: str, by: Actor) -> None:
    """turn.lowered: the hand goes down; who withdraws a point of order waits as before."""
    async with change(by) as c:
        _, held = await floor_within(meeting, by)
        up = held.hand_of(person)
        if up is None:
            return
        if up.state != floor.WAITING:
            raise Refused("floor.you_speak")
        if up.side_before:
            await db.rows(
                "UPDATE turn SET side = side_before, side_before = '' WHERE id = {}", up.id
            )
        else:
            await lower_within(c, [up])
        c.tell(topics.room(meeting), "turn.lowered")


async def give_floor(meeting: str, turn: str, by: Actor, departs: str = "") -> None:
    """turn.begun: this one speaks and the clock runs; twice is once.

    `departs` says why it is not the next one by the order. A point of order stops whoever speaks.
    """
    async with change(by) as c:
        _, held = await floor_within(meeting, by)
        given = one_of(held, turn)
        if given.state == floor.SPEAKING:
            return
        floor.may_give(held, given, departs)
        if held.speaker:
            await _interrupt(c, held.speaker)
        next_one = held.queue[0].id == given.id
        await db.rows(
            "UPDATE turn SET state = 'speaking', began_at = {}, running_since = {}, departs = {}"
            " WHERE id = {}",
            c.at,
            c.at,
            "" if next_one else departs,
            turn,
        )
        c.tell(topics.room(meeting), "turn.begun")


async def _interrupt(c: Change, speaker: Turn) -> None:
    await stop_clock_within(c, speaker)
    await db.rows("UPDATE turn SET state = 'interrupted' WHERE id = {}", speaker.id)


async def release_within(c: Change, meeting: str, turns: list[Turn]) -> None:
    """All these hands go down; who has the floor among them ends."""
    await lower_within(c, [one for one in turns if one.state == floor.WAITING])
    for one in turns:
        if one.state in {floor.SPEAKING, floor.INTERRUPTED}:
            await end_within(c, meeting, one)
