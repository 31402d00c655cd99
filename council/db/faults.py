"""What goes wrong with a database: storage that is too weak, and faults that pass by themselves."""

from __future__ import annotations

import sqlite3

import asyncpg

FULL = "page.disk_full"
AWAY = "page.database_away"

# Primary result codes of SQLite's manual: busy, locked, read-only, I/O error, cannot open.
_PASSING = frozenset({5, 6, 8, 10, 14})
_SQLITE_FULL = 13
_PASSING_ON_POSTGRESQL = (
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,  # an administrator, a crash, a start
    asyncpg.InsufficientResourcesError,
    asyncpg.LockNotAvailableError,
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
    asyncpg.InternalClientError,  # a query on a connection whose end is not yet noticed
)


class WeakStorageError(RuntimeError):
    """An acknowledged ballot could be lost with the power: refuse to serve."""


class AwayError(ConnectionError):
    """There is no connection to the database to be had."""


def unavailable(error: BaseException) -> str | None:
    """The reason code that a person is told; None: something else is wrong."""
    if isinstance(error, sqlite3.OperationalError):
        primary = getattr(error, "sqlite_errorcode", 0) & 0xFF
        return FULL if primary == _SQLITE_FULL else AWAY if primary in _PASSING else None
    if isinstance(error, asyncpg.DiskFullError):
        return FULL
    if isinstance(error, (AwayError, *_PASSING_ON_POSTGRESQL)):
        return AWAY
    if isinstance(error, asyncpg.InterfaceError) and "closed" in str(error):
        return AWAY
    return None
