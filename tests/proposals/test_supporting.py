"""One person supports once, whatever is sent at once; what is needed is reached once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from council import db
from council.proposals import actions, path_queries, queries
from council.refusal import NotThere, Refused
from tests.access.rows import put
from tests.proposals.lamp import NEEDED, officer, state, supported

if TYPE_CHECKING:
    from tests.people import Cast


async def heads(proposal: str) -> int:
    found = await db.rows("SELECT person FROM proposal_support WHERE proposal = {}", proposal)
    return len(found)


async def test_ten_taps_at_once_are_one_supporter(cast: Cast, lamp: str) -> None:
    await asyncio.gather(*(actions.support(lamp, 1, cast.actor("委员01")) for _ in range(10)))
    assert await heads(lamp) == 1
    assert (await queries.one(lamp)).supporters == 1
    assert await state(lamp) == ("supporting", "open")


async def test_the_database_itself_keeps_a_second_row_out(cast: Cast, lamp: str) -> None:
    await actions.support(lamp, 1, cast.actor("委员01"))
    with pytest.raises(db.UNIQUE_ERRORS):
        await db.rows(
            "INSERT INTO proposal_support SELECT * FROM proposal_support WHERE proposal = {}", lamp
        )


async def test_everybody_at_once_reaches_the_threshold_once(cast: Cast, lamp: str) -> None:
    people = [f"委员{number:02d}" for number in range(1, 7)]
    await asyncio.gather(*(actions.support(lamp, 1, cast.actor(one)) for one in people))
    assert await heads(lamp) == len(people)
    assert await state(lamp) == ("waiting", "answering")
    steps = [(one.step, one.number) for one in await path_queries.steps(lamp)]
    assert steps == [("filed", 1), ("reached", NEEDED)]


async def test_support_is_taken_back_and_given_again(cast: Cast, lamp: str) -> None:
    by = cast.actor("委员01")
    await actions.support(lamp, 1, by)
    await actions.withdraw_support(lamp, by)
    assert await heads(lamp) == 0
    await actions.withdraw_support(lamp, by)
    await actions.support(lamp, 1, by)
    assert await heads(lamp) == 1


async def test_an_answer_that_is_due_stays_due(cast: Cast, waiting: str) -> None:
    due = (await queries.one(waiting)).due
    await actions.withdraw_support(waiting, cast.actor("委员01"))
    found = await queries.one(waiting)
    assert (found.state, found.due, found.supporters) == ("waiting", due, NEEDED - 1)


async def test_nobody_supports_their_own_or_one_next_door(
    cast: Cast, twin: Cast, lamp: str
) -> None:
    with pytest.raises(Refused, match=r"proposal\.own"):
        await actions.support(lamp, 1, cast.actor("顾水巷"))
    with pytest.raises(NotThere):
        await actions.support(lamp, 1, twin.actor("顾水巷"))
    await actions.support(lamp, 1, cast.actor("委员01"))


async def test_households_are_counted_and_names_shown_only_where_asked(
    cast: Cast, lamp: str
) -> None:
    flat = {"community": cast.community, "building": "3", "entrance": "1", "area": 9000}
    unit = await put("unit", **flat, code="3-1-101", room="101", area_source="登记簿")
    home = await put("household", community=cast.community, unit=unit, no=1)
    for name in ("委员01", "委员02"):
        await put("residence", person=cast.people[name], unit=unit, tie="业主", household=home)
    await actions.support(lamp, 1, cast.actor("委员01"), shown=True)
    await actions.support(lamp, 1, cast.actor("委员02"))
    found = await path_queries.support(lamp, 1)
    assert (found.people, found.homes, found.names) == (2, 1, ("委***",))


async def test_the_council_may_take_it_up_before(cast: Cast, lamp: str) -> None:
    await supported(cast, lamp, 1)
    await actions.accept(lamp, officer(cast))
    await actions.accept(lamp, officer(cast))
    assert await state(lamp) == ("waiting", "answering")
    assert [one.step for one in await path_queries.steps(lamp)] == ["filed", "accepted"]
