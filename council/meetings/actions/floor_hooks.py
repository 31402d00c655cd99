"""What other actions do to the floor: votes, breaks, other items, people who leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council.ids import new_id
from council.meetings import floor, floor_queries
from council.meetings.actions.floor_held import after_order_within, stop_clock_within
from council.meetings.actions.presiding import return_chair_within
from council.meetings.actions.raising import release_within

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from council.change import Change


async def hold_clock_within(c: Change, meeting: Mapping[str, Any]) -> None:
    """A vote or a break begins: the speaker's clock stops; `meeting` is its row."""
    speaker = (await floor_queries.floor_of(meeting)).speaker
    if speaker and speaker.running_since:
        await stop_clock_within(c, speaker)


async def must_be_debated_within(meeting: Mapping[str, Any], motion: str) -> None:
    """MTG-8, asked before a vote on this motion opens."""
    held = await floor_queries.floor_of(meeting)
    if held.on == motion:
        floor.may_vote(held)


async def clear_floor_within(c: Change, meeting: Mapping[str, Any], why: str) -> None:
    """The item is left or the meeting closed: nobody waits or speaks, the chair presides."""
    held = await floor_queries.floor_of(meeting)
    up = [one for one in held.turns if one.state in floor.UP]
    await release_within(c, meeting["id"], up)
    await return_chair_within(c, meeting["id"], why)


async def leave_floor_within(c: Change, meeting: Mapping[str, Any], person: str) -> None:
    """Who leaves loses the hand, the floor and the chair that was handed to them."""
    held = await floor_queries.floor_of(meeting)
    up = held.hand_of(person)
    if up:
        await release_within(c, meeting["id"], [up])
        if up.state == floor.SPEAKING:
            await after_order_within(held, up, new_id())
    if meeting["presiding"] == person:
        await return_chair_within(c, meeting["id"], "left")
