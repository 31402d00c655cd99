"""The application on a world of its own, which is put back after every change."""

from __future__ import annotations

import asyncio
import shutil
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
from council.roll import runner
from council.verification import batch_work
from tests.access import world
from tests.access.asking import HOST
from tests.access.putting_back import OnSQLite, on_postgres, on_sqlite

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from council.settings import Settings
    from tests.access.putting_back import World
    from tests.access.world import Side

NEVER = 1e6  # seconds until imports are looked for again


@dataclass(slots=True)
class Stage:
    """`app` is what the server would be given; `a` and `b` are the two communities."""

    app: Any
    settings: Settings
    a: Side
    b: Side
    world: World

    async def changed(self) -> bool:
        """Whether anything was committed since the world was last put in order."""
        return await self.world.changed()

    async def restore(self) -> None:
        """Put every row back, and forget what was remembered of the others."""
        for task in list(batch_work._tasks):
            task.cancel()  # what an earlier cell began is not made in this world
        batch_work._tasks.clear()
        await self.world.restore()
        sessions.forget_all()
        wrong_passwords.forget_all()
        shutil.rmtree(self.settings.signed, ignore_errors=True)  # a checkpoint of another cell
        self.app.app.state["rooms"]._kept.clear()

    @property
    def eye(self) -> sqlite3.Connection:
        """A look at the rows beside the application, for tests that run on SQLite."""
        assert isinstance(self.world, OnSQLite)
        return self.world.eye

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """Everything that the database holds, table by table; on SQLite."""
        assert isinstance(self.world, OnSQLite)
        return self.world.rows()


class _Kept:
    """The world as it was filled first; filling takes longer than all that is asked of it."""

    file = b""
    sides: tuple[Side, Side]


async def _filled(file: Path | None) -> tuple[Side, Side]:
    """Fill the empty database; a second SQLite file in this process is a copy of the first."""
    if file and _Kept.file:
        file.write_bytes(_Kept.file)
        return _Kept.sides
    await db.engine().start_connection_pool()
    sides = await world.two_sides()
    await db.engine().close_connection_pool()
    if file:
        with sqlite3.connect(file) as whole:
            whole.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        whole.close()
        _Kept.file, _Kept.sides = file.read_bytes(), sides
    return sides


@asynccontextmanager
async def built(url: str, data: Path) -> AsyncIterator[Stage]:
    """On a migrated, empty database; the application lives as it does behind a server."""
    env = {"DATABASE_URL": url, "COUNCIL_DATA": str(data), "COUNCIL_ORIGIN": f"http://{HOST}"}
    found = settings.read(env)
    db.bind(db.make_engine(url))
    file = Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite") else None
    a, b = await _filled(file)
    app = create_app(found)
    sessions.forget_all()
    async with _living(app), on_sqlite(file) if file else on_postgres(url) as kept:
        stage = Stage(app, found, a, b, kept)
        await stage.restore()
        yield stage


@asynccontextmanager
async def _living(app: Any) -> AsyncIterator[None]:
    """The lifespan: news, ballot box and pool run until the end; imports wait as they are.

    Clocks stand still: what they write by themselves is nobody's who asked.
    """
    told: asyncio.Queue[str] = asyncio.Queue()
    heard: asyncio.Queue[dict[str, str]] = asyncio.Queue()

    async def send(message: dict[str, Any]) -> None:
        await told.put(message["type"])

    every, runner.EVERY = runner.EVERY, NEVER
    task = asyncio.create_task(app({"type": "lifespan", "state": {}}, heard.get, send))
    await heard.put({"type": "lifespan.startup"})
    assert await told.get() == "lifespan.startup.complete"
    for clock in ("poll_clock", "record_clock"):
        await app.app.state[clock].stop()
    try:
        yield
    finally:
        runner.EVERY = every
        await heard.put({"type": "lifespan.shutdown"})
        await told.get()
        await task


@pytest.fixture
async def stage(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Stage]:
    """Who may do what is decided above the database, so one kind of it is enough."""
    async with built(sqlite_url, tmp_path) as made:
        yield made


@pytest.fixture
async def stage_of_each(database_url: str, tmp_path: Path) -> AsyncIterator[Stage]:
    """The same on SQLite and on PostgreSQL, in turn."""
    async with built(database_url, tmp_path) as made:
        yield made


@pytest.fixture
async def stage_on_postgres(fresh_postgres_url: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with built(fresh_postgres_url, tmp_path) as made:
        yield made
