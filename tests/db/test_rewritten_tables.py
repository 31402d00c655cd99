"""What stood in a table before SQLite wrote it anew stands in it afterwards, still guarded."""

from __future__ import annotations

import shutil
import sqlite3
from typing import TYPE_CHECKING

import pytest

from council.db.engine import open_sqlite
from council.db.migrate import migrate
from council.paths import MIGRATIONS

if TYPE_CHECKING:
    from pathlib import Path

AT = "2026-11-20 10:00:00+00:00"
BEFORE = """
INSERT INTO community (id, name, name_en, street, district, settings, created_at)
VALUES ('c', '苏锦一社区', 'Sujin', '街道', '区', '', 'AT');
INSERT INTO person (id, community, roll_no, name, gender, hukou, phone, id_last4, pseudonym,
    elder, state, listed_at)
VALUES ('a', 'c', 'R1', '甲', '女', '', '', '', 'p-a', FALSE, 'verified', 'AT'),
    ('b', 'c', 'R2', '乙', '男', '', '', '', 'p-b', FALSE, 'verified', 'AT');
INSERT INTO meeting VALUES ('m', 'c', 'council', 'COM', '委员会', '第1次', '议事厅', 'AT',
    'AT', 'open', 'a', 'b', 'i', 'AT', NULL);
INSERT INTO meeting SELECT 'n', community, kind, rule, series, '第2次', place, starts_at,
    ends_at, state, chair, secretary, NULL, NULL, NULL FROM meeting;
INSERT INTO agenda_item VALUES
    ('i', 'm', 1, '一', 'vote', 10, NULL, NULL, 'current', '', '', '', NULL),
    ('j', 'm', 2, '二', 'vote', 10, NULL, NULL, 'pending', '', '', '', NULL);
INSERT INTO motion VALUES ('mo', 'm', 'i', '1', '全文', 'a', 'b', NULL, 'AT');
INSERT INTO motion VALUES ('am', 'm', 'i', '1-A', '改一字', 'b', 'a', 'mo', 'AT');
INSERT INTO called VALUES ('m', 'a', 'member', '', '', 0, 'present', 'desk', 'AT');
"""


@pytest.fixture
async def moved(tmp_path: Path) -> sqlite3.Connection:
    """A database with rows of the earlier shape, brought forward."""
    early = tmp_path / "early"
    early.mkdir()
    for file in sorted(MIGRATIONS.glob("*.sql")):
        if file.stem < "0012":
            shutil.copy(file, early)
    url = f"sqlite:///{tmp_path / 'council.sqlite'}"
    await migrate(url, early)
    path = str(tmp_path / "council.sqlite")
    connection = open_sqlite(path)
    connection.executescript(BEFORE.replace("'AT'", f"'{AT}'"))
    connection.close()
    await migrate(url)
    return open_sqlite(path)


async def test_the_rows_are_all_there(moved: sqlite3.Connection) -> None:
    assert (
        moved.execute("SELECT kind, state, turn_seconds FROM meeting").fetchall()
        == [("council", "open", 120)] * 2
    )
    assert moved.execute("SELECT no, amends, state FROM motion ORDER BY no").fetchall() == [
        ("1", None, "moved"),
        ("1-A", "mo", "moved"),
    ]
    assert moved.execute("SELECT state, announced FROM agenda_item").fetchall() == [
        ("current", 1),
        ("pending", 1),
    ]
    assert moved.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.parametrize(
    "wrong",
    [
        "UPDATE meeting SET kind = 'election'",
        "UPDATE meeting SET session = '第1次'",
        "UPDATE agenda_item SET state = 'current'",
        "UPDATE motion SET seconder = mover WHERE id = 'mo'",
        "DELETE FROM meeting",
        "UPDATE called SET meeting = 'gone'",
    ],
)
async def test_the_database_still_refuses(moved: sqlite3.Connection, wrong: str) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        moved.execute(wrong)
