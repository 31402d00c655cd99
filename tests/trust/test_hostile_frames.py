"""Hostile frames at the socket: whoever sends them goes, everybody else stays and is told.

Two hundred and fifty frames each run, five thousand at night, on connections that speak the
protocol wrongly on purpose. The control is a socket that takes everybody down with the flooder.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import os
import random
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import websockets
from websockets.typing import Origin

from council.live import socket
from tests.people import Cast, assemble
from tests.server import COOKIE, Hall

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from council.live.hub import Hub

PATIENCE = 0.02  # seconds
LISTENERS = ("委员02", "委员03", "委员04", "袁昆腔")


def frame(first: int, payload: bytes, *, masked: bool = True, length: int | None = None) -> bytes:
    """RFC 6455 by hand, so that it can be wrong; `length` is what the frame says of itself."""
    said, bit = len(payload) if length is None else length, 0x80 if masked else 0
    if said < 126:
        head = struct.pack("!BB", first, bit | said)
    elif said < 1 << 16:
        head = struct.pack("!BBH", first, bit | 126, said)
    else:
        head = struct.pack("!BBQ", first, bit | 127, said)
    return head + (b"\x00\x00\x00\x00" if masked else b"") + payload


HOSTILE: list[Callable[[random.Random], bytes]] = [
    lambda rng: rng.randbytes(rng.randrange(1, 400)),
    lambda rng: frame(0x81, rng.randbytes(40)),  # no UTF-8
    lambda rng: frame(0x81, b"x" * rng.choice([0, 125, 126, 4096])),
    lambda _: frame(0x81, b"x" * 4097),  # larger than we take
    lambda _: frame(0x82, b"", length=1 << 40),  # announces a terabyte
    lambda _: frame(0x81, b"", length=(1 << 64) - 1),
    lambda _: frame(0x81, b'{"seq": 1}', masked=False),
    lambda rng: frame(0x80 | rng.randrange(3, 8), b"reserved"),
    lambda rng: frame(0xC1, rng.randbytes(30)),  # says compressed, is not
    lambda _: frame(0x01, b"begun") + frame(0x81, b"begun again"),
    lambda _: frame(0x00, b"goes on with nothing"),
    lambda _: frame(0x89, b"p" * 126),  # a control frame may not be so long
    lambda _: frame(0x09, b"ping in two parts"),
    lambda rng: frame(0x88, struct.pack("!H", rng.choice([0, 999, 1005, 1006, 1015, 65535]))),
    lambda _: frame(0x88, b"\x03"),
    lambda _: b"".join(frame(0x89, b"ping") for _ in range(30)),
    lambda _: b"".join(frame(0x81, b"{}") for _ in range(30)),  # too talkative
    lambda _: b"".join(frame(0x01 if n == 0 else 0x00, b"n") for n in range(40)),
    lambda _: b"GET / HTTP/1.1\r\n\r\n",
]


@dataclass(slots=True)
class Door:
    """Where the attacker knocks: signed in, from a page of ours, and then rude."""

    hall: Hall
    path: str
    token: str

    async def attack(self, frame: bytes) -> None:
        """Open a socket, send it, and wait until the server hangs up, or go."""
        at = urlsplit(self.hall.origin)
        reader, writer = await asyncio.open_connection(at.hostname, at.port)
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            writer.write(self._handshake())
            assert b" 101 " in await reader.readuntil(b"\r\n\r\n")
            writer.write(frame)
            await writer.drain()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(reader.read(), PATIENCE)
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()

    def _handshake(self) -> bytes:
        lines = [
            f"GET {self.path} HTTP/1.1",
            f"Host: {urlsplit(self.hall.origin).netloc}",
            f"Origin: {self.hall.origin}",
            f"Cookie: {COOKIE}={self.token}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
            "Sec-WebSocket-Version: 13",
        ]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """A frame never reaches a database."""
    return sqlite_url


@pytest.fixture
async def cast(hall: Hall) -> Cast:
    people = await assemble(members=8)
    await hall.of(people, people.secretary).post(f"/meetings/{people.meeting}/opening")
    return people


@pytest.fixture
async def pages(hall: Hall, cast: Cast) -> AsyncIterator[list[Any]]:
    """The sockets of those who only want to follow the meeting."""
    url = hall.origin.replace("http", "ws") + f"/meetings/{cast.meeting}/socket"
    async with contextlib.AsyncExitStack() as opened:
        yield [
            await opened.enter_async_context(
                websockets.connect(
                    url,
                    additional_headers={"cookie": f"{COOKIE}={cast.tokens[name]}"},
                    origin=Origin(hall.origin),
                    proxy=None,
                )
            )
            for name in LISTENERS
        ]


async def told(page: Any, wanted: str) -> bool:
    """Whether this page is shown `wanted` within three seconds."""
    try:
        async with asyncio.timeout(3):
            while wanted not in json.dumps(json.loads(await page.recv()), ensure_ascii=False):
                pass
    except (TimeoutError, websockets.ConnectionClosed):
        return False
    return True


async def left_over(hall: Hall, cast: Cast, pages: list[Any], frames: int) -> list[bool]:
    """Attack, then let something happen in the meeting: which pages hear of it."""
    rng = random.Random(20261205)
    door = Door(hall, f"/meetings/{cast.meeting}/socket", cast.tokens["委员01"])
    for at in range(frames):
        await door.attack(HOSTILE[at % len(HOSTILE)](rng))
    secretary = hall.of(cast, cast.secretary)
    await secretary.post(f"/meetings/{cast.meeting}/log-lines", line="请大家安静")
    await secretary.post(
        f"/meetings/{cast.meeting}/attendances", person=cast.people["委员05"], status="present"
    )
    return list(await asyncio.gather(*(told(page, 'data-present=\\"1\\"') for page in pages)))


@pytest.mark.parametrize(
    "frames", [250, pytest.param(5000, marks=[pytest.mark.nightly, pytest.mark.timeout(600)])]
)
async def test_hostile_frames_disconnect_nobody_else(
    hall: Hall, cast: Cast, pages: list[Any], frames: int
) -> None:
    assert await left_over(hall, cast, pages, frames) == [True] * len(LISTENERS)
    hub: Hub = hall.app.app.state.hub
    assert hub.open_pages(cast.people["委员01"]) == 0, "and nobody of the rude is kept"


async def test_control_a_socket_that_hangs_up_on_all_is_found(
    hall: Hall, cast: Cast, pages: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    until_gone = socket._until_gone

    async def and_all_others(receive: Any, listener: Any) -> None:
        try:
            await until_gone(receive, listener)
        finally:
            hub: Hub = hall.app.app.state.hub
            for one in next(iter(hub._topics.values())).listeners:
                one.wire.close(1011)

    monkeypatch.setattr(socket, "_until_gone", and_all_others)
    assert await left_over(hall, cast, pages, 5) == [False] * len(LISTENERS)
