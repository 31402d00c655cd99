"""Storage that keeps ballots: strong SQLite or none, one writer, nothing left hanging."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from typing import TYPE_CHECKING

import asyncpg
import pytest
from piccolo.engine.postgres import PostgresEngine

from council import db
from council.db.engine import SafeSQLite, prove_strong
from council.db.faults import WeakStorageError
from council.db.postgresql import SafePostgres

if TYPE_CHECKING:
    from council.db import Engine


@pytest.fixture
async def counter(engine: Engine) -> Engine:
    await db.rows("CREATE TABLE counter (n INTEGER NOT NULL)")
    await db.rows("INSERT INTO counter VALUES (0)")
    return engine


async def test_every_connection_has_wal_full_and_foreign_keys(sqlite_url: str) -> None:
    engine = db.make_engine(sqlite_url)
    assert isinstance(engine, SafeSQLite)
    connection = await engine.take()
    for name, value in {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}.items():
        found = list(await connection.execute_fetchall(f"PRAGMA {name}"))
        assert list(found[0].values()) == [value]  # type: ignore[attr-defined]  # rows are dicts
    await engine.discard(connection)


def _sqlite(text: str, code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError(text)
    error.sqlite_errorcode = code
    return error


async def test_a_connection_that_comes_later_and_is_weaker_is_refused(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = db.make_engine(sqlite_url)
    assert isinstance(engine, SafeSQLite)
    await engine.discard(await engine.take())
    monkeypatch.setattr(sys.modules[SafeSQLite.__module__], "PRAGMAS", ("PRAGMA synchronous = 1",))
    with pytest.raises(WeakStorageError):
        await engine.take()


@pytest.mark.parametrize(
    "weakness", ["synchronous = NORMAL", "foreign_keys = OFF", "journal_mode = DELETE"]
)
def test_anything_weaker_is_refused(sqlite_url: str, weakness: str) -> None:
    connection = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")
    prove_strong(connection)
    connection.execute(f"PRAGMA {weakness}")
    with pytest.raises(WeakStorageError):
        prove_strong(connection)
    connection.close()


async def test_many_read_then_write_changes_lose_nothing(counter: Engine) -> None:
    async def add() -> None:
        async with db.write(counter):
            found = await db.held("SELECT n FROM counter")
            await asyncio.sleep(0)
            await db.rows("UPDATE counter SET n = {}", (found or {"n": 0})["n"] + 1)

    await asyncio.gather(*(add() for _ in range(60)))
    assert (await db.rows("SELECT n FROM counter"))[0]["n"] == 60


async def test_control_without_the_write_transaction_additions_are_lost(counter: Engine) -> None:
    async def add() -> None:
        found = await db.rows("SELECT n FROM counter")
        await asyncio.sleep(0)
        await db.rows("UPDATE counter SET n = {}", found[0]["n"] + 1)

    await asyncio.gather(*(add() for _ in range(60)))
    assert (await db.rows("SELECT n FROM counter"))[0]["n"] < 60


async def test_a_failed_change_undoes_everything(counter: Engine) -> None:
    async def failing() -> None:
        async with db.write(counter):
            await db.rows("UPDATE counter SET n = 7")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await failing()
    assert (await db.rows("SELECT n FROM counter"))[0]["n"] == 0


async def test_a_change_inside_a_change_is_refused(engine: Engine) -> None:
    async with db.write(engine):
        with pytest.raises(Exception, match=r"inside|already active"):
            async with db.write(engine):
                pass


async def test_a_transaction_that_cannot_begin_leaves_no_thread_behind(sqlite_url: str) -> None:
    path = sqlite_url.removeprefix("sqlite:///")
    engine = SafeSQLite(path)
    await engine.start_connection_pool()
    outside = sqlite3.connect(path, isolation_level=None)
    outside.execute("BEGIN IMMEDIATE")
    connection = await engine.take()
    await connection.execute_fetchall("PRAGMA busy_timeout = 1")
    await engine.give_back(connection)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        async with engine.transaction():
            pass
    outside.execute("ROLLBACK")
    outside.close()
    async with engine.transaction():
        pass
    await engine.close_connection_pool()


PLACE = (
    "INSERT INTO community (id, name, name_en, street, district, settings, created_at)"
    " VALUES ('c1', '苏锦一社区', '', '', '', '{}', now())"
)


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
@pytest.mark.parametrize(("lock", "waits"), [(db.HOLD, False), (" FOR UPDATE", True)])
async def test_who_holds_a_community_keeps_no_entry_of_its_record_waiting(
    engine: Engine, database_url: str, monkeypatch: pytest.MonkeyPatch, lock: str, *, waits: bool
) -> None:
    """Otherwise one who holds the record and one who holds the community wait for each other."""
    monkeypatch.setattr(db, "HOLD", lock)  # the control: as it was
    await db.rows(PLACE)
    other = await asyncpg.connect(database_url)
    await other.execute("SET lock_timeout = '300ms'")
    async with db.write(engine):
        await db.held("SELECT id FROM community WHERE id = {}", "c1")
        waited = False
        try:
            await other.execute("INSERT INTO record_head VALUES ('c1', 0)")
        except asyncpg.LockNotAvailableError:
            waited = True
    await other.close()
    assert waited == waits


@pytest.mark.parametrize("kind", [SafePostgres, PostgresEngine])
async def test_a_question_that_is_cancelled_leaves_no_connection_behind(
    kind: type[PostgresEngine], new_postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = kind({"dsn": new_postgres_url}, extensions=())
    opened = await engine.get_new_connection()

    async def the_same(_: PostgresEngine) -> asyncpg.Connection[asyncpg.Record]:
        return opened

    monkeypatch.setattr(PostgresEngine, "get_new_connection", the_same)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3):
            await engine._run_in_new_connection("SELECT pg_sleep(60)")
    assert opened.is_closed() == (kind is SafePostgres)  # the control: the stock engine forgets it
    await opened.close()


async def test_postgresql_that_commits_before_it_writes_is_refused(fresh_postgres_url: str) -> None:
    engine = db.make_engine(fresh_postgres_url)
    await engine.start_connection_pool()
    name = fresh_postgres_url.split("?", maxsplit=1)[0].rsplit("/", 1)[1]
    await db_run(engine, f"ALTER DATABASE {name} SET synchronous_commit = off")
    await engine.close_connection_pool()
    with pytest.raises(WeakStorageError):
        await engine.start_connection_pool()
    await db_run(engine, f"ALTER DATABASE {name} RESET synchronous_commit")
    await engine.start_connection_pool()
    await engine.close_connection_pool()


async def db_run(engine: Engine, statement: str) -> None:
    await engine._run_in_new_connection(statement)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (_sqlite("database or disk is full", 13), "page.disk_full"),
        (_sqlite("database is locked", 5), "page.database_away"),
        (_sqlite("disk I/O error", 10 | 3 << 8), "page.database_away"),
        (asyncpg.DiskFullError("no space left"), "page.disk_full"),
        (asyncpg.AdminShutdownError("terminated"), "page.database_away"),
        (asyncpg.InternalClientError("another operation (2)"), "page.database_away"),
        (asyncpg.InterfaceError("connection is closed"), "page.database_away"),
        (_sqlite("no such table: person", 1), None),
        (asyncpg.UndefinedTableError("person"), None),
        (asyncpg.InterfaceError("another operation is in progress"), None),
        (ValueError("ours"), None),
    ],
)
def test_what_passes_by_itself_is_told_from_a_fault_of_ours(
    error: Exception, code: str | None
) -> None:
    assert db.unavailable(error) == code
