"""Every table has a class, a trace of a person is cut or kept for a reason, the page is true."""

from __future__ import annotations

import re
import sqlite3
from typing import TYPE_CHECKING

from council.privacy.actions.erasing import GONE
from council.privacy.actions.expiring import LIFETIMES
from council.privacy.classes import BY_TABLE, CLASSES
from council.privacy.data_queries import QUERIES
from tests.privacy import document

if TYPE_CHECKING:
    from pathlib import Path

# Columns that name a person and stay after erasure: acts of office, sums, and the archive.
STAYS = {
    "access_log": {"viewer", "person"},
    "agenda_item": {"presenter"},
    "appointment": {"person", "granted_by", "confirmed_by"},
    "called": {"person"},
    "claim_conflict": {"raised_by", "settled_by", "confirmed_by"},
    "confirmation": {"asked_by", "answered_by"},
    "consent": {"witness", "withdrawn_by"},
    "data_request": {"person", "answered_by"},
    "delivery": {"made_by", "struck_by"},
    "committee_notice": {"made_by"},
    "departure": {"person", "merged_into", "by_person", "ended_by"},
    "dissent": {"entered_by"},
    "elector": {"person", "holder"},
    "head_ruling": {"made_by", "ended_by"},
    "letterhead": {"made_by"},
    "household_voice": {"person"},
    "roll_change": {"person", "asked_by", "confirmed_by"},
    "record_witness": {"added_by"},
    "unit_voter": {"made_by"},
    "proxy": {"principal", "holder", "made_by", "ended_by"},
    "cast_by": {"person", "confirmed_by"},
    "kiosk_code": {"person", "made_by"},
    "doorkeeper": {"person", "named_by"},
    "letter": {"issued_by"},
    "letter_batch": {"made_by"},
    "handover": {"from_person", "to_person", "by_person"},
    "log_line": {"person", "entered_by"},
    "meeting": {"chair", "secretary", "presiding"},
    "meeting_notice": {"made_by"},
    "calendar_day": {"made_by"},
    "notice": {"made_by", "published_by", "closed_by"},
    "notice_posting": {"posted_by", "taken_down_by"},
    "notice_objection": {"entered_by", "answered_by"},
    "minutes": {"made_by"},
    "minutes_signature": {"person"},
    "minutes_review": {"asked_by"},
    "minutes_answer": {"person", "answered_by"},
    "minutes_recall": {"by_person"},
    "minutes_version": {"made_by"},
    "motion": {"mover", "seconder"},
    "paper_entry": {"officer"},
    "paper_sheet": {"officer_a", "officer_b", "made_by"},
    "poll": {"made_by"},
    "poll_extension": {"made_by"},
    "recusal": {"person", "entered_by"},
    "reminder": {"person", "by_person"},
    "proposal": {"author", "entered_by"},
    "proposal_merge": {"asked_by", "answered_by"},
    "proposal_step": {"by_person"},
    "roll_import": {"made_by", "confirmed_by"},
    "roll_mapping": {"made_by"},
    "seat": {"person"},
    "task": {"made_by", "ended_by"},
    "task_line": {"entered_by"},
    "teller": {"person"},
    "ceremony": {"begun_by"},
    "terminal": {"opened_by"},
    "turn": {"person", "raised_by", "ended_by"},
    "verification": {"by_person", "confirmed_by"},
    "need": {"entered_by"},
    "need_call": {"made_by", "opened_by", "closed_by"},
    "need_step": {"by_person"},
    "wish": {"entered_by"},
    "wish_claim": {"approved_by"},
    "wish_step": {"by_person"},
    "verification_refusal": {"by_person"},
}


def schema(file: Path) -> dict[str, set[str]]:
    """Table → its columns that name a person."""
    with sqlite3.connect(file) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: {
                one[3]
                for one in connection.execute(f"PRAGMA foreign_key_list({name})")
                if one[2] in ("person", "account")
            }
            for (name,) in names
        }


def cut() -> dict[str, set[str]]:
    """Table → columns by which erasure finds its rows."""
    found: dict[str, set[str]] = {}
    for statement in GONE:
        table = re.search(r"(?:DELETE FROM|UPDATE) (\w+)", statement)
        column = re.search(r"WHERE (\w+) = \{\}$", statement)
        if table and column:
            found.setdefault(table[1], set()).add(column[1])
    return found


def test_every_table_has_one_class(sqlite_template: Path) -> None:
    assert set(schema(sqlite_template)) == set(BY_TABLE)
    assert sum(len(one.tables) for one in CLASSES) == len(BY_TABLE)
    assert {one.table for one in LIFETIMES} <= set(BY_TABLE)
    assert {"person", "session", "letter"} <= {table for one in QUERIES.values() for table in one}


def test_every_column_that_names_a_person_is_cut_or_stays_for_a_reason(
    sqlite_template: Path,
) -> None:
    gone = cut()
    for table, columns in schema(sqlite_template).items():
        known = gone.get(table, set()) | STAYS.get(table, set())
        assert columns <= known, table


def test_the_page_is_what_the_code_says() -> None:
    text = document.FILE.read_text(encoding="utf-8")
    assert document.written(text) == text
    assert document.written(text.replace("masked; plain with a reason", "plain")) == text
