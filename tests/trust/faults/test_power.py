"""Row 2: power goes at any moment; what was acknowledged is there, and the file is whole.

The control stores with synchronous = NORMAL, the usual advice for WAL, and loses ballots.
"""

from __future__ import annotations

import importlib
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from council import db, settings
from council.clock import now
from council.voting.casting.ballots import Ballot, Receipt
from council.voting.casting.batch_sqlite import SQLiteWriter
from tests.trust.faults import power
from tests.trust.faults import town as towns

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from tests.trust.faults.town import Sending

ELECTORS, MANY = 20, 200
engines = importlib.import_module("council.db.engine")  # `council.db` has a function of that name
_THERE = "SELECT idem FROM named_vote UNION ALL SELECT idem FROM envelope"  # both kinds of ballots


@dataclass(frozen=True, slots=True)
class Burst:
    """What the disk saw, and how far it was when each ballot was acknowledged."""

    disk: power.Disk
    acknowledged: list[tuple[int, str]]
    name: str

    def look(self, folder: Path, at: int, dice: random.Random) -> tuple[int, bool]:
        """(acknowledged ballots that are gone, whether the file is whole) after a loss of power."""
        folder.mkdir()
        for name, text in self.disk.after_power_loss(at, dice).items():
            (folder / name).write_bytes(text)
        with closing(sqlite3.connect(folder / self.name)) as connection:
            try:
                whole = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
                there = [idem for (idem,) in connection.execute(_THERE)]
            except sqlite3.DatabaseError:
                whole, there = False, []
        shutil.rmtree(folder)
        assert len(there) == len(set(there))
        told = {idem for when, idem in self.acknowledged if when <= at}
        return len(told - set(there)), whole


@pytest.fixture
async def file(sqlite_url: str, tmp_path: Path) -> Path:
    """A database in a folder of its own, its log carried into the file."""
    folder = tmp_path / "disk"
    folder.mkdir()
    return (tmp_path / "council.sqlite").rename(folder / "council.sqlite")


async def sent(
    file: Path, folder: Path, dice: random.Random, electors: int = ELECTORS
) -> list[Sending]:
    made = db.make_engine(f"sqlite:///{file}")
    db.bind(made)
    await made.start_connection_pool()
    town = await towns.settle(settings.read({"COUNCIL_DATA": str(folder)}), electors)
    await made.close_connection_pool()
    return town.burst(dice)


def burst(file: Path, sendings: list[Sending], monkeypatch: pytest.MonkeyPatch) -> Burst:
    """The real writer of ballots, on a recorded disk; now and then the log is carried over."""
    disk = power.Disk(file.parent)
    recorder = power.Recording(disk)
    monkeypatch.setattr(engines, "sqlite3", power.RECORDED)
    writer = SQLiteWriter(str(file), b"key")
    told: list[tuple[int, str]] = []
    while sendings:
        some, sendings = sendings[:2], sendings[2:]
        answers, _ = writer.write([_ballot(one) for one in some], now())
        assert all(isinstance(one, Receipt) for one in answers)
        told += [(len(disk.events), one.idem) for one in some]
        if len(told) % 8 == 0:
            writer._connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
    writer.close()
    recorder.unregister()
    monkeypatch.undo()
    return Burst(disk, told, file.name)


def _ballot(one: Sending) -> Ballot:
    return Ballot(one.poll, one.person, one.choice, one.idem, 0)


def losses(burst: Burst, folder: Path, points: int, dice: random.Random) -> tuple[int, int, int]:
    """(points where ballots were lost, ballots lost in all, damaged files)."""
    found = [
        burst.look(folder / "after", dice.randrange(len(burst.disk.events) + 1), dice)
        for _ in range(points)
    ]
    lost = [one for one, _ in found]
    return sum(one > 0 for one in lost), sum(lost), sum(not whole for _, whole in found)


async def test_power_is_lost_and_no_acknowledged_ballot_is(
    file: Path, tmp_path: Path, dice: random.Random, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = burst(file, await sent(file, tmp_path, dice), monkeypatch)
    assert losses(made, tmp_path, 50, dice) == (0, 0, 0)


@pytest.mark.nightly
async def test_power_is_lost_at_a_thousand_moments_and_no_acknowledged_ballot_is(
    file: Path, tmp_path: Path, dice: random.Random, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = burst(file, await sent(file, tmp_path, dice, MANY), monkeypatch)
    print(f"row 2: {len(made.acknowledged)} ballots, {len(made.disk.events)} events")  # noqa: T201 - a figure
    assert losses(made, tmp_path, 1000, dice) == (0, 0, 0)


async def test_control_with_synchronous_normal_acknowledged_ballots_are_lost(
    file: Path, tmp_path: Path, dice: random.Random, monkeypatch: pytest.MonkeyPatch
) -> None:
    sendings = await sent(file, tmp_path, dice)
    weaker = [one.replace("synchronous = FULL", "synchronous = NORMAL") for one in engines.PRAGMAS]
    monkeypatch.setattr(engines, "PRAGMAS", weaker)
    monkeypatch.setattr(engines, "must_be_strong", lambda _: None)
    points, ballots, damaged = losses(burst(file, sendings, monkeypatch), tmp_path, 50, dice)
    print(f"row 2, control: lost at {points} of 50 moments, {ballots} ballots")  # noqa: T201 - a figure
    assert points > 5
    assert damaged == 0
