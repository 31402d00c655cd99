"""Seeing that something was written, and putting every row back: on SQLite and on PostgreSQL."""

from __future__ import annotations

import sqlite3
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Protocol

import asyncpg

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

# A copy of each table, and the names of those in which a row was written since it was made.
COPIES = """
CREATE SCHEMA kept;
CREATE UNLOGGED TABLE kept.touched (name TEXT NOT NULL);
CREATE FUNCTION kept.touch() RETURNS TRIGGER LANGUAGE plpgsql AS
    'BEGIN INSERT INTO kept.touched VALUES (TG_TABLE_NAME); RETURN NULL; END';
"""
COPY = """
CREATE UNLOGGED TABLE kept."{name}" AS TABLE public."{name}";
CREATE TRIGGER touched AFTER INSERT OR UPDATE OR DELETE ON public."{name}"
    FOR EACH ROW EXECUTE FUNCTION kept.touch();
"""
OURS = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"


class World(Protocol):
    """What can be put back. `accept`: what was written until now is wanted, until the next
    putting back.
    """

    async def changed(self) -> bool: ...
    async def accept(self) -> None: ...
    async def restore(self) -> None: ...


class OnSQLite:
    """The whole file is copied back, page by page."""

    def __init__(self, file: Path) -> None:
        self.eye, self._before = sqlite3.connect(file), sqlite3.connect(":memory:")
        self.eye.backup(self._before)
        self._version = self._seen()

    async def changed(self) -> bool:
        """Whether anything was committed since the world was last put in order."""
        return self._seen() != self._version

    async def accept(self) -> None:
        self._version = self._seen()

    async def restore(self) -> None:
        self._before.backup(self.eye)
        self._version = self._seen()

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """Everything that the database holds, table by table."""
        names = self.eye.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {name: self.eye.execute(f"SELECT * FROM {name}").fetchall() for (name,) in names}  # noqa: S608 - names of ours

    def close(self) -> None:
        self.eye.close()
        self._before.close()

    def _seen(self) -> int:
        return int(self.eye.execute("PRAGMA data_version").fetchone()[0])


class OnPostgres:
    """Triggers name the tables that were written; only those are filled again from their copies."""

    def __init__(self, eye: asyncpg.Connection[Any]) -> None:
        self._eye = eye
        self._accepted: set[str] = set()

    async def changed(self) -> bool:
        return bool(await self._touched())

    async def accept(self) -> None:
        self._accepted |= await self._touched()
        await self._eye.execute("DELETE FROM kept.touched")

    async def restore(self) -> None:
        """As a replica does: no trigger forbids it and no key is asked for in between."""
        async with self._eye.transaction():
            await self._eye.execute("SET LOCAL session_replication_role = replica")
            for name in sorted(await self._touched() | self._accepted):
                await self._eye.execute(f'DELETE FROM public."{name}"')  # noqa: S608 - names of ours
                await self._eye.execute(
                    f'INSERT INTO public."{name}" SELECT * FROM kept."{name}"'  # noqa: S608 - names of ours
                )
            await self._eye.execute("DELETE FROM kept.touched")
        self._accepted = set()

    async def _touched(self) -> set[str]:
        found = await self._eye.fetch("SELECT DISTINCT name FROM kept.touched")
        return {one["name"] for one in found}


@asynccontextmanager
async def on_sqlite(file: Path) -> AsyncIterator[OnSQLite]:
    world = OnSQLite(file)
    try:
        yield world
    finally:
        world.close()


@asynccontextmanager
async def on_postgres(url: str) -> AsyncIterator[OnPostgres]:
    eye = await asyncpg.connect(url)
    try:
        await eye.execute(COPIES)
        for one in await eye.fetch(OURS):
            await eye.execute(COPY.format(name=one["tablename"]))
        yield OnPostgres(eye)
    finally:
        await eye.close()
