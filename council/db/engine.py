"""Engines: SQLite made safe for one process that serves a hall, PostgreSQL for a district.

Stock Piccolo opens a SQLite connection (and a thread) per query and begins DEFERRED; both
are answered here. One writer at a time per process: a lock around BEGIN IMMEDIATE.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import aiosqlite
from piccolo.engine.sqlite import SQLiteEngine, SQLiteTransaction, TransactionType, dict_factory

from council.db.faults import WeakStorageError
from council.db.postgresql import BRIEFLY, SafePostgres

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # NORMAL loses acknowledged ballots on power loss
    "PRAGMA busy_timeout = 10000",
    "PRAGMA wal_autocheckpoint = 4000",  # an import calls `tidy` long before
    "PRAGMA trusted_schema = OFF",
    "PRAGMA secure_delete = ON",
)
PROOF = "SELECT * FROM pragma_journal_mode, pragma_synchronous, pragma_foreign_keys"
FULL = 2  # as SQLite's manual numbers it; EXTRA is 3
IDLE = 8  # connections kept between queries

logging.getLogger("aiosqlite").setLevel(logging.INFO)  # at DEBUG it would log every value


def prove_strong(connection: sqlite3.Connection) -> None:
    """Read the promises back; what cannot be had is refused, never assumed."""
    must_be_strong(connection.execute(PROOF).fetchone())


def must_be_strong(found: Any) -> None:
    """What PROOF reads of a connection. Raises WeakStorageError."""
    journal, synchronous, foreign_keys = found
    if journal != "wal" or synchronous < FULL or foreign_keys != 1:
        message = f"SQLite: journal {journal}, synchronous {synchronous}, keys {foreign_keys}"
        raise WeakStorageError(message)


def open_sqlite(path: str) -> sqlite3.Connection:
    """A plain connection with the same promises, for the ballot writer's own thread."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=10)
    for pragma in PRAGMAS:
        connection.execute(pragma)
    prove_strong(connection)
    return connection


class _Transaction(SQLiteTransaction):
    """BEGIN IMMEDIATE; a connection on which anything failed is thrown away, not kept."""

    __slots__ = ()

    engine: SafeSQLite

    async def __aenter__(self) -> SQLiteTransaction:
        if self._parent is not None:
            return self._parent
        self.connection = await self.engine.take()
        try:
            await self.begin()
        except BaseException:
            await self.engine.discard(self.connection)
            raise
        self.context = self.engine.current_transaction.set(self)
        return self

    async def __aexit__(self, kind: object, error: object, trace: object) -> bool:
        if self._parent is not None:
            return False
        self.engine.current_transaction.reset(self.context)
        try:
            await (self.commit() if error is None else self.rollback())
        except BaseException:
            await self.engine.discard(self.connection)
            raise
        await self.engine.give_back(self.connection)
        return False


class SafeSQLite(SQLiteEngine):
    """SQLite with WAL, FULL, kept connections and one writer."""

    def __init__(self, path: str) -> None:
        super().__init__(path=path, timeout=10)
        self.writer = asyncio.Lock()
        self._idle: list[aiosqlite.Connection] = []
        self._keeping = False
        self._reader: sqlite3.Connection | None = None

    async def take(self) -> aiosqlite.Connection:
        if self._idle:
            return self._idle.pop()
        connection = await aiosqlite.connect(**self.connection_kwargs)
        try:
            for pragma in PRAGMAS:
                await connection.execute_fetchall(pragma)
            (found,) = await connection.execute_fetchall(PROOF)
            must_be_strong(found)
            connection.row_factory = dict_factory  # type: ignore[assignment]  # Piccolo's own
        except BaseException:
            await connection.close()
            raise
        return connection

    async def give_back(self, connection: aiosqlite.Connection) -> None:
        if self._keeping and len(self._idle) < IDLE:
            self._idle.append(connection)
        else:
            await self.discard(connection)

    async def tidy(self) -> None:
        """Carry the log into the file beside the writers; else somebody's commit must do it."""
        await self._run_in_new_connection("PRAGMA wal_checkpoint(PASSIVE)")

    async def scrub(self, _: str) -> bool:
        """Carry the log into the file and empty it; False while somebody still reads from it."""
        connection = await self.take()
        try:
            await connection.execute_fetchall(f"PRAGMA busy_timeout = {BRIEFLY}")
            found = list(await connection.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)"))
        finally:
            await self.discard(connection)  # one that waits so briefly is no use to others
        return not dict(found[0])["busy"]

    async def discard(self, connection: aiosqlite.Connection) -> None:
        await asyncio.shield(connection.close())

    async def _run_in_new_connection(
        self, query: str, args: Sequence[Any] | None = None, *_: Any, **__: Any
    ) -> list[dict[str, Any]]:
        connection = await self.take()
        try:
            rows = await connection.execute_fetchall(query, args or ())
        except BaseException:
            await self.discard(connection)
            raise
        await self.give_back(connection)
        return list(rows)  # type: ignore[arg-type]  # dict_factory makes dicts

    async def _run_in_existing_connection(
        self, connection: Any, query: str, args: Sequence[Any] | None = None, *_: Any, **__: Any
    ) -> list[dict[str, Any]]:
        return list(await connection.execute_fetchall(query, args or ()))

    def may_glance(self) -> bool:
        """Outside every transaction, and only while connections are kept."""
        return self._keeping and self.current_transaction.get() is None

    def glance(self, sql: str, args: Sequence[Any]) -> list[dict[str, Any]]:
        """A read of some indexed rows in the caller's own thread: ten microseconds.

        A hop to another thread and back costs ten times as much. In WAL no writer delays it.
        """
        if self._reader is None:
            self._reader = sqlite3.connect(**self.connection_kwargs, check_same_thread=False)
            self._reader.row_factory = dict_factory
            self._reader.execute("PRAGMA query_only = ON")
        return self._reader.execute(sql, args).fetchall()

    def transaction(
        self,
        transaction_type: TransactionType = TransactionType.immediate,
        allow_nested: bool = True,  # noqa: FBT001, FBT002 - Piccolo's own signature
    ) -> SQLiteTransaction:
        return _Transaction(self, transaction_type, allow_nested)

    async def start_connection_pool(self, **_: Any) -> None:
        """Keep connections from now on; first prove that storage is strong."""
        open_sqlite(self.path).close()
        self._keeping = True

    async def close_connection_pool(self) -> None:
        self._keeping = False
        if self._reader is not None:
            self._reader.close()
            self._reader = None
        while self._idle:
            await self._idle.pop().close()


Engine = SafeSQLite | SafePostgres


def make_engine(url: str) -> Engine:
    """`sqlite:///relative.db`, `sqlite:////absolute.db`, `postgresql://…` → an engine."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return SafeSQLite(unquote(parts.path[1:]))
    return SafePostgres(config={"dsn": url}, extensions=())


@asynccontextmanager
async def write(engine: Engine) -> AsyncIterator[None]:
    """One write transaction; on SQLite behind the lock, so that nobody meets 'locked'."""
    if isinstance(engine, SafeSQLite):
        if engine.current_transaction.get() is not None:
            message = "a change inside a change: one action is one transaction"
            raise RuntimeError(message)
        async with engine.writer, engine.transaction():
            yield
    else:
        async with engine.transaction(allow_nested=False):
            yield
