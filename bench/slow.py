"""slow: pages that never read while everything is pushed again and again, beside ones that do."""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING

from bench.arithmetic import Figure, Goal
from bench.phones import handshake, hang_up, listen
from bench.servers import serving

if TYPE_CHECKING:
    from bench.servers import Server
    from bench.setting import Setting

NAME = "slow"
GOAL = Goal(ratio=32.0, rate=None)
MIB = 1 << 20
TIMES = 2000  # pushes
GAP = 0.005
READERS = 20  # others, who must get everything
NO_LIMIT = 1 << 40
SMALL = 4096  # bytes that a phone's own system keeps for it


async def measure(setting: Setting, number: int, _: int) -> Figure:
    """Growth of memory in MiB, at most, with the limit; and without it, for comparison."""
    meeting = await setting.council.order("hold", n=number)
    grown: list[float] = []
    notes: dict[str, float] = {}
    for limit in (0, NO_LIMIT):
        async with serving("council", setting.folder, setting.core) as server:
            if limit:
                await server.order("limit", bytes=limit)
            found, bytes_ = await _storm(server, setting, meeting, number)
        grown.append(found["most"] / MIB)
        notes |= {f"left{'_without_limit' * bool(limit)}": found["left"] - READERS}
        notes |= {"bytes_each": bytes_}
    return Figure(NAME, number, grown[0], grown[1], grown[0], None, notes)


async def _storm(
    server: Server, setting: Setting, meeting: str, number: int
) -> tuple[dict[str, float], float]:
    path = f"/meetings/{meeting}/socket?screen=room"
    asked = [handshake(server.port, path, one) for one in setting.cookies(number)]
    readers = await listen(server.port, asked[:READERS])
    deaf = [await _deaf(server.port, one) for one in asked]
    found = await server.order("storm", meeting=meeting, times=TIMES, gap=GAP)
    await asyncio.sleep(1)
    for one in readers:
        told = sum(b'"pieces"' in text for text in one.texts)
        if one.lost or told < TIMES:
            raise AssertionError(f"a page that reads got {told} of {TIMES} pushes")
    bytes_ = float(sum(map(len, readers[0].texts)))
    for each in deaf:
        each.close()
    await hang_up(readers)
    return found, bytes_


async def _deaf(port: int, request: bytes) -> socket.socket:
    """Knocks, and never reads what it is told."""
    loop = asyncio.get_running_loop()
    one = socket.socket()
    one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL)
    one.setblocking(False)
    await loop.sock_connect(one, ("127.0.0.1", port))
    await loop.sock_sendall(one, request)
    return one
