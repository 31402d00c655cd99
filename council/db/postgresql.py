"""PostgreSQL made safe: one pool, whose connections come back however a transaction ends."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import asyncpg
from piccolo.engine.postgres import PostgresEngine, PostgresTransaction

from council.db.faults import AwayError, WeakStorageError

if TYPE_CHECKING:
    from collections.abc import Sequence

SOON = 5  # seconds in which a connection says goodbye, or is cut
BRIEFLY = 200  # milliseconds that cleaning up may keep writers waiting


class _PostgresTransaction(PostgresTransaction):
    """Releases its connection also when BEGIN, COMMIT or ROLLBACK fails; the stock one leaks it."""

    __slots__ = ()

    async def __aenter__(self) -> PostgresTransaction:
        if self._parent is not None:
            return self._parent
        try:
            self.connection = await self.get_connection()
        except (OSError, TimeoutError) as error:
            raise AwayError(str(error)) from error
        try:
            self.transaction = self.connection.transaction()
            await self.begin()
        except BaseException:
            await self._release()
            raise
        self.context = self.engine.current_transaction.set(self)
        return self

    async def __aexit__(self, kind: object, error: object, trace: object) -> bool:
        if self._parent is not None:
            return False
        self.engine.current_transaction.reset(self.context)
        try:
            await (self.commit() if error is None else self.rollback())
        finally:
            await self._release()
        return False

    async def _release(self) -> None:
        if self.engine.pool:
            await self.engine.pool.release(self.connection)
        else:
            await self.connection.close()


class SafePostgres(PostgresEngine):
    """PostgreSQL through one pool; opening it twice or closing it twice does no harm."""

    async def start_connection_pool(self, **more: Any) -> None:
        """Open the pool; its limits are not part of `config`, which single connections share."""
        if self.pool is None:
            await super().start_connection_pool(**{"min_size": 2, "max_size": 16, **more})
            await self._prove_strong()

    async def _prove_strong(self) -> None:
        """Without it a commit is on disk only some moments after it was acknowledged."""
        (found,) = await self._run_in_pool("SHOW synchronous_commit")
        if found["synchronous_commit"] == "off":
            await self.close_connection_pool()
            raise WeakStorageError("PostgreSQL: synchronous_commit = off")

    async def _run_in_pool(self, query: str, args: Sequence[Any] | None = None) -> Any:
        try:
            return await super()._run_in_pool(query, args)
        except (OSError, TimeoutError) as error:
            raise AwayError(str(error)) from error

    async def _run_in_new_connection(self, query: str, args: Sequence[Any] | None = None) -> Any:
        """Without a pool; the stock one leaves the connection open when it is cancelled."""
        connection = await self.get_new_connection()
        try:
            return await connection.fetch(query, *(args or ()))
        finally:
            await connection.close(timeout=SOON)

    async def scrub(self, table: str) -> bool:
        """Write the table anew without its deleted rows; False while somebody else holds it.

        An old snapshot, such as that of a dump under way, makes PostgreSQL carry deleted rows over:
        it says how many. Its write-ahead log and its backups are the operator's business.
        """
        connection = await self.get_new_connection()
        left: list[str] = []
        connection.add_log_listener(lambda _, told: left.append(told.detail or ""))
        try:
            await connection.execute(f"SET lock_timeout = {BRIEFLY}")
            await connection.execute(f"VACUUM (FULL, VERBOSE) {table}")
        except asyncpg.LockNotAvailableError:
            return False
        finally:
            await connection.close()
        return _first_number("".join(left)) == 0

    async def close_connection_pool(self) -> None:
        if self.pool is not None:
            await super().close_connection_pool()

    async def tidy(self) -> None:
        """PostgreSQL does so by itself."""

    def transaction(self, allow_nested: bool = True) -> PostgresTransaction:  # noqa: FBT001, FBT002 - Piccolo's own signature
        return _PostgresTransaction(self, allow_nested)


def _first_number(text: str) -> int:
    """`0 dead row versions cannot be removed yet`, in whatever language; -1: nothing was said."""
    found = re.search(r"[0-9]+", text)
    return int(found[0]) if found else -1
