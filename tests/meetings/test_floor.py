"""The floor through its actions, on both databases: one speaker, one hand, an exact clock."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from council import db
from council.clock import moved_to, now
from council.ids import new_id
from council.meetings import actions
from council.meetings.actions import Hand
from council.refusal import NotThere, Refused
from tests.meetings.debate import BOXES, Debate, begun
from tests.people import assemble

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from council.db import Engine

MEMBERS = 9  # 委员07 has not come


@pytest.fixture
async def debate(engine: Engine) -> Debate:
    return await begun(await assemble(members=MEMBERS))


async def refused(code: str, act: Awaitable[object]) -> None:
    with pytest.raises(Refused) as why:
        await act
    assert why.value.code == code


async def test_a_hand_twice_is_one_and_another_side_keeps_the_place(debate: Debate) -> None:
    first = await debate.hand("委员01", "yes")
    assert await debate.hand("委员01", "yes") == first
    raised = (await debate.turn("委员01"))["raised_at"]
    await debate.hand("委员02", "yes")
    assert await debate.hand("委员01", "no") == first
    changed = await debate.turn("委员01")
    assert (changed["side"], changed["raised_at"]) == ("no", raised)
    for _ in range(2):
        await actions.lower_hand(debate.meeting, debate.id("委员01"), debate.by("委员01"))
    assert await debate.states() == ["lowered", "waiting"]


async def test_the_secretary_raises_the_hand_of_who_has_no_phone(debate: Debate) -> None:
    await debate.hand("委员03", "no", by="袁昆腔")
    turn = await debate.turn("委员03")
    assert (turn["person"], turn["raised_by"]) == (debate.id("委员03"), debate.id("袁昆腔"))


async def test_only_who_was_called_and_is_there(debate: Debate) -> None:
    with pytest.raises(NotThere):
        await debate.hand("顾水巷")
    await refused("floor.not_present", debate.hand("委员07"))


async def test_a_form_that_was_made_for_another_motion_is_refused(debate: Debate) -> None:
    main = debate.motion
    await debate.moves(BOXES, amends=main)
    stale = Hand(debate.id("委员01"), "yes", main)
    await refused("floor.moved_on", actions.raise_hand(debate.meeting, stale, debate.by("委员01")))
    fresh = Hand(debate.id("委员01"), "yes", debate.motion)
    await actions.raise_hand(debate.meeting, fresh, debate.by("委员01"))
    assert (await debate.turn("委员01"))["motion"] == debate.motion


async def test_twenty_grants_at_once_make_one_speaker(debate: Debate) -> None:
    turns = [await debate.hand(f"委员{n:02d}", "yes" if n % 2 else "no") for n in range(1, 5)]
    given = [
        actions.give_floor(debate.meeting, turns[n % 4], debate.by(), "other") for n in range(20)
    ]
    ended = await asyncio.gather(*given, return_exceptions=True)
    assert {one.code for one in ended if isinstance(one, Refused)} <= {"floor.somebody_speaks"}
    assert not [one for one in ended if one and not isinstance(one, Refused)]
    assert (await debate.states()).count("speaking") == 1


async def test_twenty_hands_at_once_are_one(debate: Debate) -> None:
    hand = Hand(debate.id("委员01"), "yes")
    by = debate.by("委员01")
    await asyncio.gather(*(actions.raise_hand(debate.meeting, hand, by) for _ in range(20)))
    assert await debate.states() == ["waiting"]


async def test_the_database_itself_knows_one_speaker_and_one_hand(debate: Debate) -> None:
    """Whatever the code does: the negative control of the two races above."""
    await debate.speaks("委员01")
    other = await debate.hand("委员02")
    with pytest.raises(db.UNIQUE_ERRORS):
        await db.rows("UPDATE turn SET state = 'speaking' WHERE id = {}", other)
    with pytest.raises(db.UNIQUE_ERRORS):
        await db.rows(
            "INSERT INTO turn (id, meeting, item, person, side, side_before, state, raised_at,"
            " raised_by, departs, seconds, used_ms, worded)"
            " SELECT {}, meeting, item, person, side, '', 'waiting', raised_at, raised_by, '',"
            " seconds, 0, worded FROM turn WHERE id = {}",
            new_id(),
            other,
        )


async def test_time_is_measured_by_the_servers_clock_and_pauses_do_not_count(
    debate: Debate,
) -> None:
    start = now() + timedelta(minutes=5)
    with moved_to(start):
        turn = await debate.speaks("委员01")
    with moved_to(start + timedelta(seconds=41.5)):
        for _ in range(2):
            await actions.pause_turn(debate.meeting, turn, debate.by())
    with moved_to(start + timedelta(minutes=9)):
        for _ in range(2):
            await actions.resume_turn(debate.meeting, turn, debate.by())
    with moved_to(start + timedelta(minutes=9, seconds=20)):
        for _ in range(2):
            await actions.end_turn(debate.meeting, turn, debate.by("委员01"))
    spoken = await debate.turn("委员01")
    assert spoken["state"] == "ended"
    assert abs(spoken["used_ms"] - 61_500) < 2_000, spoken["used_ms"]
    assert await debate.lines("speech") == [("委员01", "yes", "")]


async def test_thirty_seconds_more_are_given_once_for_one_press(debate: Debate) -> None:
    turn = await debate.speaks("委员01")
    for _ in range(2):
        await actions.extend_turn(debate.meeting, turn, 120, debate.by())
    assert (await debate.turn("委员01"))["seconds"] == 150
    await actions.extend_turn(debate.meeting, turn, 150, debate.by())
    assert (await debate.turn("委员01"))["seconds"] == 180


async def test_mtg_5_after_two_turns_there_is_no_third(debate: Debate) -> None:
    for _ in range(2):
        await debate.spoke("委员01")
    await refused("floor.no_turns", debate.hand("委员01"))
    await db.rows("UPDATE meeting SET turns_each = 3 WHERE id = {}", debate.meeting)
    await debate.spoke("委员01")


async def test_a_point_of_order_interrupts_and_then_the_speech_goes_on(debate: Debate) -> None:
    speech = await debate.speaks("委员01")
    await debate.hand("委员02", "no")
    point = await debate.hand("委员02", "order")
    await actions.give_floor(debate.meeting, point, debate.by())
    assert await debate.states() == ["interrupted", "speaking"]
    await actions.end_turn(debate.meeting, point, debate.by())
    now_again = await debate.turn("委员01")
    assert (now_again["state"], now_again["running_since"]) == ("speaking", None)
    waits = await debate.turn("委员02")
    assert (waits["state"], waits["side"], waits["side_before"]) == ("waiting", "no", "")
    await actions.resume_turn(debate.meeting, speech, debate.by())
    await actions.end_turn(debate.meeting, speech, debate.by())
    await actions.give_floor(debate.meeting, waits["id"], debate.by())


async def test_a_withdrawn_point_of_order_leaves_the_hand_as_it_was(debate: Debate) -> None:
    await debate.hand("委员02", "no")
    await debate.hand("委员02", "order")
    await actions.lower_hand(debate.meeting, debate.id("委员02"), debate.by("委员02"))
    waits = await debate.turn("委员02")
    assert (waits["state"], waits["side"], waits["side_before"]) == ("waiting", "no", "")


async def test_who_leaves_loses_the_hand_and_the_floor(debate: Debate) -> None:
    await debate.speaks("委员01")
    await debate.hand("委员02")
    for name in ("委员01", "委员02"):
        await actions.mark(debate.meeting, debate.id(name), "left", debate.by())
    assert await debate.states() == ["ended", "lowered"]
    assert await debate.lines("speech") == [("委员01", "yes", "")]


async def test_the_next_item_finds_an_empty_floor(debate: Debate) -> None:
    await debate.speaks("委员01")
    await debate.hand("委员02")
    await actions.hand_over(debate.meeting, debate.id("委员03"), debate.by())
    await actions.go_to_item(debate.meeting, await debate.item(1), debate.by())
    assert await debate.states() == ["ended", "lowered"]
    assert [text for *_, text in await debate.lines("handover")][-1] == "本项已结束，恢复主持。"


async def test_what_belongs_to_another_community_is_not_there(debate: Debate) -> None:
    turn = await debate.hand("委员01")
    other = (await assemble("光华社区")).actor("袁昆腔")
    for act in (
        actions.raise_hand(debate.meeting, Hand(debate.id("委员01"), "yes"), other),
        actions.give_floor(debate.meeting, turn, other),
        actions.remind(debate.meeting, debate.id("委员01"), "topic", other, minuted=True),
        actions.close_debate(debate.motion, "chair", other),
    ):
        with pytest.raises(NotThere):
            await act
