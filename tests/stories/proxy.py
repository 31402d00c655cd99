"""A bad line between one browser and the server: it loses answers, and it falls silent.

It may also refuse sockets, be cut, lead to another server, or end at somebody else's sign-in page.
"""

from __future__ import annotations

import asyncio
import contextlib
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

HERE = "127.0.0.1"
CHUNK = 65536
VOTE = b"/ballots HTTP/1.1"
PORTAL = "<!doctype html><title>Wi-Fi</title><p>请先登录无线网络 Please sign in to this network</p>"
FOREIGN = (
    "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nconnection: close\r\n"
    f"content-length: {len(PORTAL.encode())}\r\n\r\n{PORTAL}"
).encode()


@dataclass(slots=True, eq=False)
class Call:
    """One connection of the browser: what it was used for last."""

    browser: asyncio.StreamWriter
    server: asyncio.StreamWriter
    socket: bool = False
    voting: bool = False
    mute: bool = False

    def cut(self) -> None:
        self.browser.transport.abort()
        self.server.transport.abort()


@dataclass(slots=True)
class BadLine:
    """Forwards everything unless told otherwise; `votes` counts the ballots that went through."""

    to: int
    origin: str = ""
    votes: int = 0
    lost: int = 0
    foreign: int = 0  # requests that were answered by somebody else
    asked: list[bytes] = field(default_factory=list)  # first line of each request
    without_sockets: bool = False
    captive: bool = False
    _losing: bool = False
    _silent: bool = False
    _calls: set[Call] = field(default_factory=set)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @contextmanager
    def losing_answers(self) -> Iterator[None]:
        """Ballots reach the server; their answers get lost, and the connection with them."""
        self._losing = True
        try:
            yield
        finally:
            self._losing = False

    @contextmanager
    def silence(self) -> Iterator[None]:
        """Sockets stay open and say nothing more; one that was silent stays so for ever."""
        for call in self._calls:
            call.mute = call.socket
        self._silent = True
        try:
            yield
        finally:
            self._silent = False

    def cut(self) -> None:
        """Every connection ends at once."""
        for call in list(self._calls):
            call.cut()

    async def _connect(self, heard: asyncio.StreamReader, browser: asyncio.StreamWriter) -> None:
        answers, server = await asyncio.open_connection(HERE, self.to)
        call = Call(browser, server)
        self._calls.add(call)
        up = asyncio.create_task(self._up(call, heard))
        down = asyncio.create_task(self._down(call, answers))
        try:
            await asyncio.wait({up, down}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            call.cut()
            up.cancel()
            down.cancel()
            await asyncio.gather(up, down, return_exceptions=True)
            self._calls.discard(call)

    async def _up(self, call: Call, heard: asyncio.StreamReader) -> None:
        while data := await heard.read(CHUNK):
            self.asked.append(data.partition(b"\r\n")[0])
            if self.captive:
                self.foreign += 1
                call.browser.write(FOREIGN)
                await call.browser.drain()
                return
            if self.without_sockets and b"Upgrade: websocket" in data:
                return
            if b"Upgrade: websocket" in data:
                call.socket, call.mute = True, self._silent
            if VOTE in data:
                call.voting = True
                self.votes += 1
            if not call.mute:
                call.server.write(data)

    async def _down(self, call: Call, answers: asyncio.StreamReader) -> None:
        while data := await answers.read(CHUNK):
            if call.voting and self._losing:  # an answer: the ballot is committed
                self.lost += 1
                return
            call.voting = False
            if not call.mute:
                call.browser.write(data)

    def _accept(self, heard: asyncio.StreamReader, browser: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._quietly(heard, browser))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _quietly(self, heard: asyncio.StreamReader, browser: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            await self._connect(heard, browser)


@asynccontextmanager
async def bad_line(origin: str) -> AsyncIterator[BadLine]:
    """A line to the server at `origin`, on a port of its own."""
    line = BadLine(int(origin.rsplit(":", 1)[1]))
    server = await asyncio.start_server(line._accept, HERE, 0)
    line.origin = f"http://{HERE}:{server.sockets[0].getsockname()[1]}"
    try:
        yield line
    finally:
        server.close()
        tasks = list(line._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
