"""A backup is whole also under load; a restore never destroys what was there."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from contextlib import closing
from typing import TYPE_CHECKING

import asyncpg
import pytest

from council import cli
from council.db.engine import open_sqlite
from tests.databases import run_apart

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

COMMUNITY = (
    "INSERT INTO community (id, name, name_en, street, district, settings, created_at)"
    " VALUES ('c1', '苏锦一社区', '', '', '', '{}', '2026-01-01')"
)
ENTRY = "INSERT INTO record_entry VALUES ('c1', ?, 'act', '2026-01-01', '{}', '')"


@pytest.fixture
def live(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation with one community."""
    file = tmp_path / "council.sqlite"
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    monkeypatch.setenv("COUNCIL_DATA", str(tmp_path))
    with closing(open_sqlite(str(file))) as connection:
        connection.execute(COMMUNITY)
    return file


def entries(file: Path) -> list[int]:
    with closing(sqlite3.connect(file)) as connection:
        return [one[0] for one in connection.execute("SELECT i FROM record_entry ORDER BY i")]


def test_a_backup_made_while_others_write_is_one_moment(live: Path, tmp_path: Path) -> None:
    enough = threading.Event()

    def write() -> None:
        with closing(open_sqlite(str(live))) as connection:
            for number in range(2000):
                connection.execute(ENTRY, (number,))
                if enough.is_set():
                    return

    writer = threading.Thread(target=write)
    writer.start()
    assert cli.main(["backup", str(tmp_path / "b1")]) == 0
    enough.set()
    writer.join()
    found = entries(tmp_path / "b1")
    assert found == list(range(len(found)))
    assert (tmp_path / "b1").stat().st_mode & 0o077 == 0


def test_a_backup_says_what_it_does_not_hold(
    live: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["backup", str(tmp_path / "b1")]) == 0
    assert "keys.json" in capsys.readouterr().out


def test_a_backup_is_never_written_over(live: Path, tmp_path: Path) -> None:
    (tmp_path / "b1").write_text("yesterday's")
    assert cli.main(["backup", str(tmp_path / "b1")]) == 2
    assert (tmp_path / "b1").read_text() == "yesterday's"


def test_a_restore_keeps_what_was_there(live: Path, tmp_path: Path) -> None:
    assert cli.main(["backup", str(tmp_path / "b1")]) == 0
    with closing(open_sqlite(str(live))) as connection:
        connection.execute(ENTRY, (0,))
    assert cli.main(["restore", str(tmp_path / "b1")]) == 2
    assert entries(live) == [0]
    assert cli.main(["restore", str(tmp_path / "b1"), "--replace"]) == 0
    assert entries(live) == []
    (kept,) = tmp_path.glob("council.sqlite.before-*")
    assert entries(kept) == [0]


def test_nothing_is_restored_under_a_running_server(live: Path, tmp_path: Path) -> None:
    assert cli.main(["backup", str(tmp_path / "b1")]) == 0
    with closing(open_sqlite(str(live))) as connection:
        connection.execute("SELECT count(*) FROM community").fetchone()
        assert cli.main(["restore", str(tmp_path / "b1"), "--replace"]) == 3


@pytest.mark.parametrize("content", ["", "this is no database", "SQLite format 3\x00"])
def test_what_is_no_backup_of_ours_is_refused(live: Path, tmp_path: Path, content: str) -> None:
    (tmp_path / "b1").write_text(content)
    assert cli.main(["restore", str(tmp_path / "b1"), "--replace"]) == 3
    assert entries(live) == []


@pytest.fixture
def there(
    fresh_postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], str]:
    """An installation on PostgreSQL with one community; asks its database."""
    monkeypatch.setenv("DATABASE_URL", fresh_postgres_url)
    monkeypatch.setenv("COUNCIL_DATA", str(tmp_path))

    def ask(sql: str) -> str:
        async def asked() -> str:
            connection = await asyncpg.connect(fresh_postgres_url)
            try:
                return " ".join(str(*row) for row in await connection.fetch(sql))
            finally:
                await connection.close()

        return str(run_apart(asked()))

    ask(COMMUNITY)
    return ask


TOO_LONG = "UPDATE unit SET room = '" + "一" * 31 + "'"
NAMES = "SELECT name FROM community"
SCHEMAS = "SELECT nspname FROM pg_namespace WHERE nspname !~ '^(pg_|information)'"


def test_on_postgresql_a_restore_keeps_what_was_there(
    there: Callable[[str], str], tmp_path: Path
) -> None:
    assert cli.main(["backup", str(tmp_path / "b1")]) == 0
    there("UPDATE community SET name = '别的社区'")
    assert cli.main(["restore", str(tmp_path / "b1")]) == 2
    assert there(NAMES) == "别的社区"
    assert cli.main(["restore", str(tmp_path / "b1"), "--replace"]) == 0
    assert there(NAMES) == "苏锦一社区"
    (kept,) = set(there(SCHEMAS).split()) - {"public"}
    assert there(f"SELECT name FROM {kept}.community") == "别的社区"  # noqa: S608 - a name of ours


@pytest.mark.parametrize(
    "spoil", ["UPDATE unit SET community = 'nobody'", "DROP TABLE seat", TOO_LONG]
)
def test_on_postgresql_a_backup_that_does_not_hold_together_changes_nothing(
    there: Callable[[str], str], tmp_path: Path, spoil: str
) -> None:
    there("INSERT INTO unit VALUES ('u1', 'c1', '1-101', '1', '1', '101', 8000, '')")
    assert cli.main(["backup", str(tmp_path / "b1")]) == 0
    with closing(sqlite3.connect(tmp_path / "b1")) as opened:
        opened.execute(spoil)
        opened.commit()
    assert cli.main(["restore", str(tmp_path / "b1"), "--replace"]) == 3
    assert there(NAMES) == "苏锦一社区"
    assert there(SCHEMAS) == "public"


def test_on_postgresql_nothing_is_restored_under_a_running_server(
    there: Callable[[str], str], fresh_postgres_url: str, tmp_path: Path
) -> None:
    assert cli.main(["backup", str(tmp_path / "b1")]) == 0

    async def with_a_server() -> int:
        server = await asyncpg.connect(fresh_postgres_url)
        try:
            return await asyncio.to_thread(cli.main, ["restore", str(tmp_path / "b1"), "--replace"])
        finally:
            await server.close()

    assert run_apart(with_a_server()) == 3


def test_a_table_that_is_not_ours_is_named_and_not_left_out_in_silence(
    there: Callable[[str], str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there("CREATE TABLE somebody_elses (n INTEGER)")
    assert cli.main(["backup", str(tmp_path / "b1")]) == 3
    assert "somebody_elses" in capsys.readouterr().err
    assert not (tmp_path / "b1").exists()


def test_a_backup_of_a_newer_version_is_refused(
    there: Callable[[str], str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["backup", str(tmp_path / "b1")]) == 0
    with closing(sqlite3.connect(tmp_path / "b1")) as opened:
        opened.execute("INSERT INTO migration VALUES ('9999_later', '', '2026-01-01')")
        opened.commit()
    assert cli.main(["restore", str(tmp_path / "b1"), "--replace"]) == 3
    assert "9999_later" in capsys.readouterr().err
