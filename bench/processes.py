"""P7: the same burst into two processes on one PostgreSQL database, beside one process.

The two have a core each; the load runs on the second one, so that the wall clock of two is not
fair on a machine of two cores. The ratio is therefore how many times as many ballots two cores
would take: twice the CPU of a ballot in one process, divided by its CPU in two. Both walls are
told in the notes.
"""

from __future__ import annotations

import asyncio
import gc
import os
from statistics import median
from typing import TYPE_CHECKING

from bench.arithmetic import Figure, Goal
from bench.ballots import CREATED, OK, MiscountedError, ballots
from bench.client import Crowd, get
from bench.servers import serving

if TYPE_CHECKING:
    from bench.servers import Server
    from bench.setting import Setting

NAME = "P7"
GOAL = Goal(ratio=None, rate=1.7)


async def measure(setting: Setting, number: int, rounds: int) -> Figure:
    """`number` voters at one instant, all to one process and then half to each of two."""
    if not os.environ.get("BENCH_DATABASE_URL", "").startswith("postgres"):
        raise SystemExit("P7: BENCH_DATABASE_URL=postgresql://… names the database of both")
    cores = sorted(os.sched_getaffinity(0) | {setting.core})
    async with serving("council", setting.folder, cores[-1]) as second:
        meeting = await setting.council.order("hold", n=number)
        one = [await _burst(setting, [setting.council], meeting, number) for _ in range(rounds)]
        both = [setting.council, second]
        two = [await _burst(setting, both, meeting, number) for _ in range(rounds)]
    per_one, per_two = (median(cpu for cpu, _ in done) for done in (one, two))
    walls = {"ms_one": median(w for _, w in one) * 1e3, "ms_two": median(w for _, w in two) * 1e3}
    rate = 2 * per_one / per_two
    micro = 1e6 / number
    return Figure(NAME, number, per_two * micro, per_one * micro, per_two / per_one, rate, walls)


async def _burst(
    setting: Setting, servers: list[Server], meeting: str, number: int
) -> tuple[float, float]:
    """(CPU seconds of the servers, wall seconds); every ballot must be counted once."""
    crowds = [Crowd() for _ in servers]
    poll = await setting.council.order("ask", meeting=meeting)
    sent = ballots(setting, poll, number)
    shares = [sent.requests[place :: len(servers)] for place in range(len(servers))]
    cookies = [setting.cookies(number)[place :: len(servers)] for place in range(len(servers))]
    try:
        for crowd, server, share, who in zip(crowds, servers, shares, cookies, strict=True):
            await crowd.connect(server.port, len(share))
            await crowd.burst([get("/health", one) for one in who], OK)
        gc.collect()
        before = sum([await server.cpu() for server in servers])
        wall = await _at_once(crowds, shares)
        spent = sum([await server.cpu() for server in servers]) - before
    finally:
        for crowd in crowds:
            await crowd.close()
    counted = await setting.council.order("close", poll=poll)
    if counted != sent.expected:
        raise MiscountedError(f"sent {sent.expected}, counted {counted}")
    return spent, wall


async def _at_once(crowds: list[Crowd], shares: list[list[bytes]]) -> float:
    walls = await asyncio.gather(
        *(crowd.burst(share, CREATED) for crowd, share in zip(crowds, shares, strict=True))
    )
    return max(walls)
