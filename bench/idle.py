"""P5: what an idle phone costs in memory, beside one of the WebSocket library alone."""

from __future__ import annotations

import asyncio
from statistics import median
from typing import TYPE_CHECKING

from bench.arithmetic import Figure, Goal
from bench.phones import handshake, hang_up, listen
from bench.servers import serving

if TYPE_CHECKING:
    from bench.servers import Server
    from bench.setting import Setting

NAME = "P5"
GOAL = Goal(ratio=20.0, rate=None)
KIB = 1024
WARM = 50  # phones before the first look: caches, pieces


async def measure(setting: Setting, number: int, rounds: int) -> Figure:
    """KiB of resident memory for each phone more; every round has servers of its own."""
    meeting = await setting.council.order("hold", n=number)
    path = f"/meetings/{meeting}/socket?screen=room"
    ours, base = [], []
    for _ in range(rounds):
        async with (
            serving("council", setting.folder, setting.core) as council,
            serving("bare", setting.folder, setting.core) as bare,
        ):
            cookies = setting.cookies(number)
            ours.append(await _held(council, [handshake(council.port, path, c) for c in cookies]))
            base.append(await _held(bare, [handshake(bare.port, "/")] * number))
    found = median(ours)
    notes = {"bytes": found * KIB, "library_bytes": median(base) * KIB}
    return Figure(NAME, number, found, median(base), found, None, notes)


async def _held(server: Server, asked: list[bytes]) -> float:
    warm = asked[: min(WARM, len(asked) // 2)]
    first = await listen(server.port, warm)
    before = await server.order("memory")
    phones = await listen(server.port, asked[len(warm) :])
    await asyncio.sleep(1)
    after = await server.order("memory")
    await hang_up([*first, *phones])
    return float(after - before) / len(phones) / KIB
