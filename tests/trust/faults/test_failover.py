"""Row 11: PostgreSQL ends connections again and again, and once stops and starts as after a crash.

Phones send again; a commit whose answer was lost is found by its idem. The controls: a server
that answers before the commit, and a database that commits before it writes.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import asyncpg
import pytest

from council import db
from council.db.postgresql import SafePostgres
from council.voting import actions
from council.voting.casting.ballot_box import BallotBox
from tests import databases
from tests.trust.faults import town as towns
from tests.trust.faults.halls import port_of, serving
from tests.trust.faults.mother import answers_before_it_commits
from tests.trust.faults.phones import Crowd

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator
    from pathlib import Path

    from tests.databases import Postgres
    from tests.trust.faults.town import Town

EVERY = 0.2  # seconds
_END = (
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


async def end_connections(url: str) -> int:
    """How many were ended; none while the server is away."""
    try:
        other = await asyncpg.connect(url)
        try:
            return int(await other.fetchval(_END))
        finally:
            await other.close(timeout=1)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
        return 0


async def again_and_again(url: str) -> None:
    """Until it is cancelled."""
    while True:
        await asyncio.sleep(EVERY)
        await end_connections(url)


async def votes_in_a_crash(
    port: int, town: Town, url: str, dice: random.Random, of: Postgres
) -> Crowd:
    crowd = Crowd(port, town.burst(dice), several=5)
    enemy = asyncio.create_task(again_and_again(url))
    voting = asyncio.create_task(crowd.run())
    await crowd.until(len(crowd.sent) // 2)
    await asyncio.to_thread(of.stop_at_once_and_start)
    await voting
    enemy.cancel()
    await asyncio.gather(enemy, return_exceptions=True)
    said = crowd.statuses()
    print(f"row 11: {len(crowd.sent)} votes; {said}, {crowd.lost} connections lost")  # noqa: T201 - a figure
    assert said.get(503, 0) > 0, "no connection was ended at a bad moment"
    return crowd


async def votes_meanwhile(port: int, town: Town, url: str, dice: random.Random) -> Crowd:
    """Small: all connections end after every ten votes."""
    crowd = Crowd(port, town.burst(dice), several=5)
    voting = asyncio.create_task(crowd.run())
    ended = 0
    for votes in range(5, len(crowd.sent), 10):
        await crowd.until(votes)
        ended += await end_connections(url)
    await voting
    assert ended >= 10
    return crowd


async def none_is_lost_and_none_counts_twice(town: Town, crowd: Crowd) -> None:
    engine: Any = db.engine()
    await engine.pool.expire_connections()  # this test's own questions meet no ended one
    assert set(crowd.statuses()) <= {200, 201, 503}
    rows = await towns.stored(town)
    assert {who: row["idem"] for who, row in rows.items()} == {
        (one.poll, one.person): one.idem for one in crowd.sent
    }
    assert {row["rev"] for row in rows.values()} == {1}
    for poll in town.polls.values():
        await actions.close_poll(poll, town.chair)
        assert await towns.counted(poll) == towns.tally(crowd.sent, poll)
    await towns.record_is_whole(town.house.community)


async def test_connections_that_end_lose_no_ballot(
    fresh_postgres_url: str, tmp_path: Path, dice: random.Random
) -> None:
    async with serving(fresh_postgres_url, tmp_path) as hall:
        town = await towns.settle(hall.settings, 50)
        crowd = await votes_meanwhile(port_of(hall), town, fresh_postgres_url, dice)
        await none_is_lost_and_none_counts_twice(town, crowd)


async def test_control_who_answers_before_the_commit_loses_ballots(
    fresh_postgres_url: str, tmp_path: Path, dice: random.Random, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BallotBox, "_write", answers_before_it_commits)
    async with serving(fresh_postgres_url, tmp_path) as hall:
        town = await towns.settle(hall.settings, 50)
        crowd = await votes_meanwhile(port_of(hall), town, fresh_postgres_url, dice)
        with pytest.raises(AssertionError):
            await none_is_lost_and_none_counts_twice(town, crowd)


@pytest.fixture
def careful() -> Iterator[Postgres]:
    """A PostgreSQL of its own, which leaves nothing out for speed."""
    yield from databases.start_postgres(hasty=())


async def crashed(
    careful: Postgres, folder: Path, dice: random.Random, people: int
) -> tuple[Town, Crowd]:
    url = careful.named(careful.create())
    databases.migrate_apart(url)
    async with serving(url, folder) as hall:
        town = await towns.settle(hall.settings, people)
        crowd = await votes_in_a_crash(port_of(hall), town, url, dice, careful)
        await none_is_lost_and_none_counts_twice(town, crowd)
    return town, crowd


@pytest.mark.nightly
@pytest.mark.postgres
async def test_a_crash_of_the_database_in_two_thousand_votes_loses_none(
    careful: Postgres, tmp_path: Path, dice: random.Random
) -> None:
    await crashed(careful, tmp_path, dice, 1000)


@pytest.mark.nightly
@pytest.mark.postgres
async def test_control_a_database_that_commits_before_it_writes_loses_ballots(
    careful: Postgres, tmp_path: Path, dice: random.Random, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(_: SafePostgres) -> None:
        return

    monkeypatch.setattr(SafePostgres, "_prove_strong", nothing)
    slow = ("synchronous_commit = off", "wal_writer_delay = '10s'")
    careful.run(*(f"ALTER SYSTEM SET {one}" for one in slow), "SELECT pg_reload_conf()")
    with pytest.raises(AssertionError):
        await crashed(careful, tmp_path, dice, 200)
    assert isinstance(db.engine(), SafePostgres)
