"""Rows 2 and 6: power goes while polls are closed; the end is the same, and an end that was told
stays. The control stores with synchronous = NORMAL: what was closed is open again.
"""

from __future__ import annotations

import importlib
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from council import db, settings
from council.voting import actions
from council.voting.casting.ballot_box import BallotBox
from council.voting.casting.ballots import Ballot
from council.voting.checking.proofs import Signer
from tests.trust.faults import power
from tests.trust.faults import town as towns

if TYPE_CHECKING:
    import random
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.trust.faults.town import Town

engines = importlib.import_module("council.db.engine")  # `council.db` has a function of that name
aiosqlite = importlib.import_module("aiosqlite.core")
VOTERS = 6


@pytest.fixture
async def town(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    """Instead of a running server: two open polls on a disk of their own."""
    (tmp_path / "disk").mkdir()
    (tmp_path / "council.sqlite").rename(tmp_path / "disk" / "council.sqlite")
    await bound(tmp_path / "disk")
    yield await towns.settle(settings.read({"COUNCIL_DATA": str(tmp_path)}), VOTERS)
    await db.engine().close_connection_pool()


async def bound(folder: Path) -> None:
    made = db.make_engine(f"sqlite:///{folder / 'council.sqlite'}")
    db.bind(made)
    await made.start_connection_pool()


@dataclass(frozen=True, slots=True)
class Closed:
    """What the disk saw of closing both polls, what they must say, and when each end was told."""

    disk: power.Disk
    expected: dict[str, dict[str, int]]
    told: dict[str, int]


async def closed(town: Town, folder: Path, dice: random.Random) -> Closed:
    sent = town.burst(dice)
    box = BallotBox(b"key", Signer(bytes(32)))
    box.start()
    for one in sent:
        await box.put(Ballot(one.poll, one.person, one.choice, one.idem, 0))
    await box.stop()
    await db.engine().close_connection_pool()
    disk = power.Disk(folder)
    recorder = power.Recording(disk)
    told = {}
    with pytest.MonkeyPatch.context() as patched:
        for module in (engines, aiosqlite):
            patched.setattr(module, "sqlite3", power.RECORDED)
        await bound(folder)
        for poll in town.polls.values():
            await actions.close_poll(poll, town.chair)
            told[poll] = len(disk.events)
        await db.engine().close_connection_pool()
    recorder.unregister()
    return Closed(disk, {poll: towns.tally(sent, poll) for poll in told}, told)


async def after_power_loss(town: Town, was: Closed, at: int, dice: random.Random) -> None:
    """The polls as they are found: what was told stands; the rest is closed once, and is right."""
    folder = was.disk.folder.with_name("after")
    folder.mkdir()
    for name, text in was.disk.after_power_loss(at, dice).items():
        (folder / name).write_bytes(text)
    await bound(folder)
    try:
        await towns.files_are_whole()
        for poll, expected in was.expected.items():
            if at < was.told[poll]:
                await actions.close_poll(poll, town.chair)
            assert await towns.counted(poll) == expected
            assert await towns.results_of(town.house.community, poll) == 1
        await towns.record_is_whole(town.house.community)
    finally:
        await db.engine().close_connection_pool()
        shutil.rmtree(folder)


async def at_moments(town: Town, was: Closed, number: int, dice: random.Random) -> None:
    for _ in range(number):
        await after_power_loss(town, was, dice.randrange(len(was.disk.events) + 1), dice)


async def test_power_is_lost_in_a_closing_and_its_end_is_the_same(
    town: Town, tmp_path: Path, dice: random.Random
) -> None:
    await at_moments(town, await closed(town, tmp_path / "disk", dice), 10, dice)


@pytest.mark.nightly
async def test_power_is_lost_at_five_hundred_moments_of_closing_and_the_end_is_the_same(
    town: Town, tmp_path: Path, dice: random.Random
) -> None:
    was = await closed(town, tmp_path / "disk", dice)
    print(f"row 6: power lost at 500 moments of {len(was.disk.events)}")  # noqa: T201 - a figure
    await at_moments(town, was, 500, dice)


async def test_control_with_synchronous_normal_a_poll_that_was_closed_is_open_again(
    town: Town, tmp_path: Path, dice: random.Random, monkeypatch: pytest.MonkeyPatch
) -> None:
    weaker = [one.replace("synchronous = FULL", "synchronous = NORMAL") for one in engines.PRAGMAS]
    with monkeypatch.context() as weak:
        weak.setattr(engines, "PRAGMAS", weaker)
        weak.setattr(engines, "must_be_strong", lambda _: None)
        was = await closed(town, tmp_path / "disk", dice)
    with pytest.raises(AssertionError):  # noqa: PT012 - one of the moments is enough
        for _ in range(20):
            await after_power_loss(town, was, was.told[town.polls["named"]], dice)
