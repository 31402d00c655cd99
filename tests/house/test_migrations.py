"""The files of `migrations/`, and that every table is what they make."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from council import db
from council.db.conf import all_tables
from council.paths import MIGRATIONS

if TYPE_CHECKING:
    from pathlib import Path

    from council.db import Engine

NAME = re.compile(r"(\d{4})_[a-z][a-z0-9_]*\.sql")
COLUMNS = {
    "sqlite": 'SELECT name, type, "notnull" AS required FROM pragma_table_info({})',
    "postgres": (
        "SELECT column_name AS name, data_type AS type, is_nullable = 'NO' AS required"
        " FROM information_schema.columns WHERE table_name = {}"
    ),
}
# One word for what the two databases and Piccolo call differently.
SAME = {
    "character varying": "text",
    "varchar": "text",
    "int": "integer",
    "bigint": "integer",
    "smallint": "integer",
    "serial": "integer",
    "bool": "boolean",
    "timestamp with time zone": "timestamptz",
    "json": "jsonb",
    "blob": "bytea",
}


def misnamed(folder: Path) -> list[str]:
    """Files that the migrator would pass over, and numbers that are missing or taken twice."""
    files = sorted(path.name for path in folder.iterdir() if not path.name.startswith((".", "__")))
    wrong = [name for name in files if not NAME.fullmatch(name)]
    numbers = [int(found[1]) for name in files if (found := NAME.fullmatch(name))]
    if numbers != list(range(1, len(numbers) + 1)):
        wrong.append(f"numbers: {numbers}")
    return wrong


def kind(name: str) -> str:
    plain = re.sub(r"\(.*\)", "", name).strip().lower()
    return SAME.get(plain, plain)


async def in_database(table: str, engine: Engine) -> dict[str, tuple[str, bool]]:
    """Column → its kind and whether it must be there, as the migrations made it."""
    which = "sqlite" if isinstance(engine, db.SafeSQLite) else "postgres"
    found = await db.rows(COLUMNS[which], table)
    return {one["name"]: (kind(one["type"]), bool(one["required"])) for one in found}


def test_every_migration_has_its_number() -> None:
    assert misnamed(MIGRATIONS) == []


def test_a_misnamed_or_missing_migration_is_found(tmp_path: Path) -> None:
    (tmp_path / "0001_first.sql").touch()
    assert misnamed(tmp_path) == []
    (tmp_path / "0003_third.sql").touch()
    assert misnamed(tmp_path) == ["numbers: [1, 3]"]
    (tmp_path / "two.sql").touch()
    assert "two.sql" in misnamed(tmp_path)


async def test_every_table_is_what_the_migrations_make(engine: Engine) -> None:
    differences = []
    for table in all_tables():
        made = await in_database(table._meta.tablename, engine)
        declared = {
            column._meta.db_column_name: (kind(column.column_type), not column._meta.null)
            for column in table._meta.columns
        }
        if made != declared:
            differences.append((table._meta.tablename, set(made.items()) ^ set(declared.items())))
    assert differences == []


async def test_a_column_that_no_table_declares_is_found(engine: Engine) -> None:
    table = all_tables()[0]._meta.tablename
    before = await in_database(table, engine)
    await db.rows(f"ALTER TABLE {table} ADD COLUMN planted INTEGER")
    assert set(await in_database(table, engine)) - set(before) == {"planted"}


async def test_every_table_of_the_database_is_declared(engine: Engine) -> None:
    which = {
        True: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
        False: "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
    }
    made = await db.rows(which[isinstance(engine, db.SafeSQLite)])
    declared = {table._meta.tablename for table in all_tables()}
    assert {one["name"] for one in made} - declared == {"migration"}
