"""Two ways to fill a disk under a running server: SQLite's own limit, and a real small disk."""

from __future__ import annotations

import asyncio
import importlib
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from council import db
from tests.missing import cannot_run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pytest

    from tests.server import Hall

engines = importlib.import_module("council.db.engine")  # `council.db` has a function of that name
MB = 1024 * 1024
SIZE = 24  # MB of the real one


class Disk(Protocol):
    async def fill(self) -> None: ...

    async def free(self) -> None: ...


class Pages:
    """The database's file may not grow: `max_page_count` on every connection there is."""

    def __init__(self, hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
        self._box = hall.app.app.state["ballot_box"]
        self._patch = monkeypatch
        self._pragmas = engines.PRAGMAS

    async def fill(self) -> None:
        (pages,) = (await db.rows("PRAGMA page_count"))[0].values()
        await self._limit(int(pages))

    async def free(self) -> None:
        await self._limit(10**6)

    async def _limit(self, pages: int) -> None:
        pragma = f"PRAGMA max_page_count = {pages}"
        self._patch.setattr(engines, "PRAGMAS", (*self._pragmas, pragma))
        engine: Any = db.engine()
        for connection in engine._idle:
            await connection.execute_fetchall(pragma)
        self._box._sqlite._connection.execute(pragma)


class Small:
    """A file system in memory, filled by a file of no use."""

    def __init__(self, folder: Path) -> None:
        self._ballast = folder / "ballast"

    async def fill(self) -> None:
        await asyncio.to_thread(self._fill)

    def _fill(self) -> None:
        with self._ballast.open("wb", buffering=0) as file:
            try:
                while file.write(bytes(4096)):
                    pass
            except OSError:
                return

    async def free(self) -> None:
        self._ballast.unlink()


@contextmanager
def mounted(folder: Path) -> Iterator[Path]:
    """A disk of SIZE MB; only the system's administrator may do this."""
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}m", "tmpfs", str(folder)]
    try:
        subprocess.run(words, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        cannot_run(f"No small disk can be mounted ({error})", "Run this test as root on Linux")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)
