"""What the measured application is told about its open pages: memory, many pushes, the door."""

from __future__ import annotations

import asyncio
import gc
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from council.clock import now
from council.live import topics, wire
from council.meetings.attendance import door_code

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from council.live.hub import Hub
    from council.settings import Settings

    Order = Callable[[dict[str, Any]], Awaitable[Any]]

PAGE = os.sysconf("SC_PAGE_SIZE")


def orders(settings: Settings, hub: Hub) -> dict[str, Order]:
    async def code(order: dict[str, Any]) -> str:
        return door_code(settings.keys.door, order["meeting"], now())

    async def storm(order: dict[str, Any]) -> dict[str, float]:
        return await _storm(hub, topics.room(order["meeting"]), order["times"], order["gap"])

    return {"code": code, "storm": storm, "memory": memory, "limit": _limit}


async def memory(_: dict[str, Any]) -> int:
    """Bytes in memory, after what is not needed was thrown away."""
    gc.collect()
    return resident()


async def _limit(order: dict[str, Any]) -> None:
    """How many bytes may wait for one phone: the control takes the limit away."""
    wire.FULL = order["bytes"]


def resident() -> int:
    return int(Path("/proc/self/statm").read_bytes().split()[1]) * PAGE


async def _storm(hub: Hub, name: str, times: int, gap: float) -> dict[str, float]:
    """Push all pieces of every page, again and again; the most memory beside the start."""
    topic = hub._topics[name]  # noqa: SLF001 - a measurement looks inside
    before = most = resident()
    for _ in range(times):
        topic.shown.clear()  # as if everything had changed
        await hub._push(topic)  # noqa: SLF001 - the pauses between pushes are left out
        await asyncio.sleep(gap)
        most = max(most, resident())
    return {"most": most - before, "after": resident() - before, "left": len(topic.listeners)}


async def loading(load: Callable[[], Awaitable[Any]]) -> dict[str, float]:
    """Seconds: the longest the loop was busy at a time, and the CPU of all threads.

    Only the loop's own thread counts as busy, so that what else the machine runs does not.
    """
    spans: list[float] = []

    async def beat() -> None:
        last = time.thread_time()
        while True:
            await asyncio.sleep(0.001)
            now_ = time.thread_time()
            spans.append(now_ - last)
            last = now_

    beating = asyncio.create_task(beat())
    await asyncio.sleep(0.005)
    spans.clear()
    started = time.process_time()
    await load()
    spent = time.process_time() - started
    await asyncio.sleep(0.005)
    beating.cancel()
    return {"busy": max(spans), "spent": spent}
