"""P2c: N phones come back after a restart, each to the right state, beside bare handshakes."""

from __future__ import annotations

import gc
import json
import time
from statistics import median
from typing import TYPE_CHECKING, Any

from bench.arithmetic import Figure, Goal, Round, figure
from bench.ballots import CREATED, ballots
from bench.client import Crowd, NotAnsweredError, get
from bench.phones import handshake, hang_up, listen
from bench.servers import Server, serving

if TYPE_CHECKING:
    from bench.setting import Setting

NAME = "P2c"
GOAL = Goal(ratio=None, rate=0.8)
OK = 200


async def measure(setting: Setting, number: int, rounds: int) -> Figure:
    """While they were away a poll was opened, and every other phone's owner voted elsewhere."""
    done, level = [], []
    for _ in range(rounds):
        meeting = await setting.council.order("hold", n=number)
        pages = await _fetched(setting.council, setting, meeting, number)
        poll = await setting.council.order("ask", meeting=meeting)
        await _vote(setting, poll, number)
        async with (
            serving("council", setting.folder, setting.core) as again,
            serving("bare", setting.folder, setting.core) as bare,
        ):
            cpu, wall = await _come(again, setting, meeting, pages)
            base_cpu, base_wall = await _knock(bare, number)
            done.append(Round(cpu, wall, number, base_cpu, base_wall, number))
            _, calm = await _come(again, setting, meeting, pages)  # nothing moved, all is known
            level.append(base_wall / calm)
            fresh = await _fetched(again, setting, meeting, number)
            if pages != fresh:
                raise NotAnsweredError("a page that came back is not equal to a fresh one")
    return figure(NAME, number, done, {"rate_when_nothing_moved_%": 100 * median(level)})


async def _fetched(
    server: Server, setting: Setting, meeting: str, number: int
) -> list[dict[str, Any]]:
    """What each page shows: its number and its pieces."""
    crowd = Crowd()
    await crowd.connect(server.port, number)
    path = f"/meetings/{meeting}/live?since=&screen=room"
    try:
        await crowd.burst([get(path, one) for one in setting.cookies(number)], OK)
    finally:
        await crowd.close()
    return [json.loads(one.last.partition(b"\r\n\r\n")[2]) for one in crowd.connections]


async def _vote(setting: Setting, poll: str, number: int) -> None:
    crowd, half = Crowd(), ballots(setting, poll, number).requests[::2]
    await crowd.connect(setting.council.port, len(half))
    await crowd.burst(half, CREATED)
    await crowd.close()


async def _come(
    server: Server, setting: Setting, meeting: str, pages: list[dict[str, Any]]
) -> tuple[float, float]:
    """Sockets that say which number they show; CPU and wall seconds until all know the newest."""
    path = f"/meetings/{meeting}/socket?screen=room&since="
    asked = [
        handshake(server.port, f"{path}{page['seq']}", cookie)
        for page, cookie in zip(pages, setting.cookies(len(pages)), strict=True)
    ]
    gc.collect()
    before, started = await server.cpu(), time.perf_counter()
    phones = await listen(server.port, asked)
    wall = time.perf_counter() - started
    cpu = await server.cpu() - before
    for page, phone in zip(pages, phones, strict=True):
        told = json.loads(phone.texts[0])
        page["pieces"] |= told.get("pieces", {})
        page["seq"] = told["seq"]
    await hang_up(phones)
    return cpu, wall


async def _knock(bare: Server, number: int) -> tuple[float, float]:
    gc.collect()
    before, started = await bare.cpu(), time.perf_counter()
    phones = await listen(bare.port, [handshake(bare.port, "/")] * number)
    wall = time.perf_counter() - started
    cpu = await bare.cpu() - before
    await hang_up(phones)
    return cpu, wall
