"""What was agreed before there were tasks: brought forward, it is one, and late like the others."""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest

from council import db
from council.db.migrate import migrate
from council.follow_up import queries
from council.paths import MIGRATIONS

if TYPE_CHECKING:
    from pathlib import Path

BEFORE = """
INSERT INTO community (id, name, name_en, street, district, settings, created_at)
VALUES ('c', '苏锦一社区', 'Sujin', '街道', '区', '', 'AT');
INSERT INTO person (id, community, roll_no, name, gender, hukou, phone, id_last4, pseudonym,
    elder, state, listed_at)
VALUES ('a', 'c', 'R1', '甲', '女', '', '', '', 'p-a', FALSE, 'verified', 'AT');
INSERT INTO meeting (id, community, kind, rule, series, session, place, starts_at, ends_at, state,
    chair, secretary) VALUES ('m', 'c', 'council', 'COM', '委员会', '第1次', '厅', 'AT', 'AT',
    'closed', 'a', 'a'), ('n', 'c', 'res_rep', 'RES-REP', '代表会议', '第1次', '厅', 'AT', 'AT',
    'closed', 'a', 'a');
INSERT INTO agenda_item (id, meeting, no, title, kind, minutes, state, outcome, next_step,
    responsible, due) VALUES
    ('i', 'm', 1, '一', 'consult', 10, 'done', '修扶手', 'implement', '物业', '2026-01-05'),
    ('j', 'm', 2, '二', 'consult', 10, 'done', '再议', 'again', '物业', NULL),
    ('k', 'n', 1, '三', 'vote', 10, 'done', '通过公约', 'implement', '居委会', '2026-01-06'),
    ('l', 'n', 2, '四', 'vote', 10, 'pending', '', '', '', NULL)
"""
AT = "2026-01-02 10:00:00+00:00"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def brought_forward(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """A database with outcomes of the earlier shape, on each kind."""
    early = tmp_path / "early"
    early.mkdir()
    for file in sorted(MIGRATIONS.glob("*.sql")):
        if file.stem < "0017":
            shutil.copy(file, early)
    url = f"sqlite:///{tmp_path / 'council.sqlite'}"
    if request.param == "postgres":
        server = request.getfixturevalue("postgres")
        url = server.named(server.create())
    await migrate(url, early)
    db.bind(db.make_engine(url))
    for statement in BEFORE.replace("'AT'", f"'{AT}'").split(";\n"):
        await db.rows(statement)
    await migrate(url)


@pytest.mark.usefixtures("brought_forward")
async def test_every_outcome_with_a_day_is_a_task_and_ends_as_its_meeting_may() -> None:
    found = await queries.board("c")
    assert [(one.id, one.text, one.who, one.due) for one in found] == [
        ("i", "修扶手", "物业", date(2026, 1, 5)),
        ("k", "通过公约", "居委会", date(2026, 1, 6)),
    ]
    assert {one.standing for one in found} == {"overdue"}
    assert [line.kind for line in found[0].lines] == ["added"]
    ends = await db.rows("SELECT id, ends_in FROM agenda_item ORDER BY id")
    assert [one["ends_in"] for one in ends] == ["opinion", "opinion", "decision", ""]
