"""The server's clock: what is over is closed once, in time counts, late does not, stuck is told."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from council import db
from council.clock import moved_to
from council.refusal import Refused
from council.voting.actions import unsealing
from council.voting.casting import batch_postgresql, batch_sqlite
from council.voting.life import steps as life
from council.voting.life.clock import PATIENCE
from tests.people import Cast, assemble
from tests.voting.long import comes_to, reason, served_at, state, vote

if TYPE_CHECKING:
    from pathlib import Path

    from council.db import Engine

from tests.voting.clocks import (
    ABOVE,
    EVENING,
    MINUTE,
    SECOND,
    acts,
    clock_of,
    end_of,
    in_session,
    look,
    one_minute,
)


@pytest.fixture
async def cast(engine: Engine) -> Cast:
    """A committee of seven."""
    with moved_to(EVENING):
        return await assemble(members=7)


@pytest.mark.parametrize("mode", ["named", "sealed"])
async def test_what_is_over_is_closed_after_its_grace_once_and_never_before(
    cast: Cast, database_url: str, tmp_path: Path, mode: str
) -> None:
    async with served_at(EVENING, database_url, tmp_path, cast) as hall:
        poll = await one_minute(await in_session(hall, cast), cast.meeting, mode)
        for name in cast.members[:5]:
            assert (await vote(hall.of(cast, name), poll)).status_code == 201
        end = await end_of(poll)
        for before in (-MINUTE / 2, 0 * SECOND, 2.9 * SECOND):
            await look(clock_of(hall), end + before)
            assert await state(poll) == "open"
        clocks = [clock_of(hall) for _ in range(3)]
        await asyncio.gather(*(look(one, end + 3 * SECOND) for one in clocks))
        assert await state(poll) == "closed"
        assert (await acts(cast)).count("poll.result") == 1
        await look(clocks[0], end - MINUTE)
        assert await state(poll) == "closed"


@pytest.mark.parametrize("broken", [False, True])
async def test_a_ballot_in_the_grace_counts_and_one_after_it_does_not(
    cast: Cast,
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    broken: bool,
) -> None:
    """`broken`: a batch that looks at no deadline; then the late one is counted."""
    monkeypatch.setattr(life, "SETTLE", timedelta(hours=1))  # the state stays open meanwhile
    if broken:
        for batch in (batch_sqlite, batch_postgresql):
            monkeypatch.setattr(batch, "last_moment", lambda *_: None)
    async with served_at(EVENING, database_url, tmp_path, cast) as hall:
        poll = await one_minute(await in_session(hall, cast), cast.meeting)
        end = await end_of(poll)
    async with served_at(end + SECOND / 10, database_url, tmp_path, cast) as hall:
        assert (await vote(hall.of(cast, "委员01"), poll)).status_code == 201
    async with served_at(end + 2 * SECOND, database_url, tmp_path, cast) as hall:
        late = await vote(hall.of(cast, "委员02"), poll)
        assert (late.status_code == 201) is broken
        assert (late.json().get("reason") == "closed") is not broken
        assert await state(poll) == "open"


@ABOVE
async def test_how_long_the_grace_is_the_community_settles(
    cast: Cast, database_url: str, tmp_path: Path
) -> None:
    async with served_at(EVENING, database_url, tmp_path, cast) as hall:
        chair = await in_session(hall, cast)
        terms = {"turn_minutes": "2", "turns_each": "2"}
        assert await reason(chair, "/meetings/terms", **terms, grace_seconds="61") == "form.number"
        await chair.post("/meetings/terms", **terms, grace_seconds="30")
        poll = await one_minute(chair, cast.meeting)
        end = await end_of(poll)
        await look(clock_of(hall), end + 30 * SECOND)
        assert await state(poll) == "open"
        await look(clock_of(hall), end + 31 * SECOND)
        assert await state(poll) == "closed"


async def test_a_closing_that_was_cut_short_is_taken_up_by_the_next_server(
    cast: Cast, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def busy() -> None:
        raise Refused("poll.not_clean")

    async with served_at(EVENING, database_url, tmp_path, cast) as hall:
        poll = await one_minute(await in_session(hall, cast), cast.meeting, "sealed")
        for name in cast.members[:6]:
            assert (await vote(hall.of(cast, name), poll)).status_code == 201
        end = await end_of(poll)
        with monkeypatch.context() as patched:
            patched.setattr(unsealing, "_clean", busy)
            await look(clock_of(hall), end + MINUTE)
        assert await state(poll) == "sealed"
        told = (await hall.of(cast, "曹评话").get("/polls")).text
        assert "没有能自动计票" in told
        assert "没有能自动计票" not in (await hall.of(cast, "委员01").get(f"/polls/{poll}")).text
    async with served_at(end + 2 * MINUTE, database_url, tmp_path, cast) as hall:
        await comes_to(poll, "closed")
        assert "没有能自动计票" not in (await hall.of(cast, "曹评话").get("/polls")).text
    assert (await acts(cast)).count("poll.result") == 1


@ABOVE
async def test_whoever_closes_it_by_hand_is_not_run_into(
    cast: Cast, database_url: str, tmp_path: Path
) -> None:
    async with served_at(EVENING, database_url, tmp_path, cast) as hall:
        poll = await one_minute(await in_session(hall, cast), cast.meeting, "sealed")
        clock = clock_of(hall)
        await look(clock, EVENING + SECOND)
        await db.rows("UPDATE poll SET state = 'closing' WHERE id = {}", poll)
        await look(clock, EVENING + 2 * SECOND)
        assert await state(poll) == "closing", "somebody may be at it"
        await look(clock, EVENING + 3 * SECOND + PATIENCE)
        assert await state(poll) == "closed"
