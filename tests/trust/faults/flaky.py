"""A bad line between phones and server: some requests never arrive, some answers are lost."""

from __future__ import annotations

import asyncio
import re
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import AsyncIterator

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


@dataclass(slots=True)
class Flaky:
    """Of a hundred requests so many are dropped before, so many answers after the commit."""

    to: int
    dice: random.Random
    requests: int = 10
    answers: int = 30
    port: int = 0
    dropped: int = 0
    silenced: int = 0

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await whole(reader)
        if self.dice.randrange(100) < self.requests:
            self.dropped += 1
        else:
            there, back = await asyncio.open_connection("127.0.0.1", self.to)
            back.write(request)
            answer = await whole(there)
            back.close()
            if self.dice.randrange(100) < self.answers:
                self.silenced += 1
            else:
                writer.write(answer)
        writer.close()


async def whole(reader: asyncio.StreamReader) -> bytes:
    """Head and body of one message."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = _LENGTH.search(head)
    return head + (await reader.readexactly(int(length[1])) if length else b"")


@asynccontextmanager
async def flaky(to: int, dice: random.Random) -> AsyncIterator[Flaky]:
    line = Flaky(to, dice)
    server = await asyncio.start_server(line.carry, "127.0.0.1", 0)
    line.port = server.sockets[0].getsockname()[1]
    async with server:
        yield line
