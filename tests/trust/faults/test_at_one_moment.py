"""Row 3: everybody sends forty ballots at one moment, through the door; one counts, none fails.

The control lets a second ballot through: the same test must see it.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from council.voting import rules
from tests.trust.faults import town as towns
from tests.trust.faults.phones import ask

if TYPE_CHECKING:
    import random

    from tests.trust.faults.phones import Answer
    from tests.trust.faults.town import Town

LINES = 500  # connections at one moment


async def all_at_once(
    port: int, town: Town, mode: str, times: int, dice: random.Random
) -> list[Answer]:
    lines = asyncio.Semaphore(LINES)

    async def sent(request: bytes) -> Answer:
        async with lines:
            return await ask(port, request)

    many = [town.sending(mode, who, dice) for who in town.house.residents * times]
    dice.shuffle(many)
    return await asyncio.gather(*(sent(one.request) for one in many))


async def one_counts(town: Town, mode: str, answers: list[Answer]) -> None:
    statuses = [one.status for one in answers]
    people = len(town.house.residents)
    assert statuses.count(201) == people
    assert statuses.count(409) == len(answers) - people, set(statuses)
    assert {one.json()["reason"] for one in answers if one.status == 409} == {"voted"}
    assert len(await towns.stored(town)) == people


@pytest.mark.parametrize("mode", towns.MODES)
async def test_of_many_sendings_at_one_moment_one_counts_and_none_fails(
    port: int, town: Town, dice: random.Random, mode: str
) -> None:
    await one_counts(town, mode, await all_at_once(port, town, mode, 2, dice))


@pytest.mark.nightly
@pytest.mark.parametrize("mode", towns.MODES)
async def test_of_two_thousand_sendings_at_one_moment_fifty_count_and_none_fails(
    port: int, town: Town, dice: random.Random, mode: str
) -> None:
    await one_counts(town, mode, await all_at_once(port, town, mode, 40, dice))


async def test_control_where_a_second_ballot_is_let_through_it_is_seen(
    port: int, town: Town, dice: random.Random, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "may_replace", lambda *_, **__: None)
    answers = await all_at_once(port, town, "named", 2, dice)
    with pytest.raises(AssertionError):
        await one_counts(town, "named", answers)
