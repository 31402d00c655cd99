from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from council import settings

if TYPE_CHECKING:
    from pathlib import Path


def keys(folder: Path) -> settings.Keys:
    return settings.read({"COUNCIL_DATA": str(folder)}).keys


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A keys file as it was before there was a second factor."""
    keys(tmp_path)
    file = tmp_path / "keys.json"
    stored = json.loads(file.read_text())
    del stored["second_factor"]
    file.write_text(json.dumps({**stored, "kept": "as it is"}))
    return file


def test_new_keys_are_all_different_and_the_owners_alone(tmp_path: Path) -> None:
    made = keys(tmp_path)
    assert len({made.csrf, made.door, made.receipt, made.pepper, made.second_factor}) == 5
    assert keys(tmp_path) == made
    assert (tmp_path / "keys.json").stat().st_mode & 0o077 == 0


def test_an_older_file_gets_the_key_and_keeps_the_rest(older: Path) -> None:
    before = json.loads(older.read_text())
    made = keys(older.parent)
    after = json.loads(older.read_text())
    assert after == {**before, "second_factor": made.second_factor.hex()}
    assert made.second_factor != made.pepper
    assert keys(older.parent) == made
    assert older.stat().st_mode & 0o077 == 0
    assert [one.name for one in older.parent.glob(".keys*")] == []


def test_two_processes_that_add_it_at_once_agree(older: Path) -> None:
    before = older.read_text()
    first = keys(older.parent)
    older.write_text(before)
    assert keys(older.parent) == first


def test_a_file_that_cannot_be_written_does_for_reading(
    older: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = older.read_text()

    def refused(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(settings, "_draft", refused)
    lent = keys(older.parent)
    assert older.read_text() == before
    monkeypatch.undo()
    assert keys(older.parent) == lent
