"""Migrations: numbered SQL files in `migrations/`, forward only, each in one transaction.

A file is one portable text. Where the databases must differ it holds marked sections:
`-- only: sqlite` or `-- only: postgresql` up to `-- only: end`. What has landed is never
edited: the file's SHA-256 is kept beside its name and compared at every start.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import asyncpg

from council.clock import now
from council.db.engine import open_sqlite
from council.paths import MIGRATIONS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

TABLE = (
    "CREATE TABLE IF NOT EXISTS migration ("
    "name VARCHAR(80) PRIMARY KEY, sha256 VARCHAR(64) NOT NULL, at TIMESTAMPTZ NOT NULL)"
)
_ADVISORY = 0x436F756E  # one migrator at a time on PostgreSQL


class MigrationError(RuntimeError):
    """A landed migration was edited, or is missing; the message names it."""


@dataclass(frozen=True, slots=True)
class Migration:
    name: str
    text: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


def on_disk(folder: Path = MIGRATIONS) -> list[Migration]:
    """All migrations in order of their numbers."""
    files = sorted(folder.glob("[0-9][0-9][0-9][0-9]_*.sql"))
    return [Migration(file.stem, file.read_text(encoding="utf-8")) for file in files]


def for_database(text: str, kind: str) -> str:
    """The text with only those marked sections that belong to `kind`."""

    def keep(match: re.Match[str]) -> str:
        return match[2] if match[1] == kind else ""

    return re.sub(
        r"^-- only: (\w+)\n(.*?)^-- only: end\n", keep, text, flags=re.DOTALL | re.MULTILINE
    )


def statements(text: str) -> Iterator[str]:
    """Single SQLite statements; a trigger's body keeps its semicolons."""
    piece = ""
    for line in text.splitlines(keepends=True):
        piece += line
        if sqlite3.complete_statement(piece):
            yield piece
            piece = ""


def pending(landed: dict[str, str], wanted: list[Migration]) -> list[Migration]:
    """What has still to run; refuses a past that differs from the files."""
    known = {migration.name: migration for migration in wanted}
    for name, sha256 in landed.items():
        if name not in known or known[name].sha256 != sha256:
            message = f"migration {name} has landed and may not be changed or removed"
            raise MigrationError(message)
    return [migration for migration in wanted if migration.name not in landed]


async def migrate(
    url: str, folder: Path = MIGRATIONS, among: Collection[str] | None = None
) -> list[str]:
    """Bring the database forward; the names of what ran. `among`: none but these."""
    wanted = [one for one in on_disk(folder) if among is None or one.name in among]
    if missing := set(among or ()) - {one.name for one in wanted}:
        message = f"this version does not know the migration {min(missing)}: it is older"
        raise MigrationError(message)
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _migrate_sqlite(unquote(parts.path[1:]), wanted)
    return await _migrate_postgresql(url, wanted)


def _migrate_sqlite(path: str, wanted: list[Migration]) -> list[str]:
    connection = open_sqlite(path)
    try:
        connection.execute(TABLE)
        done: list[str] = []
        while (migration := _next_sqlite(connection, wanted)) is not None:
            done.append(migration)
        return done
    finally:
        connection.close()


def _next_sqlite(connection: sqlite3.Connection, wanted: list[Migration]) -> str | None:
    """Run one migration in one transaction, chosen inside it: two starters cannot collide."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        landed = dict(connection.execute("SELECT name, sha256 FROM migration").fetchall())
        todo = pending(landed, wanted)
        if todo:
            for statement in statements(for_database(todo[0].text, "sqlite")):
                connection.execute(statement)
            row = (todo[0].name, todo[0].sha256, now().isoformat(sep=" "))
            connection.execute("INSERT INTO migration VALUES (?, ?, ?)", row)
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    return todo[0].name if todo else None


async def _migrate_postgresql(url: str, wanted: list[Migration]) -> list[str]:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("SELECT pg_advisory_lock($1)", _ADVISORY)
        await connection.execute(TABLE)
        found = await connection.fetch("SELECT name, sha256 FROM migration")
        todo = pending({one["name"]: one["sha256"] for one in found}, wanted)
        for migration in todo:
            async with connection.transaction():
                await connection.execute(for_database(migration.text, "postgresql"))
                await connection.execute(
                    "INSERT INTO migration VALUES ($1, $2, $3)",
                    migration.name,
                    migration.sha256,
                    now(),
                )
        return [migration.name for migration in todo]
    finally:
        await connection.close()
