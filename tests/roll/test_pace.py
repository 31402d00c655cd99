"""The steps of an import take as many rows as time allows, and leave the time between to others."""

from __future__ import annotations

import asyncio
from time import perf_counter
from typing import TYPE_CHECKING

from council import db
from council.roll.actions import writing
from council.roll.actions.writing import Writing
from tests.voting.test_named_vote import open_poll

if TYPE_CHECKING:
    import pytest

    from tests.people import Cast
    from tests.server import Hall


async def test_slow_steps_become_smaller_and_quick_ones_larger(cast: Cast) -> None:
    pace = Writing("i", cast.actor("袁昆腔"), pause=0.0)
    async with pace.short("people", 60):
        await asyncio.sleep(writing.WORK * 20)
    assert pace.some("people") == writing.FEWEST
    for _ in range(4):
        async with pace.short("units", pace.some("units")):
            pass
    assert pace.some("units") > writing.FIRST
    assert pace.transactions == 5
    assert pace.longest >= writing.WORK * 20


async def test_a_ballot_waits_for_one_step_and_not_for_the_import(cast: Cast) -> None:
    pace = Writing("i", cast.actor("袁昆腔"), pause=4.0)
    order: list[str] = []

    async def step() -> None:
        for name in ("first", "second"):
            async with pace.short("people", 10):
                order.append(name)
                await asyncio.sleep(0.02)

    async def other() -> None:
        await asyncio.sleep(0.01)
        async with db.write(db.engine()):
            order.append("other")

    began = perf_counter()
    await asyncio.gather(step(), other())
    assert order == ["first", "other", "second"]
    assert perf_counter() - began > 0.02 * 2 + 0.02 * 4, "between two steps there is a pause"


async def test_while_somebody_votes_an_import_takes_its_time(
    hall: Hall, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """P4: fewer than one ballot in twenty may meet a transaction of the import."""
    monkeypatch.setattr(writing, "LONGEST_PAUSE", 3600.0)
    pauses: list[float] = []

    async def slept(seconds: float) -> None:
        pauses.append(seconds)

    async def step() -> float:
        pace = Writing("i", cast.actor("袁昆腔"))
        with monkeypatch.context() as stopped:
            stopped.setattr(asyncio, "sleep", slept)
            async with pace.short("people", 10):
                pass
        return pauses[-1] / pace.longest

    assert round(await step()) == writing.PAUSE
    await hall.of(cast, cast.secretary).post(f"/meetings/{cast.meeting}/opening")
    await open_poll(hall.of(cast, cast.chair), cast.meeting)
    assert round(await step()) == writing.PAUSE * writing.WHILE_VOTING
