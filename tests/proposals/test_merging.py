"""Merged only with the author's word: numbers stay, support goes along, nobody counts twice."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from council.ideas import queries as register
from council.proposals import actions, path_queries, queries
from council.proposals.actions import Filing
from council.proposals.rules import Terms
from council.refusal import NotThere, Refused
from tests.proposals.lamp import LAMP, officer, state

if TYPE_CHECKING:
    from tests.people import Cast

STEPS = replace(LAMP, title="修门口台阶", text="把3号楼门口的台阶修平，顺便装灯。")
WHY = "说的是同一个门口。"


@pytest.fixture
async def steps(cast: Cast) -> str:
    """委员06's proposal about the same door."""
    await actions.set_terms(Terms(5, 15), cast.actor(cast.secretary))
    return await actions.file(Filing(STEPS), cast.actor("委员06"))


async def both_supported(cast: Cast, lamp: str, steps: str) -> None:
    for name in ("委员01", "委员02"):
        await actions.support(lamp, 1, cast.actor(name))
    for name in ("委员02", "委员03"):
        await actions.support(steps, 1, cast.actor(name))


async def test_support_goes_along_without_doubling(cast: Cast, lamp: str, steps: str) -> None:
    await both_supported(cast, lamp, steps)
    numbers = [(await register.idea(one)).no for one in (lamp, steps)]
    await actions.ask_merge(lamp, steps, WHY, officer(cast))
    await actions.answer_merge(lamp, cast.actor("顾水巷"), agreed=True)
    assert await state(lamp) == ("merged", "grouped")
    found = await path_queries.support(steps, 1)
    assert (found.people, found.brought) == (3, 1)
    assert [(await register.idea(one)).no for one in (lamp, steps)] == numbers
    assert (await queries.one(lamp)).merged_into == steps
    assert (await queries.one(lamp)).supporters == 2
    told = [(one.step, one.other) for one in await path_queries.steps(steps)]
    assert told[-1] == ("brought", lamp)


async def test_the_author_of_the_other_one_is_not_brought_as_a_supporter(
    cast: Cast, lamp: str, steps: str
) -> None:
    await actions.support(lamp, 1, cast.actor("委员06"))
    await actions.ask_merge(lamp, steps, WHY, officer(cast))
    await actions.answer_merge(lamp, cast.actor("顾水巷"), agreed=True)
    assert (await queries.one(steps)).supporters == 0


async def test_what_is_brought_may_reach_the_threshold(cast: Cast, lamp: str, steps: str) -> None:
    for name in ("委员01", "委员02"):
        await actions.support(lamp, 1, cast.actor(name))
    for name in ("委员03", "委员04", "委员05"):
        await actions.support(steps, 1, cast.actor(name))
    assert await state(steps) == ("supporting", "open")
    await actions.ask_merge(lamp, steps, WHY, officer(cast))
    await actions.answer_merge(lamp, cast.actor("顾水巷"), agreed=True)
    assert await state(steps) == ("waiting", "answering")


async def test_without_the_authors_word_nothing_is_merged(
    cast: Cast, lamp: str, steps: str
) -> None:
    await actions.ask_merge(lamp, steps, WHY, officer(cast))
    for other in (officer(cast), cast.actor("委员06")):
        with pytest.raises(NotThere):
            await actions.answer_merge(lamp, other, agreed=True)
    await actions.answer_merge(lamp, cast.actor("顾水巷"), agreed=False, said="不是一回事")
    assert await state(lamp) == ("filed", "open")
    with pytest.raises(Refused, match=r"proposal\.merge_none"):
        await actions.answer_merge(lamp, cast.actor("顾水巷"), agreed=True)


async def test_of_one_that_waits_the_question_is_the_answer_until_it_is_refused(
    cast: Cast, waiting: str, steps: str
) -> None:
    due = (await queries.one(waiting)).due
    await actions.ask_merge(waiting, steps, WHY, officer(cast))
    assert await state(waiting) == ("answered", "answered")
    await actions.answer_merge(waiting, cast.actor("顾水巷"), agreed=False)
    assert await state(waiting) == ("waiting", "answering")
    assert (await queries.one(waiting)).due == due
    await actions.answer(waiting, "agenda", "那就上会。", officer(cast))


async def test_one_question_at_a_time_and_never_into_itself(
    cast: Cast, twin: Cast, lamp: str, steps: str
) -> None:
    far = await actions.file(Filing(LAMP), twin.actor("顾水巷"))
    with pytest.raises(Refused, match=r"proposal\.target"):
        await actions.ask_merge(lamp, lamp, WHY, officer(cast))
    with pytest.raises(NotThere):
        await actions.ask_merge(lamp, far, WHY, officer(cast))
    await actions.ask_merge(lamp, steps, WHY, officer(cast))
    await actions.ask_merge(lamp, steps, WHY, officer(cast))
    third = await actions.file(Filing(STEPS), cast.actor("委员05"))
    with pytest.raises(Refused, match=r"proposal\.merge_asked"):
        await actions.ask_merge(lamp, third, WHY, officer(cast))


async def test_one_that_was_taken_back_meanwhile_takes_nothing_in(
    cast: Cast, lamp: str, steps: str
) -> None:
    await actions.ask_merge(lamp, steps, WHY, officer(cast))
    await actions.withdraw(steps, "", cast.actor("委员06"))
    with pytest.raises(Refused, match=r"proposal\.merge_none"):
        await actions.answer_merge(lamp, cast.actor("顾水巷"), agreed=True)
    assert await state(lamp) == ("filed", "open")


async def test_two_that_are_merged_into_each_other_at_once_leave_one(
    cast: Cast, lamp: str, steps: str
) -> None:
    await actions.ask_merge(lamp, steps, WHY, officer(cast))
    await actions.ask_merge(steps, lamp, WHY, officer(cast))
    tried = await asyncio.gather(
        actions.answer_merge(lamp, cast.actor("顾水巷"), agreed=True),
        actions.answer_merge(steps, cast.actor("委员06"), agreed=True),
        return_exceptions=True,
    )
    assert sorted(isinstance(one, Refused) for one in tried) == [False, True]
    assert sorted([(await state(lamp))[0], (await state(steps))[0]]) == ["filed", "merged"]
