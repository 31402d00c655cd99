"""Load without a client library: requests are encoded before, answers are only counted.

Everything here runs in one process on the other core than the server.
"""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Sequence

PATIENCE = 60.0  # seconds until a burst that is not answered fails
HERD = 100  # connections opened at a time, less than what a listening socket keeps waiting

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


class NotAnsweredError(RuntimeError):
    """A connection ended, or an answer was not the one expected."""


@dataclass(slots=True)
class _Tally:
    """What the connections of a crowd count together."""

    want: int = 0
    sending: bool = False  # ask again as soon as an answer is there
    answers: int = 0
    lost: int = 0
    statuses: dict[int, int] = field(default_factory=dict)
    done: asyncio.Event = field(default_factory=asyncio.Event)
    at: list[float] = field(default_factory=list)  # when each answer came

    def answered(self, status: int) -> None:
        self.answers += 1
        self.at.append(time.perf_counter())
        self.statuses[status] = self.statuses.get(status, 0) + 1
        if self.answers >= self.want and not self.sending:
            self.done.set()


class Connection(asyncio.Protocol):
    """One keep-alive connection; one request is under way at a time."""

    def __init__(self, tally: _Tally) -> None:
        self._tally = tally
        self._got = b""
        self._transport: asyncio.Transport | None = None
        self.request = b""
        self.last = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def send(self) -> None:
        if self._transport is None or self._transport.is_closing():
            raise NotAnsweredError("a connection was closed by the server")
        self._transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        self._got += data
        end = self._got.find(b"\r\n\r\n")
        if end < 0:
            return
        length = _LENGTH.search(self._got, 0, end)
        if length is None or len(self._got) < end + 4 + int(length[1]):
            return
        self.last, self._got = self._got, b""
        self._tally.answered(int(self.last[9:12]))
        if self._tally.sending:
            self.send()

    def connection_lost(self, _: Exception | None) -> None:
        self._tally.lost += 1
        self._tally.done.set()

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()


class Crowd:
    """N open connections to one server."""

    def __init__(self) -> None:
        self._tally = _Tally()
        self.connections: list[Connection] = []
        self.waited: list[float] = []  # seconds until each answer of the last burst

    async def connect(self, port: int, number: int) -> None:
        loop = asyncio.get_running_loop()
        while len(self.connections) < number:
            some = min(HERD, number - len(self.connections))
            made = await asyncio.gather(
                *(
                    loop.create_connection(lambda: Connection(self._tally), "127.0.0.1", port)
                    for _ in range(some)
                )
            )
            self.connections += [protocol for _, protocol in made]

    async def close(self) -> None:
        for one in self.connections:
            one.close()
        await asyncio.sleep(0.05)

    async def burst(self, requests: Sequence[bytes], expected: int) -> float:
        """Everybody asks at one instant; wall seconds until the last answer."""
        self._start(want=len(requests))
        for one, request in zip(self.connections, requests, strict=True):
            one.request = request
        started = time.perf_counter()
        for one in self.connections:
            one.send()
        await asyncio.wait_for(self._tally.done.wait(), PATIENCE)
        wall = time.perf_counter() - started
        self.waited = sorted(at - started for at in self._tally.at)
        self._check(expected)
        return wall

    async def steady(
        self, requests: Sequence[bytes], seconds: float, expected: int
    ) -> tuple[float, int]:
        """Everybody asks again after each answer for so long: (wall seconds, answers)."""
        self._start(want=len(requests), sending=True)
        for one, request in zip(self.connections, requests, strict=True):
            one.request = request
        started = time.perf_counter()
        for one in self.connections:
            one.send()
        asyncio.get_running_loop().call_later(seconds, self._enough)
        await asyncio.wait_for(self._tally.done.wait(), PATIENCE)
        wall = time.perf_counter() - started
        self._check(expected)
        return wall, self._tally.answers

    def _enough(self) -> None:
        """What is under way is still waited for."""
        self._tally.sending = False
        self._tally.want = self._tally.answers + len(self.connections)

    def _start(self, want: int, *, sending: bool = False) -> None:
        self._tally.want, self._tally.sending = want, sending
        self._tally.answers, self._tally.statuses, self._tally.at = 0, {}, []
        self._tally.done.clear()

    def _check(self, expected: int) -> None:
        if self._tally.lost or set(self._tally.statuses) != {expected}:
            raise NotAnsweredError(f"{self._tally.statuses}, {self._tally.lost} connections lost")


def get(path: str, *headers: str) -> bytes:
    """A GET as bytes."""
    return _request("GET", path, headers, b"")


def post(path: str, body: bytes, *headers: str) -> bytes:
    """A form as bytes."""
    form = ("content-type: application/x-www-form-urlencoded", f"content-length: {len(body)}")
    return _request("POST", path, (*headers, *form), body)


def _request(method: str, path: str, headers: Sequence[str], body: bytes) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "host: 127.0.0.1", *headers, "", ""]
    return "\r\n".join(lines).encode() + body
