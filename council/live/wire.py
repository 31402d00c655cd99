"""Writing one frame to many phones: encoded once, written straight to each transport.

Where the server is not the one that we know, an ordinary queue with a task does it, more
slowly. A phone that does not read is dropped, never buffered without limit.
"""

from __future__ import annotations

import asyncio
import contextlib
import struct
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Send = Callable[[dict[str, Any]], Awaitable[None]]

FULL = 128 * 1024  # bytes that may wait for one phone; 200 that never read stay below 32 MB
WAITING = 64  # frames that may wait in the plain queue
TOO_SLOW = 1013
_SHORT, _LONG = 126, 1 << 16


class Frame:
    """A text message and its bytes on the wire (RFC 6455, unmasked, unfragmented)."""

    __slots__ = ("text", "wire")

    def __init__(self, text: str) -> None:
        self.text = text
        payload = text.encode()
        if len(payload) < _SHORT:
            head = struct.pack("!BB", 0x81, len(payload))
        elif len(payload) < _LONG:
            head = struct.pack("!BBH", 0x81, 126, len(payload))
        else:
            head = struct.pack("!BBQ", 0x81, 127, len(payload))
        self.wire = head + payload


class Wire(Protocol):
    def write(self, frame: Frame) -> bool:
        """Hand the frame over without waiting; False when the phone is gone or too slow."""
        ...

    def close(self, code: int) -> None:
        """Say why and hang up."""
        ...


class RawWire:
    """Straight to the transport of uvicorn's sans-I/O protocol."""

    __slots__ = ("_closing", "_send", "_transport")

    def __init__(self, transport: Any, send: Send) -> None:
        self._transport = transport
        self._send = send
        self._closing: asyncio.Task[None] | None = None

    def write(self, frame: Frame) -> bool:
        transport = self._transport
        if self._closing is not None or transport.is_closing():
            return False
        if transport.get_write_buffer_size() > FULL:
            return False
        transport.write(frame.wire)
        return True

    def close(self, code: int) -> None:
        if self._closing is None:
            self._closing = asyncio.ensure_future(_hang_up(self._send, code))
            if self._transport.get_write_buffer_size() > FULL:
                self._transport.abort()  # it would never read the farewell


class QueuedWire:
    """Any ASGI server: a bounded queue and one task."""

    __slots__ = ("_queue", "_send", "_task")

    def __init__(self, send: Send) -> None:
        self._send = send
        self._queue: asyncio.Queue[Frame | int] = asyncio.Queue(WAITING)
        self._task = asyncio.create_task(self._run())

    async def _run(self) -> None:
        while True:
            item = await self._queue.get()
            if isinstance(item, int):
                await _hang_up(self._send, item)
                return
            with contextlib.suppress(Exception):  # the receiving side hears of the end
                await self._send({"type": "websocket.send", "text": item.text})

    def write(self, frame: Frame) -> bool:
        if self._queue.full() or self._task.done():
            return False
        self._queue.put_nowait(frame)
        return True

    def close(self, code: int) -> None:
        while self._queue.full():
            self._queue.get_nowait()
        self._queue.put_nowait(code)


async def _hang_up(send: Send, code: int) -> None:
    with contextlib.suppress(Exception):  # already gone: that is what was wanted
        await send({"type": "websocket.close", "code": code})


def wire_to(send: Send) -> Wire:
    """The fastest wire that this server allows, proved by its parts being there."""
    protocol: Any = getattr(send, "__self__", None)
    known = type(protocol).__name__ == "WebSocketsSansIOProtocol"
    transport = getattr(protocol, "transport", None)
    if known and hasattr(transport, "get_write_buffer_size"):
        protocol.request = protocol.response = None  # the handshake is over: 3 KB of headers
        return RawWire(transport, send)
    return QueuedWire(send)
