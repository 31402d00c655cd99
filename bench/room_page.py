"""P3: the meeting page of a signed-in resident while the room moves, beside a hello."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bench.arithmetic import Figure, Goal, Round, figure
from bench.client import Crowd, get

if TYPE_CHECKING:
    from bench.setting import Setting

NAME = "P3"
GOAL = Goal(ratio=None, rate=0.5)
SECONDS = 1.2  # of each measurement
PAUSE = 0.25  # seconds between two changes of the room: as often as it is pushed
OK = 200


async def measure(setting: Setting, number: int, rounds: int) -> Figure:
    """`number` residents, who may vote in the open poll, load the page again and again."""
    meeting = await setting.council.order("hold", n=number)
    await setting.council.order("ask", meeting=meeting)
    requests = [get(f"/meetings/{meeting}/room", cookie) for cookie in setting.cookies(number)]
    hello, phones = Crowd(), Crowd()
    await hello.connect(setting.hello.port, number)
    await phones.connect(setting.council.port, number)
    try:
        await hello.burst([get("/hello")] * number, OK)
        await phones.burst(requests, OK)
        done = [await _round(setting, hello, phones, meeting, requests) for _ in range(rounds)]
    finally:
        await hello.close()
        await phones.close()
    size = float(len(phones.connections[0].last))
    return figure(NAME, number, done, {"bytes": size, "moves_per_second": 1 / PAUSE})


async def _round(
    setting: Setting, hello: Crowd, phones: Crowd, meeting: str, requests: list[bytes]
) -> Round:
    before = await setting.hello.cpu()
    base_wall, base = await hello.steady([get("/hello")] * len(requests), SECONDS, OK)
    base_cpu = await setting.hello.cpu() - before
    before = await setting.council.cpu()
    times = int(SECONDS / PAUSE)
    stirred = asyncio.create_task(
        setting.council.order("stir", meeting=meeting, times=times, pause=PAUSE)
    )
    wall, answers = await phones.steady(requests, SECONDS, OK)
    await stirred  # the changes themselves are paid for by the pages
    cpu = await setting.council.cpu() - before
    return Round(cpu, wall, answers, base_cpu, base_wall, base)
