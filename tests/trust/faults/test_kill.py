"""Row 1: the process is killed in a burst, again and again; phones send again until answered.

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
from tests.trust.faults.phones import Crowd
from tests.trust.faults.servers import Mortal, Mother, mother

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from council.db import Engine
    from tests.trust.faults.town import Town

DICE = random.Random(1)


@pytest.fixture(scope="module")
def forks() -> Iterator[Mother]:
    with mother() as made:
        yield made


async def killed_in_a_burst(server: Mortal, town: Town, kills: int) -> Crowd:
    """So many times, each after a random number of answers and a random moment more."""
    crowd = Crowd(server.port, town.burst(DICE), several=5)
    await server.rise()
    burst = asyncio.create_task(crowd.run())
    a_life = max(2, 2 * len(crowd.sent) // kills - 8)  # answers; on average half of it is lived
    while server.kills < kills and not burst.done():
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
    assert await _kills(forks, on_sqlite, tmp_path, 40, 7) >= 5


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
    crowd = await killed_in_a_burst(server, town, 3)
    with pytest.raises(AssertionError):
        await none_is_lost_and_none_counts_twice(town, crowd)
