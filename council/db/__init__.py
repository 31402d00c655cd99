"""The database: engines, plain queries, migrations, and what its refusals mean."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

import asyncpg
from piccolo.querystring import QueryString

from council.db import conf
from council.db.engine import Engine, SafeSQLite, make_engine, write
from council.db.faults import unavailable
from council.db.postgresql import SafePostgres

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = [
    "UNIQUE_ERRORS",
    "Engine",
    "SafePostgres",
    "SafeSQLite",
    "bind",
    "engine",
    "held",
    "insert",
    "make_engine",
    "quick",
    "row",
    "rows",
    "unavailable",
    "write",
]

# PostgreSQL: another change waits for this row, but rows that refer to it may still come.
HOLD = " FOR NO KEY UPDATE"
# Two drivers, one meaning: the database itself refused a second row.
UNIQUE_ERRORS = (sqlite3.IntegrityError, asyncpg.UniqueViolationError)


def bind(to: Engine) -> None:
    """Every table and every query of this process uses `to` from now on."""
    conf.DB = to
    for table in conf.all_tables():
        table._meta._db = to  # noqa: SLF001 - Piccolo caches the engine here and offers no setter


def engine() -> Engine:
    """The engine in force."""
    if conf.DB is None:
        message = "no database is bound; call bind(make_engine(url)) first"
        raise RuntimeError(message)
    return conf.DB


async def rows(sql: str, *args: Any) -> list[dict[str, Any]]:
    """Run one SQL text with `{}` for each value; inside a change it sees that change."""
    found: Sequence[Any] = await engine().run_querystring(QueryString(sql, *args))
    return [dict(one) for one in found]


async def quick(sql: str, *args: Any) -> list[dict[str, Any]]:
    """As `rows`, for the few small reads that every request makes: SQLite needs no thread for it.

    Inside a change it is an ordinary query, so that it sees that change.
    """
    on = engine()
    if isinstance(on, SafeSQLite) and on.may_glance():
        return on.glance(_for_sqlite(sql), args)
    return await rows(sql, *args)


@cache
def _for_sqlite(sql: str) -> str:
    return sql.replace("{}", "?")


async def row(sql: str, *args: Any) -> dict[str, Any] | None:
    """The first row, or None."""
    found = await rows(sql, *args)
    return found[0] if found else None


async def insert(table: str, rows_of: Sequence[Mapping[str, Any]], *, new: bool = True) -> None:
    """Many rows of one shape in one statement, as one JSON text: a placeholder a value is slow.

    Unless all are `new`, those that are there already are left as they are.
    """
    if not rows_of:
        return
    names = ", ".join(rows_of[0])
    if isinstance(engine(), SafePostgres):
        source = f"SELECT {names} FROM json_populate_recordset(NULL::{table}, {{}}::json)"  # noqa: S608 - names of ours, no value
    else:
        values = ", ".join(f"json_extract(value, '$.{name}')" for name in rows_of[0])
        source = f"SELECT {values} FROM json_each({{}}) WHERE true"  # noqa: S608 - names of ours, no value
    text = json.dumps(rows_of, ensure_ascii=False, default=_as_text)
    there = "" if new else " ON CONFLICT DO NOTHING"
    await rows(f"INSERT INTO {table} ({names}) {source}{there}", text)


def _as_text(value: Any) -> str:
    """A time or a date, as both databases write it."""
    return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()


async def held(sql: str, *args: Any) -> dict[str, Any] | None:
    """The first row, locked until the change ends; SQLite's one writer needs no lock.

    Nobody's key changes, so rows that only point at it, as every entry of the record at its
    community, need not wait: with FOR UPDATE two changes could wait for each other.
    """
    lock = HOLD if isinstance(engine(), SafePostgres) else ""
    return await row(sql + lock, *args)
