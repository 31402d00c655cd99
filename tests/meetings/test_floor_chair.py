"""The floor through its actions: words in one line, the chair, reminders, and when it is voted."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from council import db
from council.change import change
from council.clock import moved_to, now
from council.meetings import actions
from council.meetings.log import Line
from council.record.queries import entries
from council.refusal import Refused
from council.voting import actions as polls
from council.voting.actions import Question
from tests.meetings.debate import Debate, begun
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


# ---- Words: one line for a speech ----


async def test_words_written_after_the_turn_go_into_its_line_once(debate: Debate) -> None:
    await debate.spoke("委员01", "yes")
    said = Line("speech", debate.id("委员01"), "", "先试半年")
    for _ in range(2):
        await actions.write_line(debate.meeting, said, debate.by("袁昆腔"))
    assert await debate.lines("speech") == [("委员01", "yes", "先试半年")]
    more = Line("speech", debate.id("委员01"), "no", "又补一句")
    await actions.write_line(debate.meeting, more, debate.by("袁昆腔"))
    assert len(await debate.lines("speech")) == 2, "what is written is never changed"


async def test_words_written_during_the_turn_are_its_line(debate: Debate) -> None:
    turn = await debate.speaks("委员01", "yes")
    said = Line("speech", debate.id("委员01"), "yes", "先试半年")
    await actions.write_line(debate.meeting, said, debate.by("袁昆腔"))
    await actions.end_turn(debate.meeting, turn, debate.by())
    assert await debate.lines("speech") == [("委员01", "yes", "先试半年")]


async def test_a_struck_line_is_left_alone(debate: Debate) -> None:
    await debate.spoke("委员01")
    line = (await debate.turn("委员01"))["line"]
    await actions.strike_line(debate.meeting, line, debate.by("袁昆腔"))
    said = Line("speech", debate.id("委员01"), "yes", "先试半年")
    await actions.write_line(debate.meeting, said, debate.by("袁昆腔"))
    assert await debate.lines("speech") == [("委员01", "yes", "先试半年")]


# ---- MTG-2: the chair ----


async def vote(debate: Debate) -> str:
    poll = await polls.make(
        debate.meeting, Question("同意", "COM", motion=debate.motion), debate.by()
    )
    await polls.open_poll(poll, debate.by())
    return poll


async def test_mtg_2_the_chair_hands_over_to_speak_and_presides_again_after_the_vote(
    debate: Debate,
) -> None:
    await refused("floor.chair_neutral", debate.hand("曹评话", "yes"))
    for _ in range(2):
        await actions.hand_over(debate.meeting, debate.id("委员03"), debate.by())
    await refused(
        "floor.handed_over_already",
        actions.hand_over(debate.meeting, debate.id("委员04"), debate.by()),
    )
    await debate.spoke("曹评话", "yes")
    await refused("floor.chair_neutral", debate.hand("委员03", "no"))
    poll = await vote(debate)
    await polls.close_poll(poll, debate.by())
    presiding = "SELECT presiding FROM meeting WHERE id = {}"
    assert (await db.row(presiding, debate.meeting)) == {"presiding": debate.id("委员03")}
    await polls.publish(poll, debate.by())
    assert (await db.row(presiding, debate.meeting)) == {"presiding": None}
    assert [one[2] for one in await debate.lines("handover")] == [
        "移交主持，由委员03主持到动议2表决。",
        "表决结果已公布，恢复主持。",
    ]
    acts = [one["act"] for one in await entries(debate.cast.community)]
    assert (acts.count("chair.handed_over"), acts.count("chair.returned")) == (1, 1)


async def test_the_chair_may_take_the_meeting_back_and_who_leaves_gives_it_back(
    debate: Debate,
) -> None:
    await actions.hand_over(debate.meeting, debate.id("委员03"), debate.by())
    for _ in range(2):
        await actions.take_back(debate.meeting, debate.by())
    await actions.hand_over(debate.meeting, debate.id("委员04"), debate.by())
    await actions.mark(debate.meeting, debate.id("委员04"), "left", debate.by())
    assert [one[2] for one in await debate.lines("handover")][1::2] == [
        "恢复主持。",
        "代为主持的人离席，恢复主持。",
    ]


# ---- MTG-6, MTG-8 ----


async def test_mtg_6_a_reminder_is_minuted_only_by_choice(debate: Debate) -> None:
    remind, who = actions.remind, debate.id("委员02")
    await remind(debate.meeting, who, "interrupt", debate.by(), minuted=False)
    assert await debate.lines("reminder") == []
    await remind(debate.meeting, who, "topic", debate.by(), minuted=True)
    assert await debate.lines("reminder") == [("", "", "主持人提醒委员02：请围绕议题。")]
    absent = remind(debate.meeting, debate.id("委员07"), "topic", debate.by(), minuted=True)
    await refused("floor.not_present", absent)


async def test_mtg_8_no_vote_while_somebody_wants_to_speak(debate: Debate) -> None:
    turn = await debate.speaks("委员01")
    await refused("floor.still_speaking", vote(debate))
    await debate.hand("委员02")
    await actions.end_turn(debate.meeting, turn, debate.by())
    await refused("floor.still_waiting", vote(debate))
    for _ in range(2):
        await actions.close_debate(debate.motion, "carried", debate.by())
    assert [one[2] for one in await debate.lines("note")][-1] == "经多数同意，结束辩论（动议2）。"
    await refused("floor.debate_closed", debate.hand("委员02"))
    for _ in range(2):
        await actions.reopen_debate(debate.motion, debate.by())
    await debate.hand("委员02")
    await actions.close_debate(debate.motion, "chair", debate.by())
    await vote(debate)


async def test_while_a_vote_runs_the_floor_is_closed_and_the_clock_stands(debate: Debate) -> None:
    start = now()
    turn = await debate.speaks("委员01")
    waits = await debate.hand("委员02")
    poll = await polls.make(debate.meeting, Question("是否结束辩论", "RONR"), debate.by())
    with moved_to(start + timedelta(seconds=30)):
        await polls.open_poll(poll, debate.by())
    stopped = await debate.turn("委员01")
    assert stopped["running_since"] is None
    assert abs(stopped["used_ms"] - 30_000) < 2_000
    for state in ("open", "closed"):
        for act in (
            debate.hand("委员03"),
            actions.give_floor(debate.meeting, waits, debate.by()),
            actions.resume_turn(debate.meeting, turn, debate.by()),
        ):
            await refused("floor.voting", act)
        if state == "open":
            await polls.close_poll(poll, debate.by())
    await polls.publish(poll, debate.by())
    await actions.resume_turn(debate.meeting, turn, debate.by())
    assert (await debate.turn("委员01"))["used_ms"] == stopped["used_ms"]


async def test_a_break_closes_the_floor(debate: Debate) -> None:
    turn = await debate.speaks("委员01")
    row = await db.row("SELECT * FROM meeting WHERE id = {}", debate.meeting)
    assert row is not None
    async with change(debate.by()) as c:
        await actions.hold_clock_within(c, row)
        await db.rows("UPDATE meeting SET break_since = {} WHERE id = {}", c.at, debate.meeting)
    assert (await debate.turn("委员01"))["running_since"] is None
    await refused("floor.break", debate.hand("委员03"))
    await refused("floor.break", actions.resume_turn(debate.meeting, turn, debate.by()))
