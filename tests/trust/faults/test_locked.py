"""Row 10: another program holds the database's write lock while fifty ballots come a second.

A short lock nobody notices; a long one is told as 503 and when to come back, never as a fault.
The control waits for nothing: then even the short one is noticed.
"""

from __future__ import annotations

import asyncio
import importlib
import sqlite3
import time
from contextlib import asynccontextmanager, closing
from typing import TYPE_CHECKING

import asyncpg
import pytest

from tests.trust.faults import town as towns
from tests.trust.faults.halls import port_of, serving
from tests.trust.faults.phones import Answer, ask

if TYPE_CHECKING:
    import random
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.trust.faults.town import Sending, Town

engines = importlib.import_module("council.db.engine")  # `council.db` has a function of that name
SHORT, LONG, WAIT = 3.0, 15.0, 10_000  # seconds, seconds, milliseconds that a writer waits
RATE = 50  # ballots a second
SMALL = 40


def held(path: str, seconds: float) -> None:
    """The other program; in a thread."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        time.sleep(seconds)
        other.execute("ROLLBACK")


async def at_a_steady_rate(port: int, sent: list[Sending], rate: float) -> list[Answer]:
    async def later(number: int, request: bytes) -> Answer:
        await asyncio.sleep(number / rate)
        return await ask(port, request, patience=60)

    return await asyncio.gather(*(later(n, one.request) for n, one in enumerate(sent)))


@pytest.fixture
def faster(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """All times divided by this; the engine's own waiting too."""
    times = int(getattr(request, "param", 10))
    shorter = [one.replace(str(WAIT), str(WAIT // times)) for one in engines.PRAGMAS]
    assert times == 1 or shorter != list(engines.PRAGMAS)
    monkeypatch.setattr(engines, "PRAGMAS", shorter)
    return times


@asynccontextmanager
async def locked(url: str, seconds: float) -> AsyncIterator[None]:
    """Held from the first ballot on."""
    other = asyncio.create_task(asyncio.to_thread(held, url.removeprefix("sqlite:///"), seconds))
    await asyncio.sleep(0.02)
    yield
    await other


async def burst_under_a_lock(
    port: int, town: Town, url: str, seconds: float, faster: int, dice: random.Random
) -> tuple[list[Sending], list[Answer]]:
    number = int(RATE * seconds) if faster == 1 else int(RATE * seconds / faster) + 5
    sent = town.burst(dice)[:number]
    async with locked(url, seconds / faster):
        answers = await at_a_steady_rate(port, sent, RATE)
    return sent, answers


async def nothing_is_lost(town: Town, sent: list[Sending], answers: list[Answer]) -> None:
    told = {one.idem for one, answer in zip(sent, answers, strict=True) if answer.status == 201}
    assert {row["idem"] for row in (await towns.stored(town)).values()} == told


@pytest.fixture
async def town_of_many(
    sqlite_url: str, tmp_path: Path, faster: int
) -> AsyncIterator[tuple[int, Town]]:
    async with serving(sqlite_url, tmp_path) as hall:
        yield port_of(hall), await towns.settle(hall.settings, 400 if faster == 1 else SMALL)


FULL = [pytest.param(1, marks=[pytest.mark.nightly, pytest.mark.timeout(200)]), 10]


@pytest.mark.parametrize("faster", FULL, indirect=True)
async def test_a_lock_of_three_seconds_is_noticed_by_nobody(
    town_of_many: tuple[int, Town], sqlite_url: str, faster: int, dice: random.Random
) -> None:
    port, town = town_of_many
    sent, answers = await burst_under_a_lock(port, town, sqlite_url, SHORT, faster, dice)
    assert {one.status for one in answers} == {201}
    await nothing_is_lost(town, sent, answers)


@pytest.mark.parametrize("faster", FULL, indirect=True)
async def test_a_lock_of_fifteen_seconds_is_told_and_loses_nothing(
    town_of_many: tuple[int, Town], sqlite_url: str, faster: int, dice: random.Random
) -> None:
    port, town = town_of_many
    sent, answers = await burst_under_a_lock(port, town, sqlite_url, LONG, faster, dice)
    refused = [one for one in answers if one.status == 503]
    assert refused, "the lock was too short to be told"
    assert {one.status for one in answers} == {201, 503}
    assert all(one.headers["retry-after"].isdigit() for one in refused)
    assert all("还没有计入" in one.json()["sentence"] for one in refused)
    await nothing_is_lost(town, sent, answers)
    again = [await ask(port, one.request) for one in sent]
    assert {one.status for one in again} <= {200, 201}
    await nothing_is_lost(town, sent, [Answer(201, {}, b"")] * len(sent))


@pytest.fixture
def impatient(faster: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer that does not wait for others."""
    hasty = [one.replace(str(WAIT // faster), "0") for one in engines.PRAGMAS]
    monkeypatch.setattr(engines, "PRAGMAS", hasty)


async def test_control_who_does_not_wait_notices_even_a_short_lock(
    impatient: None,
    town_of_many: tuple[int, Town],
    sqlite_url: str,
    faster: int,
    dice: random.Random,
) -> None:
    port, town = town_of_many
    _, answers = await burst_under_a_lock(port, town, sqlite_url, SHORT, faster, dice)
    assert 503 in {one.status for one in answers}


@pytest.mark.nightly
@pytest.mark.timeout(200)
async def test_on_postgresql_a_locked_poll_makes_everybody_wait_and_loses_nothing(
    fresh_postgres_url: str, tmp_path: Path, dice: random.Random
) -> None:
    async with serving(fresh_postgres_url, tmp_path) as hall:
        town = await towns.settle(hall.settings, 400)
        sent = town.burst(dice)[: int(RATE * LONG)]
        other = await asyncpg.connect(fresh_postgres_url)
        async with other.transaction():
            await other.execute("SELECT id FROM poll FOR UPDATE")
            voting = asyncio.create_task(at_a_steady_rate(port_of(hall), sent, RATE))
            await asyncio.sleep(LONG)
            assert not await towns.stored(town), "the lock held nobody up"
        await other.close()
        answers = await voting
        assert {one.status for one in answers} == {201}
        await nothing_is_lost(town, sent, answers)
