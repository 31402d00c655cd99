"""join: phones of one address check in with the code of the door and open their sockets."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from bench.arithmetic import Figure, Goal
from bench.client import Crowd, NotAnsweredError, get, post
from bench.phones import handshake, hang_up, listen

if TYPE_CHECKING:
    from bench.phones import Phone
    from bench.setting import Setting

NAME = "join"
GOAL = Goal(ratio=1.0, rate=None)
SECONDS = 60.0
SEEN = 303
OK = 200
QUIET = 1.0


async def measure(setting: Setting, number: int, rounds: int) -> Figure:
    """Page, code, socket, for everybody at one instant: seconds in all ÷ 60; each is counted."""
    took, last = [], 0.0
    for _ in range(rounds):
        took.append(await _arrive(setting, number))
        last = await _hello(setting, number)
    worst = max(took)
    notes = {"seconds": worst, "hellos_in_this_time": number * worst / last}
    return Figure(
        NAME, number, worst / number * 1e6, last / number * 1e6, worst / SECONDS, None, notes
    )


async def _arrive(setting: Setting, number: int) -> float:
    meeting = await setting.council.order("hold", n=number, come=False)
    port, cookies = setting.council.port, setting.cookies(number)
    crowd = Crowd()
    await crowd.connect(port, number)
    started = time.perf_counter()
    await crowd.burst([get(f"/meetings/{meeting}/room", one) for one in cookies], OK)
    path = f"/meetings/{meeting}/socket?screen=room"
    pages = await listen(port, [handshake(port, path, one) for one in cookies])
    code = await setting.council.order("code", meeting=meeting)
    body = f"code={code}".encode()
    asked = [
        post(f"/meetings/{meeting}/attendances", body, cookie, f"x-csrf-token: {one['csrf']}")
        for one, cookie in zip(setting.people, cookies, strict=False)
    ]
    await crowd.burst(asked, SEEN)
    took = time.perf_counter() - started
    await asyncio.sleep(QUIET)
    _check(pages, number)
    await crowd.close()
    await hang_up(pages)
    return took


def _check(pages: list[Phone], number: int) -> None:
    """The last quorum that each was sent counts everybody."""
    everybody = f'data-present=\\"{number}\\"'.encode()
    for one in pages:
        last = [text for text in one.texts if b'"quorum"' in text][-1:]
        if one.lost or not last or everybody not in last[0]:
            raise NotAnsweredError("somebody came and a page does not show it")


async def _hello(setting: Setting, number: int) -> float:
    crowd = Crowd()
    await crowd.connect(setting.hello.port, number)
    wall = await crowd.burst([get("/hello")] * number, OK)
    await crowd.close()
    return wall
