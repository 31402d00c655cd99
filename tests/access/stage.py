"""The application on a world of its own, which is put back after every change."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from council import db, settings
from council.app import create_app
from council.identity import sessions
from council.identity.actions.failures import wrong_passwords
from council.verification import batch_work
from tests.access import world
from tests.access.asking import HOST

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from council.settings import Settings
    from tests.access.world import Side


@dataclass(slots=True)
class Stage:
    """`app` is what the server would be given; `a` and `b` are the two communities."""

    app: Any
    settings: Settings
    a: Side
    b: Side
    _eye: sqlite3.Connection
    _before: sqlite3.Connection
    _version: int = 0

    def changed(self) -> bool:
        """Whether anything was committed since the world was last put in order."""
        return self._seen() != self._version

    def restore(self) -> None:
        """Put every row back, and forget what was remembered of the others."""
        for task in list(batch_work._tasks):
            task.cancel()  # what an earlier cell began is not made in this world
        batch_work._tasks.clear()
        self._before.backup(self._eye)
        self._version = self._seen()
        sessions.forget_all()
        wrong_passwords.forget_all()
        self.app.app.state["rooms"]._kept.clear()

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """Everything that the database holds, table by table."""
        names = self._eye.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {name: self._eye.execute(f"SELECT * FROM {name}").fetchall() for (name,) in names}  # noqa: S608 - names of ours

    def _seen(self) -> int:
        return int(self._eye.execute("PRAGMA data_version").fetchone()[0])


class _Kept:
    """The world as it was filled first; filling takes longer than all that is asked of it."""

    file = b""
    sides: tuple[Side, Side]


async def _filled(file: Path) -> tuple[Side, Side]:
    """Fill the empty file; a second time in this process it is a copy of the first."""
    if _Kept.file:
        file.write_bytes(_Kept.file)
        return _Kept.sides
    await db.engine().start_connection_pool()
    _Kept.sides = await world.two_sides()
    await db.engine().close_connection_pool()
    with sqlite3.connect(file) as whole:
        whole.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole.close()
    _Kept.file = file.read_bytes()
    return _Kept.sides


@asynccontextmanager
async def built(url: str, data: Path) -> AsyncIterator[Stage]:
    """On a migrated, empty SQLite file; the application lives as it does behind a server."""
    env = {"DATABASE_URL": url, "COUNCIL_DATA": str(data), "COUNCIL_ORIGIN": f"http://{HOST}"}
    found = settings.read(env)
    engine = db.make_engine(url)
    db.bind(engine)
    file = Path(url.removeprefix("sqlite:///"))
    a, b = await _filled(file)
    app = create_app(found)
    sessions.forget_all()
    async with _living(app):
        eye, before = sqlite3.connect(file), sqlite3.connect(":memory:")
        eye.backup(before)
        stage = Stage(app, found, a, b, eye, before)
        stage.restore()
        try:
            yield stage
        finally:
            eye.close()
            before.close()


@asynccontextmanager
async def _living(app: Any) -> AsyncIterator[None]:
    """The lifespan: news, ballot box and pool run until the end."""
    told: asyncio.Queue[str] = asyncio.Queue()
    heard: asyncio.Queue[dict[str, str]] = asyncio.Queue()

    async def send(message: dict[str, Any]) -> None:
        await told.put(message["type"])

    task = asyncio.create_task(app({"type": "lifespan", "state": {}}, heard.get, send))
    await heard.put({"type": "lifespan.startup"})
    assert await told.get() == "lifespan.startup.complete"
    try:
        yield
    finally:
        await heard.put({"type": "lifespan.shutdown"})
        await told.get()
        await task


@pytest.fixture
async def stage(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Stage]:
    """Who may do what is decided above the database, so one kind of it is enough."""
    async with built(sqlite_url, tmp_path) as made:
        yield made
