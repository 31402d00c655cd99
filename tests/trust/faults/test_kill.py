"""Rows 1 and 6: the process is killed in a burst of ballots, and while it closes a poll.

The control answers before it commits, and loses what it had called counted.
"""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING

import pytest

from council import db
from council.voting import actions
from tests.trust.faults import town as towns
from tests.trust.faults.conftest import posting
from tests.trust.faults.phones import Crowd, ask
from tests.trust.faults.servers import Mortal, Mother, mother

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from council.db import Engine
    from tests.trust.faults.town import Town

DICE = random.Random(1)
VOTERS = 6
CLOSING = 0.06  # seconds that a closing takes at most


@pytest.fixture(scope="module")
def forks() -> Iterator[Mother]:
    with mother() as made:
        yield made


async def killed_in_a_burst(server: Mortal, town: Town, kills: int) -> Crowd:
    """So many times, each after a random number of answers and a random moment more."""
    crowd = Crowd(server.port, town.burst(DICE), several=5)
    await server.rise()
    burst = asyncio.create_task(crowd.run())
    while server.kills < kills and not burst.done():
        left = len(crowd.sent) - len(crowd.answers)
        a_life = max(2, 2 * left // (kills - server.kills) - 8)  # answers; half of it is lived
        await crowd.until(len(crowd.answers) + DICE.randrange(a_life))
        await asyncio.sleep(DICE.random() * 0.01)
        await server.die()
        await server.rise()
    await burst
    await server.die()
    return crowd


async def none_is_lost_and_none_counts_twice(town: Town, crowd: Crowd) -> None:
    sent = {(one.poll, one.person): one for one in crowd.sent}
    assert {one.status for one in crowd.answers.values()} <= {200, 201}
    rows = await towns.stored(town)
    assert {who: row["idem"] for who, row in rows.items()} == {
        who: one.idem for who, one in sent.items()
    }
    assert {row["rev"] for row in rows.values()} == {1}
    for poll in town.polls.values():
        await actions.close_poll(poll, town.chair)
        assert await towns.counted(poll) == towns.tally(crowd.sent, poll)
        assert await towns.results_of(town.house.community, poll) == 1
    await towns.record_is_whole(town.house.community)
    await towns.files_are_whole()


async def _kills(forks: Mother, database_url: str, folder: Path, electors: int, kills: int) -> int:
    server = Mortal(forks, database_url, folder)
    town = await towns.settle(server.settings, electors)
    crowd = await killed_in_a_burst(server, town, kills)
    assert crowd.lost > kills, "nobody was hit"
    print(f"row 1: {server.kills} kills, {len(crowd.sent)} ballots, {crowd.lost} requests lost")  # noqa: T201 - a figure
    await none_is_lost_and_none_counts_twice(town, crowd)
    return server.kills


@pytest.fixture
async def on_sqlite(sqlite_url: str) -> AsyncIterator[str]:
    engine = db.make_engine(sqlite_url)
    db.bind(engine)
    await engine.start_connection_pool()
    yield sqlite_url
    await engine.close_connection_pool()


async def test_no_ballot_is_lost_when_the_process_is_killed(
    forks: Mother, on_sqlite: str, tmp_path: Path
) -> None:
    assert await _kills(forks, on_sqlite, tmp_path, 40, 4) >= 3


@pytest.mark.nightly
@pytest.mark.timeout(900)
async def test_no_ballot_is_lost_in_two_hundred_kills(
    forks: Mother, engine: Engine, database_url: str, tmp_path: Path
) -> None:
    assert await _kills(forks, database_url, tmp_path, 1000, 200) >= 195


async def test_control_who_answers_before_the_commit_loses_ballots(
    forks: Mother, on_sqlite: str, tmp_path: Path
) -> None:
    server = Mortal(forks, on_sqlite, tmp_path, "early")
    town = await towns.settle(server.settings, 10)
    crowd = await killed_in_a_burst(server, town, 1)
    with pytest.raises(AssertionError):
        await none_is_lost_and_none_counts_twice(town, crowd)


async def closings_are_killed(server: Mortal, town: Town, times: int) -> dict[str, int]:
    """In which states the polls were found; each is closed in the end, once, and counts all."""
    await server.rise()
    close = await posting(server.settings, town)
    meeting = await towns.hold(town)
    found: dict[str, int] = {}
    for turn in range(times):
        mode = towns.MODES[turn % 2]
        poll = await towns.opened(town.house, mode, meeting)
        town.polls = {mode: poll}
        sent = [town.sending(mode, who, DICE) for who in town.house.residents]
        for one in sent:
            assert (await ask(server.port, one.request)).status == 201
        closing = close(f"/polls/{poll}/closing")
        under_way = asyncio.create_task(ask(server.port, closing))
        await asyncio.sleep(DICE.random() * CLOSING)
        await server.die()
        await asyncio.gather(under_way, return_exceptions=True)
        state = await state_of(poll)
        found[state] = found.get(state, 0) + 1
        await server.rise()
        await closed_in_time(server, poll, closing, state)
        assert await towns.counted(poll) == towns.tally(sent, poll)
        assert await towns.results_of(town.house.community, poll) == 1
    await server.die()
    await towns.record_is_whole(town.house.community)
    await towns.files_are_whole()
    return found


async def closed_in_time(server: Mortal, poll: str, closing: bytes, state: str) -> None:
    """What was begun the new process ends by itself; what was not begun is open, and is closed."""
    if state == "open":
        assert (await ask(server.port, closing)).status < 400
    async with asyncio.timeout(5):
        while await state_of(poll) != "closed":  # noqa: ASYNC110 - another process closes it
            await asyncio.sleep(0.02)


async def state_of(poll: str) -> str:
    found = await db.row("SELECT state FROM poll WHERE id = {}", poll)
    assert found is not None
    return str(found["state"])


async def test_a_closing_that_is_killed_ends_by_itself_after_the_start(
    forks: Mother, on_sqlite: str, tmp_path: Path
) -> None:
    server = Mortal(forks, on_sqlite, tmp_path)
    town = await towns.settle(server.settings, VOTERS)
    for poll in town.polls.values():
        await actions.cancel(poll, town.chair)
    await closings_are_killed(server, town, 2)


@pytest.mark.nightly
@pytest.mark.timeout(900)
async def test_two_hundred_killed_closings_end_by_themselves_after_the_start(
    forks: Mother, engine: Engine, database_url: str, tmp_path: Path
) -> None:
    server = Mortal(forks, database_url, tmp_path)
    town = await towns.settle(server.settings, VOTERS)
    for poll in town.polls.values():
        await actions.cancel(poll, town.chair)
    found = await closings_are_killed(server, town, 200)
    print(f"row 6: 200 closings killed, found {found}")  # noqa: T201 - a figure
    assert {"open", "closed"} <= set(found)
    assert found.get("closing", 0) + found.get("sealed", 0) > 5
