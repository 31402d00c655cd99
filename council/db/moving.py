"""A whole PostgreSQL database into a SQLite file, and such a file into PostgreSQL.

So a backup is always one file that anybody can open, and a community moves to a district's
PostgreSQL (or back) by its backup. Piccolo's adapters turn values into what each side stores.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

import asyncpg
import piccolo.engine.sqlite  # noqa: F401 - registers the adapters that this relies on

from council.clock import local, now
from council.db.migrate import migrate
from council.ids import new_id

if TYPE_CHECKING:
    from pathlib import Path

AT_ONCE = 2000  # rows in memory
ONE_MOMENT = "repeatable_read"  # for all tables, whoever writes meanwhile
LANDED = "SELECT name FROM migration ORDER BY name"
OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
)
IN_PLACE = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
TABLES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"
)
BONDS = (
    "SELECT conrelid::regclass::text AS tab, quote_ident(conname) AS name,"
    " pg_get_constraintdef(oid) AS bond FROM pg_constraint"
    " WHERE contype = 'f' AND connamespace = $1::regnamespace ORDER BY 1, 2"
)


class InUseError(RuntimeError):
    """Somebody else is connected to the database that is to be replaced."""


class NotWholeError(RuntimeError):
    """Tables of the one side are missing on the other."""


class HoldsDataError(RuntimeError):
    """The database is not empty, and nobody said that it may be replaced."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A table and its columns, the same on both sides."""

    name: str
    columns: tuple[str, ...]

    def listed(self) -> str:
        return ", ".join(f'"{one}"' for one in self.columns)


async def to_file(url: str, file: Path) -> None:
    """Copy one moment of the database, whoever writes meanwhile, into a new SQLite `file`."""
    source = await asyncpg.connect(url)
    try:
        async with source.transaction(isolation=ONE_MOMENT, readonly=True):
            landed = [one["name"] for one in await source.fetch(LANDED)]
            await migrate(f"sqlite:///{file}", among=landed)
            with closing(_opened(file)) as target:
                for shape in await _shapes(target, source, "public"):
                    await _out(source, target, shape)
                target.execute("COMMIT")
                target.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it
    finally:
        await source.close()


async def _out(source: asyncpg.Connection[Any], target: sqlite3.Connection, shape: Shape) -> None:
    put = f'INSERT INTO "{shape.name}" ({shape.listed()}) VALUES ({_marks(shape)})'  # noqa: S608 - names out of our own schema
    cursor = await source.cursor(f'SELECT {shape.listed()} FROM "{shape.name}"')  # noqa: S608 - the same
    while rows := await cursor.fetch(AT_ONCE):
        target.executemany(put, rows)


def _marks(shape: Shape) -> str:
    return ", ".join("?" for _ in shape.columns)


async def from_file(file: Path, url: str, *, replace: bool) -> str:
    """Put what a backup holds in the place of the database; the name of what was there, if kept.

    All goes into a schema of its own, and one step exchanges the two: it is whole or not at all.
    Raises HoldsDataError, InUseError.
    """
    target = await asyncpg.connect(url)
    try:
        there = await target.fetchval(IN_PLACE)
        if there and not replace:
            raise HoldsDataError
        if await target.fetchval(OTHERS):
            raise InUseError
        draft = f"restoring_{new_id().lower()}"
        try:
            await _filled(file, url, target, draft)
            return await _exchanged(target, draft, keep=bool(there))
        except BaseException:
            await target.execute(f"DROP SCHEMA IF EXISTS {draft} CASCADE")
            raise
    finally:
        await target.close()


async def _filled(file: Path, url: str, target: asyncpg.Connection[Any], draft: str) -> None:
    await target.execute(f"CREATE SCHEMA {draft}")
    await target.execute(f"SET search_path = {draft}")
    with closing(_opened(file, "ro")) as source:
        landed = [name for (name,) in source.execute(LANDED)]
        await migrate(f"{url}{'&' if '?' in url else '?'}search_path={draft}", among=landed)
        async with target.transaction():
            bonds = await target.fetch(BONDS, draft)
            for one in bonds:
                await target.execute(f"ALTER TABLE {one['tab']} DROP CONSTRAINT {one['name']}")
            for shape in await _shapes(source, target, draft):
                await _in(source, target, shape)
            for one in bonds:  # each looks through its table: what points nowhere is refused
                await target.execute(
                    f"ALTER TABLE {one['tab']} ADD CONSTRAINT {one['name']} {one['bond']}"
                )


async def _in(source: sqlite3.Connection, target: asyncpg.Connection[Any], shape: Shape) -> None:
    await target.execute(f'ALTER TABLE "{shape.name}" DISABLE TRIGGER USER')
    rows = source.execute(f'SELECT {shape.listed()} FROM "{shape.name}"')  # noqa: S608 - names out of our own schema
    while some := list(islice(rows, AT_ONCE)):
        await target.copy_records_to_table(shape.name, records=some, columns=shape.columns)
    await target.execute(f'ALTER TABLE "{shape.name}" ENABLE TRIGGER USER')


async def _exchanged(target: asyncpg.Connection[Any], draft: str, *, keep: bool) -> str:
    before = f"before_{local(now()):%Y%m%d_%H%M%S}" if keep else ""
    async with target.transaction():
        aside = f"ALTER SCHEMA public RENAME TO {before}" if keep else "DROP SCHEMA public"
        await target.execute(aside)
        await target.execute(f"ALTER SCHEMA {draft} RENAME TO public")
    return before


def _opened(file: Path, mode: str = "rw") -> sqlite3.Connection:
    opened = sqlite3.connect(
        f"{file.as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        detect_types=sqlite3.PARSE_DECLTYPES,
    )
    opened.execute("PRAGMA foreign_keys = OFF")  # parents may come after their children
    opened.execute("BEGIN")
    return opened


async def _shapes(
    file: sqlite3.Connection, postgres: asyncpg.Connection[Any], schema: str
) -> list[Shape]:
    """Every table but the list of migrations, which each side writes itself."""
    told = await postgres.fetch("SELECT tablename FROM pg_tables WHERE schemaname = $1", schema)
    names = [name for (name,) in file.execute(TABLES)]
    if odd := set(names) ^ {one["tablename"] for one in told}:
        raise NotWholeError(min(odd))
    return [_shape(file, name) for name in names if name != "migration"]


def _shape(file: sqlite3.Connection, name: str) -> Shape:
    columns: list[tuple[Any, ...]] = file.execute(f'PRAGMA table_info("{name}")').fetchall()
    return Shape(name, tuple(str(one[1]) for one in columns))
