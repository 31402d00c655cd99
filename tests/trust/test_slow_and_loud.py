"""Pages that never read and pages that never stop talking cost the others nothing (rows 46, 47).

Twenty deaf sockets and three loud ones in every run, two hundred and twenty at night. The controls
are a wire without a limit and a socket that listens to everything for ever.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import socket as sockets
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import websockets

from council.live import socket, topics, wire
from tests.people import assemble
from tests.room.test_live import listening
from tests.trust.test_hostile_frames import Door

if TYPE_CHECKING:
    from council.live.hub import Hub
    from council.live.showing import Topic
    from tests.people import Cast
    from tests.server import Hall

MIB = 1 << 20
SMALL = 4096  # bytes that the systems on both sides keep for a deaf socket
GROWTH = 32 * MIB
TWICE = 2.0
A_LITTLE = 0.05  # seconds that a push may take longer on a busy machine
EACH = 5  # sockets that one person may have open
NO_LIMIT = 1 << 40


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """A frame never reaches a database."""
    return sqlite_url


@dataclass(frozen=True, slots=True)
class Storm:
    """What came of many pushes: bytes that waited for the deaf at most, and for whom."""

    waiting: int
    grown: int
    left: int
    told: int
    p95: float


def resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


def topic_of(hall: Hall, cast: Cast) -> Topic:
    hub: Hub = hall.app.app.state.hub
    return hub._topics[topics.room(cast.meeting)]


async def deaf(hall: Hall, cast: Cast, names: list[str], stack: AsyncExitStack) -> set[Any]:
    """Sockets that are accepted and never read; what the server listens to for them."""
    at = urlsplit(hall.origin)
    before = {id(one) for one in topic_of(hall, cast).listeners}
    for name in names * EACH:
        door = Door(hall, f"/meetings/{cast.meeting}/socket", cast.tokens[name])
        one = stack.enter_context(sockets.socket())
        one.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, SMALL)
        one.setblocking(False)
        loop = asyncio.get_running_loop()
        await loop.sock_connect(one, (at.hostname, at.port))
        await loop.sock_sendall(one, door._handshake())
    async with asyncio.timeout(20):
        while len(topic_of(hall, cast).listeners) < len(before) + len(names) * EACH:  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.01)
    found = {one for one in topic_of(hall, cast).listeners if id(one) not in before}
    for listener in found:
        raw = listener.wire._transport.get_extra_info("socket")  # type: ignore[attr-defined]  # the quick wire
        raw.setsockopt(sockets.SOL_SOCKET, sockets.SO_SNDBUF, SMALL)
    return found


async def push(hall: Hall, cast: Cast, page: Any) -> float:
    """Everything to everybody; seconds until the page that reads has it."""
    hub: Hub = hall.app.app.state.hub
    topic = topic_of(hall, cast)
    topic.shown.clear()
    started = time.perf_counter()
    await hub._push(topic)
    while "pieces" not in await asyncio.wait_for(page.recv(), 5):
        pass
    return time.perf_counter() - started


async def storm(hall: Hall, members: int, times: int) -> Storm:
    """Push `times` times to one page that reads, first alone and then beside the deaf."""
    cast = await assemble(members=members)
    names = [f"委员{at:02d}" for at in range(1, members - 1)]
    async with AsyncExitStack() as stack:
        page = await stack.enter_async_context(listening(hall, cast, "顾水巷"))
        alone = [await push(hall, cast, page) for _ in range(times)]
        silent = await deaf(hall, cast, names, stack)
        gc.collect()
        before, most, waiting = resident(), 0, 0
        beside = []
        for _ in range(times):
            beside.append(await push(hall, cast, page))
            sizes = (one.wire._transport.get_write_buffer_size() for one in silent)
            waiting = max(waiting, sum(sizes))
            most = max(most, resident() - before)
        left = len(silent & topic_of(hall, cast).listeners)
        slower = quantiles(beside, n=20)[-1] - A_LITTLE
        return Storm(waiting, most, left, len(beside), slower / quantiles(alone, n=20)[-1])


@pytest.mark.parametrize(
    ("members", "times"),
    [(6, 150), pytest.param(42, 2000, marks=[pytest.mark.nightly, pytest.mark.timeout(600)])],
)
async def test_who_never_reads_is_dropped_and_costs_the_others_nothing(
    hall: Hall, members: int, times: int
) -> None:
    found = await storm(hall, members, times)
    each = wire.FULL + 64 * 1024  # one frame may still come on top
    assert found.waiting <= (members - 2) * EACH * each
    assert found.grown <= GROWTH
    assert (found.left, found.told) == (0, times)
    assert found.p95 <= TWICE or members == 6, "a ratio needs many pushes"


async def test_control_without_a_limit_everything_waits_for_who_never_reads(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = wire.FULL
    monkeypatch.setattr(wire, "FULL", NO_LIMIT)
    found = await storm(hall, 6, 150)
    assert found.left == 4 * EACH
    assert found.waiting > 4 * EACH * (limit + 64 * 1024)


async def flood(page: Any) -> int:
    """Talk until the server hangs up; how it said so. After a second it gives up."""
    with contextlib.suppress(websockets.ConnectionClosed, TimeoutError):
        async with asyncio.timeout(1):
            while True:
                await page.send("{}")
                await asyncio.sleep(0)
    return int(page.close_code or 0)


async def test_twenty_messages_are_heard_and_the_next_one_ends_it(hall: Hall, cast: Cast) -> None:
    async with listening(hall, cast, "委员01") as page, listening(hall, cast, "委员02") as large:
        for _ in range(socket.MOST_TOLD):
            await page.send("{}")
        assert await (await page.ping()) >= 0
        await page.send("{}")
        with contextlib.suppress(websockets.ConnectionClosed):
            await large.send("x" * 4097)
        for one, code in ((page, 1008), (large, 1009)):
            await asyncio.wait_for(one.wait_closed(), 3)
            assert one.close_code == code


async def others_are_told(hall: Hall, members: int, loud: int) -> tuple[list[int], int, int]:
    """Codes that the loud were sent away with; how many others there were, and were told."""
    cast = await assemble(members=members)
    names = [f"委员{at:02d}" for at in range(1, members - 1)]
    secretary = hall.of(cast, "袁昆腔")
    await secretary.post(f"/meetings/{cast.meeting}/opening")
    async with AsyncExitStack() as stack:
        pages = [
            await stack.enter_async_context(listening(hall, cast, name))
            for name in names * EACH
        ]  # fmt: skip
        talking = [asyncio.create_task(flood(one)) for one in pages[:loud]]
        await secretary.post(
            f"/meetings/{cast.meeting}/attendances", person=cast.people["曹评话"], status="present"
        )
        told = await asyncio.gather(*(hears(one) for one in pages[loud:]))
        codes = await asyncio.gather(*talking)
        return list(codes), len(pages) - loud, sum(told)


async def hears(page: Any) -> bool:
    with contextlib.suppress(TimeoutError, websockets.ConnectionClosed):
        async with asyncio.timeout(5):
            while 'data-present=\\"1\\"' not in await page.recv():
                pass
            return True
    return False


@pytest.mark.parametrize(
    ("members", "loud"), [(5, 3), pytest.param(106, 20, marks=pytest.mark.nightly)]
)
async def test_who_talks_too_much_is_sent_away_and_nobody_else(
    hall: Hall, members: int, loud: int
) -> None:
    codes, others, told = await others_are_told(hall, members, loud)
    assert codes == [1008] * loud
    assert told == others


async def test_control_a_socket_that_hears_everything_sends_nobody_away(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "MOST_TOLD", 1 << 30)
    codes, _, __ = await others_are_told(hall, 5, 1)
    assert codes != [1008]
