"""Where one run takes place: both servers, the cores, and the residents who are signed in."""

from __future__ import annotations

import os
import tempfile
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench.servers import Server, serving

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

COOKIE = "council_session"


@dataclass(frozen=True, slots=True)
class Setting:
    """`council` and `hello` share one core; the load runs on another where there is one."""

    council: Server
    hello: Server
    people: list[dict[str, str]]
    folder: Path
    core: int  # of the servers
    alone: bool  # the servers have a core of their own

    def cookies(self, number: int) -> list[str]:
        """The header that names the session, for the first so many residents."""
        return [f"cookie: {COOKIE}={one['token']}" for one in self.people[:number]]


@asynccontextmanager
async def set_up(most: int) -> AsyncIterator[Setting]:
    """Two servers and `most` residents, on a database in a folder that is removed afterwards."""
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cores[-1]})
    try:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            async with (
                serving("hello", Path(folder), cores[0]) as hello,
                serving("council", Path(folder), cores[0]) as council,
            ):
                people = await council.order("settle", n=most)
                yield Setting(council, hello, people, Path(folder), cores[0], len(cores) > 1)
    finally:
        os.sched_setaffinity(0, set(cores))
