"""A server in a process of its own, on one core, that answers orders on its standard input.

`python -m bench.child hello|council|bare FOLDER CORE`. Each order and each answer is one line of
JSON; the first answer tells the port.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uvicorn

from bench import spent
from council.commands.running import configure

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Order = Callable[[dict[str, Any]], Awaitable[Any]]

BACKLOG = 4096
KEPT = 600  # seconds: connections stay open between the rounds


def main(kind: str, folder: str, core: str) -> None:
    """Serve until standard input ends."""
    os.sched_setaffinity(0, {int(core)})
    with socket.create_server(("127.0.0.1", 0), backlog=BACKLOG) as door:
        door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if kind == "bare":
            _bare(door)
            return
        app, orders = _application(kind, Path(folder), door.getsockname()[1])
        config = configure(app)
        config.timeout_keep_alive = KEPT
        server = _Told(config, door.getsockname()[1], orders)
        server.run([door])


def _application(kind: str, folder: Path, port: int) -> tuple[Any, dict[str, Order]]:
    """Each is imported only where it is served."""
    if kind == "hello":
        from bench.hello import hello_app

        return hello_app(), {"cpu": _cpu}
    from bench.orders import prepared

    app, orders = prepared(folder, port)
    return app, {**orders, "cpu": _cpu}


async def _cpu(_: dict[str, Any]) -> float:
    return spent.seconds()


class _Told(uvicorn.Server):
    """Takes orders from the moment when it listens."""

    def __init__(self, config: uvicorn.Config, port: int, orders: dict[str, Order]) -> None:
        super().__init__(config)
        self._port = port
        self._orders = orders
        self._ear: asyncio.Task[None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ear = asyncio.create_task(self._obey())

    async def _obey(self) -> None:
        await _obey(self._port, self._orders)
        self.should_exit = True


async def _obey(port: int, orders: dict[str, Order]) -> None:
    """Until standard input ends."""
    lines = asyncio.StreamReader(limit=1 << 20)
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    _say({"done": port})
    while line := await lines.readline():
        order = json.loads(line)
        try:
            _say({"done": await orders[order["do"]](order)})
        except Exception:  # noqa: BLE001 - whoever gave the order says what went wrong
            _say({"failed": traceback.format_exc()})


def _bare(door: socket.socket) -> None:
    """The WebSocket library alone: it accepts, says a number and holds the line."""
    from websockets.asyncio.server import ServerConnection, serve

    from bench.pages import memory

    async def hold(page: ServerConnection) -> None:
        await page.send('{"seq": 1}')
        await page.wait_closed()

    async def run() -> None:
        async with serve(hold, sock=door, compression=None):
            await _obey(door.getsockname()[1], {"cpu": _cpu, "memory": memory})

    with asyncio.Runner(loop_factory=configure("").get_loop_factory()) as runner:
        runner.run(run())


def _say(answer: Any) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:4])
