"""Open pages: N raw sockets that listen to a room and count what they are sent."""

from __future__ import annotations

import asyncio
import base64
import secrets
import time
from typing import TYPE_CHECKING, cast

from bench.client import HERD, NotAnsweredError

if TYPE_CHECKING:
    from collections.abc import Sequence

SHORT, LONG = 126, 127  # lengths that announce a longer one (RFC 6455)


class Phone(asyncio.Protocol):
    """One socket. Frames come unmasked and whole; a text is kept only until the next one."""

    def __init__(self, request: bytes) -> None:
        self._request = request
        self._got = b""
        self.open = asyncio.Event()
        self.told = asyncio.Event()
        self.texts: list[bytes] = []
        self.times: list[float] = []  # when each text was whole
        self.lost = False
        self._transport: asyncio.BaseTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        cast("asyncio.Transport", transport).write(self._request)

    def data_received(self, data: bytes) -> None:
        self._got += data
        if not self.open.is_set():
            head, end, rest = self._got.partition(b"\r\n\r\n")
            if not end:
                return
            self.lost = b" 101 " not in head.split(b"\r\n", 1)[0]
            self._got = rest
            self.open.set()
        while (size := frame_size(self._got)) and len(self._got) >= sum(size):
            head_size, length = size
            self.texts.append(self._got[head_size : head_size + length])
            self.times.append(time.perf_counter())
            self._got = self._got[head_size + length :]
            self.told.set()

    def connection_lost(self, _: Exception | None) -> None:
        self.lost = True
        self.open.set()
        self.told.set()

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()


def frame_size(got: bytes) -> tuple[int, int] | None:
    """(bytes of the head, bytes of the text), or None while the head is not whole."""
    if len(got) < 2:  # noqa: PLR2004 - the shortest head
        return None
    length = got[1]
    more = {SHORT: 2, LONG: 8}.get(length, 0)
    if len(got) < 2 + more:
        return None
    return 2 + more, int.from_bytes(got[2 : 2 + more], "big") if more else length


def handshake(port: int, path: str, *headers: str) -> bytes:
    key = base64.b64encode(secrets.token_bytes(16)).decode()
    lines = [
        f"GET {path} HTTP/1.1",
        f"host: 127.0.0.1:{port}",
        f"origin: http://127.0.0.1:{port}",
        "upgrade: websocket",
        "connection: Upgrade",
        "sec-websocket-version: 13",
        f"sec-websocket-key: {key}",
        *headers,
        "",
        "",
    ]
    return "\r\n".join(lines).encode()


async def listen(port: int, requests: Sequence[bytes]) -> list[Phone]:
    """All sockets, each accepted and told the room's number."""
    loop = asyncio.get_running_loop()
    phones: list[Phone] = []
    for start in range(0, len(requests), HERD):
        some = [Phone(request) for request in requests[start : start + HERD]]
        for one in some:
            await loop.create_connection(lambda one=one: one, "127.0.0.1", port)  # type: ignore[misc]  # bound at once
        await asyncio.gather(*(asyncio.wait_for(one.told.wait(), 30) for one in some))
        phones += some
    if any(one.lost for one in phones):
        raise NotAnsweredError("a socket was not accepted")
    return phones


async def hang_up(phones: Sequence[Phone]) -> None:
    for one in phones:
        one.close()
    await asyncio.sleep(0.3)
