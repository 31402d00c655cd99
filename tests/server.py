"""A real uvicorn on a free port of 127.0.0.1, in the test's loop, and clients for its people."""

from __future__ import annotations

import asyncio
import re
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx
import uvicorn

from council.app import create_app, routes
from council.commands.listening import listen
from council.settings import Settings, read

if TYPE_CHECKING:
    import socket
    from collections.abc import AsyncIterator
    from pathlib import Path

    from litestar import Litestar

    from tests.people import Cast

COOKIE = "council_session"
# Making the routes takes longer than most tests: servers that have stopped hand theirs on.
ROUTED: list[Litestar] = []


@dataclass(slots=True)
class Client:
    """One person's browser without a screen: keeps the cookie, knows its token."""

    http: httpx.AsyncClient
    token: str
    csrf: str = ""

    async def get(self, path: str, **more: Any) -> httpx.Response:
        return await self.http.get(path, **more)

    async def post(self, path: str, **fields: Any) -> httpx.Response:
        """A plain form, as a browser without JavaScript sends it."""
        if not self.csrf:
            self.csrf = token_in((await self.http.get("/account")).text)
        return await self.http.post(path, data={"_csrf_token": self.csrf, **fields})

    async def json(self, path: str) -> Any:
        return (await self.http.get(path, headers={"accept": "application/json"})).json()


def token_in(page: str) -> str:
    """The token of a page's head."""
    found = re.search(r'<meta name="csrf-token" content="([^"]*)"', page)
    return found[1] if found else ""


@dataclass(slots=True)
class Hall:
    """A running server."""

    origin: str
    settings: Settings
    app: Any
    opened: list[httpx.AsyncClient]

    def client(self, token: str = "") -> Client:
        cookies = {COOKIE: token} if token else {}
        http = httpx.AsyncClient(
            base_url=self.origin,
            cookies=cookies,
            trust_env=False,
            timeout=20,
            verify=False,  # noqa: S501 - plain HTTP to ourselves
        )
        self.opened.append(http)
        return Client(http, token)

    def of(self, cast: Cast, name: str) -> Client:
        return self.client(cast.tokens[name])


class _Server(uvicorn.Server):
    """Leaves at once when it is told to, and not at its next look, a tenth of a second later."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._leaving = asyncio.Event()

    def leave(self) -> None:
        self.should_exit = True
        self._leaving.set()

    async def main_loop(self) -> None:
        counter = 0
        while not await self.on_tick(counter):
            counter += 1
            with suppress(TimeoutError):
                await asyncio.wait_for(self._leaving.wait(), 0.1)


@asynccontextmanager
async def running(database_url: str, data: Path) -> AsyncIterator[Hall]:
    """The application on a port that the system chose; stopped and closed at the end."""
    with listen("127.0.0.1", 0) as door:
        async with _serving(database_url, data, door) as hall:
            yield hall


@asynccontextmanager
async def _serving(database_url: str, data: Path, door: socket.socket) -> AsyncIterator[Hall]:
    origin = f"http://127.0.0.1:{door.getsockname()[1]}"
    env = {"DATABASE_URL": database_url, "COUNCIL_DATA": str(data), "COUNCIL_ORIGIN": origin}
    settings = read(env)
    routed = ROUTED.pop() if ROUTED else routes()
    app = create_app(settings, routed)
    config = uvicorn.Config(
        app,
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        ws_max_size=4096,
        log_config=None,
        lifespan="on",
        timeout_graceful_shutdown=2,
    )
    server = _Server(config)
    task = asyncio.create_task(server.serve([door]))
    while not server.started:
        if task.done():
            await task
        await asyncio.sleep(0.005)
    hall = Hall(origin, settings, app, [])
    try:
        yield hall
    finally:
        for one in hall.opened:
            await one.aclose()
        server.leave()
        await task
        ROUTED.append(routed)
