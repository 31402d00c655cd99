"""Row 2, beside the database: a key is on disk before anything is sealed or signed with it.

The control syncs the file and forgets its name, as the code did before.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from council import durable, settings
from council.voting.sealing import poll_keys
from council.voting.sealing.poll_keys import PollKeys

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name == "nt", reason="folders cannot be synced there")


class Synced:
    """Which files and folders were synced, and what each folder held at its last time."""

    def __init__(self) -> None:
        self.files: set[int] = set()
        self.names: dict[int, set[str]] = {}

    def sync(self, opened: int) -> None:
        of = os.fstat(opened)
        if os.path.isdir(opened):  # noqa: PTH112 - a number, no path
            self.names[of.st_ino] = set(os.listdir(opened))
        else:
            self.files.add(of.st_ino)

    def holds(self, file: Path) -> bool:
        """The text of a file and its name, or the name of a folder."""
        text = file.is_dir() or file.stat().st_ino in self.files
        return text and file.name in self.names.get(file.parent.stat().st_ino, set())


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> Synced:
    made = Synced()
    monkeypatch.setattr(os, "fsync", made.sync)
    return made


def test_the_key_of_a_poll_is_on_disk_with_its_name(synced: Synced, tmp_path: Path) -> None:
    PollKeys(tmp_path / "poll-keys").create("p1")
    assert synced.holds(tmp_path / "poll-keys" / "p1.key")
    assert synced.holds(tmp_path / "poll-keys")


def test_the_keys_of_the_installation_are_on_disk_with_their_name(
    synced: Synced, tmp_path: Path
) -> None:
    settings.read({"COUNCIL_DATA": str(tmp_path)})
    assert synced.holds(tmp_path / "keys.json")


def test_control_a_name_that_is_not_synced_is_missed(
    synced: Synced, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (poll_keys, settings, durable):
        monkeypatch.setattr(module, "sync_names", lambda _: None)
    PollKeys(tmp_path / "poll-keys").create("p1")
    settings.read({"COUNCIL_DATA": str(tmp_path)})
    assert not synced.holds(tmp_path / "poll-keys" / "p1.key")
    assert not synced.holds(tmp_path / "keys.json")
