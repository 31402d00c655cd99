"""A server in a process of its own, on one core, that answers orders on its standard input.

`python -m bench.child hello|council FOLDER CORE`. Each order and each answer is one line of
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
        lines = asyncio.StreamReader(limit=1 << 20)
        loop = asyncio.get_running_loop()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
        _say({"done": self._port})
        while line := await lines.readline():
            order = json.loads(line)
            try:
                _say({"done": await self._orders[order["do"]](order)})
            except Exception:  # noqa: BLE001 - whoever gave the order says what went wrong
                _say({"failed": traceback.format_exc()})
        self.should_exit = True


def _say(answer: Any) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:4])
