"""Giving orders to the process that reads files: see `reading_apart`."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import council
from council.refusal import Refused, unreadable
from council.roll.reading_apart import END

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

ROOT = Path(council.__file__).resolve().parent.parent
PATIENCE = 60.0  # seconds for one answer
LONGEST_LINE = 1 << 26
AT_ONCE = 2  # processes; more would only take each other's memory
KEPT = ("PATH", "LANG", "SYSTEMROOT", "VIRTUAL_ENV")  # of our environment: no secret goes along

_free = asyncio.Semaphore(AT_ONCE)


@dataclass(slots=True)
class Worker:
    """One process with one order; `answer` gives its lines in turn."""

    process: asyncio.subprocess.Process

    async def send(self, content: bytes) -> None:
        """A broken pipe is told by the next answer."""
        if self.process.stdin is None:
            raise RuntimeError("the process has no standard input")
        with suppress(ConnectionError):
            self.process.stdin.write(content)
            await self.process.stdin.drain()

    async def know(self, pieces: AsyncIterator[dict[str, Any]]) -> None:
        """Send the roll as it stands."""
        async for piece in pieces:
            await self.send(json.dumps(piece, ensure_ascii=False).encode() + b"\n")
        await self.send(END)

    async def line(self) -> str:
        """The next line as it is. Raises roll.too_slow and roll.not_table when there is none."""
        if self.process.stdout is None:
            raise RuntimeError("the process has no standard output")
        try:
            found = await asyncio.wait_for(self.process.stdout.readline(), PATIENCE)
        except (TimeoutError, ValueError) as error:
            raise unreadable("roll.too_slow") from error
        if not found:  # it was ended by a limit, or by something in the file
            raise unreadable("roll.too_slow")
        return found.decode().rstrip("\n")

    async def answer(self) -> dict[str, Any]:
        """The next answer; a refusal of the process is a refusal here."""
        found: dict[str, Any] = json.loads(await self.line())
        if "refused" in found:
            raise Refused(found["refused"], found["status"], **found["values"])
        return found


@asynccontextmanager
async def worker(order: dict[str, Any], content: bytes) -> AsyncIterator[Worker]:
    """Start the process, give it the order and the bytes; it ends with the block."""
    async with _free:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "council.roll.reading_apart"),
            cwd=ROOT,
            env={name: os.environ[name] for name in KEPT if name in os.environ},
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            limit=LONGEST_LINE,
        )
        made = Worker(process)
        try:
            order = {**order, "size": len(content)}
            await made.send(json.dumps(order).encode() + b"\n" + content)
            yield made
        finally:
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    process.kill()
            if process.stdin is not None:
                process.stdin.close()
            await process.wait()
