"""What the measured application can be told to do: meetings, polls, changes, and one push."""

from __future__ import annotations

import asyncio
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from bench import house, pages
from bench.imports import Imports
from bench.papers import Papers
from bench.push import Pushes
from council import db, settings
from council.app import create_app
from council.db.migrate import migrate
from council.identity import passwords
from council.identity.turns import Turns
from council.live import topics

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from bench.house import House
    from council.room.source import RoomSource
    from council.web.front import Front

    Order = Callable[[dict[str, Any]], Awaitable[Any]]


def prepared(folder: Path, port: int) -> tuple[Front, dict[str, Order]]:
    """The application on a new SQLite database in `folder`, and its orders."""
    env = {"COUNCIL_DATA": str(folder), "COUNCIL_ORIGIN": f"http://127.0.0.1:{port}"}
    if url := os.environ.get("BENCH_DATABASE_URL"):
        env["DATABASE_URL"] = url
    found = settings.read({**env, "PATH": os.environ.get("PATH", "")})
    asyncio.run(migrate(found.database_url))
    db.bind(db.make_engine(found.database_url))
    front = create_app(found)
    inside: Any = front.app
    orders = _Orders(found, Pushes(inside.state.hub))
    return front, {
        name: getattr(orders, name) for name in ("settle", "hold", "ask", "close", "stir", "push")
    } | {
        "import": orders.begin_import,
        "typeset": orders.papers.begin,
        "typeset_end": orders.papers.end,
        "imported": orders.imported,
        "unbind": partial(_unbind, front),
        "move": partial(orders.move, inside.state.rooms),
        **pages.orders(found, inside.state.hub),
    }


async def _unbind(front: Front, order: dict[str, Any]) -> None:
    """The control of a flood of sign-ins: nobody takes turns, and all are hashed at once."""
    front.doors = tuple(door for door in front.doors if not isinstance(door, Turns))
    keeper: Any = passwords.keeper()
    threads = order["threads"]
    keeper._pool = ThreadPoolExecutor(threads)  # noqa: SLF001 - its bounds are what is taken away
    keeper._places = threading.BoundedSemaphore(threads)  # noqa: SLF001 - the same


@dataclass(slots=True)
class _Orders:
    settings: settings.Settings
    pushes: Pushes
    houses: list[House] = field(default_factory=list)
    imports: Imports = field(default_factory=Imports)
    papers: Papers = field(default_factory=Papers)

    async def settle(self, order: dict[str, Any]) -> list[dict[str, str]]:
        """The community; the sessions of its residents."""
        self.houses.append(await house.settle(self.settings, order["n"]))
        return [asdict(one) for one in self.houses[0].residents]

    async def hold(self, order: dict[str, Any]) -> str:
        return await house.hold(self.houses[0], order["n"], come=order.get("come", True))

    async def ask(self, order: dict[str, Any]) -> str:
        return await house.ask(self.houses[0], order["meeting"], order.get("mode", "named"))

    async def close(self, order: dict[str, Any]) -> dict[str, int]:
        return await house.close(self.houses[0], order["poll"])

    async def stir(self, order: dict[str, Any]) -> int:
        """Move the room again and again; how often it moved."""
        for _ in range(order["times"]):
            await asyncio.sleep(order["pause"])
            await self._move(order["meeting"])
        return int(order["times"])

    async def _move(self, meeting: str) -> None:
        await house.come_or_go(self.houses[0], meeting)

    async def move(self, rooms: RoomSource, order: dict[str, Any]) -> dict[str, float]:
        """Move the room once and load it: what that cost."""
        await self._move(order["meeting"])
        return await pages.loading(lambda: rooms.load(topics.room(order["meeting"])))

    async def push(self, order: dict[str, Any]) -> dict[str, float]:
        """Move the room once: CPU seconds of the fan-out, of the whole event, and of the floor."""
        return await self.pushes.measure(order["meeting"], lambda: self._move(order["meeting"]))

    async def begin_import(self, order: dict[str, Any]) -> None:
        """Read, ask and confirm the file; the server's own runner then writes it."""
        self.imports.begin(self.houses[0].secretary, order["path"], self.settings.keys.pepper)

    async def imported(self, _: dict[str, Any]) -> dict[str, float] | None:
        """What the import cost, once it is done."""
        return self.imports.result()
