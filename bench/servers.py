"""Starting the measured servers, giving them orders, and ending them by their own process ids."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

ROOT = Path(__file__).resolve().parent.parent
OURS = ("DATABASE_URL", "COUNCIL_DATA", "COUNCIL_ORIGIN", "COUNCIL_KEYS")
PATIENCE = 120.0  # seconds for the longest order: settling two thousand residents
GRACE = 10.0  # seconds to stop by itself


@dataclass(slots=True)
class Server:
    """A child process that serves on `port`; one order at a time."""

    process: asyncio.subprocess.Process
    port: int

    async def order(self, do: str, **more: Any) -> Any:
        if self.process.stdin is None:
            raise RuntimeError("the server has no standard input")
        self.process.stdin.write(json.dumps({"do": do, **more}).encode() + b"\n")
        await self.process.stdin.drain()
        return await _answer(self.process)

    async def cpu(self) -> float:
        """CPU seconds that the server has spent in all, told by itself."""
        return float(await self.order("cpu"))


async def _answer(process: asyncio.subprocess.Process) -> Any:
    if process.stdout is None:
        raise RuntimeError("the server has no standard output")
    line = await asyncio.wait_for(process.stdout.readline(), PATIENCE)
    if not line:
        raise RuntimeError("a measured server ended by itself")
    answer = json.loads(line)
    if "failed" in answer:
        raise RuntimeError(answer["failed"])
    return answer["done"]


@asynccontextmanager
async def serving(kind: str, folder: Path, core: int) -> AsyncIterator[Server]:
    """`hello` or `council`, on one core, until the block ends."""
    env = {name: value for name, value in os.environ.items() if name not in OURS}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench.child", kind, str(folder), str(core)),
        cwd=ROOT,
        env=env,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=1 << 24,
    )
    try:
        yield Server(process, int(await _answer(process)))
    finally:
        await _end(process)


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    if process.stdin is not None:
        process.stdin.close()  # the order to stop
    try:
        await asyncio.wait_for(process.wait(), GRACE)
    except TimeoutError:
        process.kill()
        await process.wait()
