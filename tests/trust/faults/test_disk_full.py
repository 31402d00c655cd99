"""Row 9: the disk fills up in a burst: nothing acknowledged is lost, and it goes on by itself.

The control calls every ballot counted, whatever the database says.
"""

from __future__ import annotations

import asyncio
import logging
import shutil
import time
from datetime import timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from bench.client import get
from council import db, disk_room
from council.clock import now
from council.identity import sessions
from council.voting.casting.ballot_box import BallotBox
from council.voting.casting.ballots import Receipt
from tests.trust.faults import disks
from tests.trust.faults import town as towns
from tests.trust.faults.conftest import posting
from tests.trust.faults.halls import port_of, serving
from tests.trust.faults.phones import Answer, ask

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from tests.server import Hall
    from tests.trust.faults.disks import Disk
    from tests.trust.faults.town import Sending, Town

SOON = 5.0  # seconds until a freed disk is written to again
SEVERAL = 5  # phones at one moment


async def all_of(port: int, sent: list[Sending]) -> list[Answer]:
    places = asyncio.Semaphore(SEVERAL)

    async def send(request: bytes) -> Answer:
        async with places:
            return await ask(port, request)

    return await asyncio.gather(*(send(one.request) for one in sent))


async def fills_up_and_goes_on(hall: Hall, disk: Disk, people: int, dice: random.Random) -> None:
    port = port_of(hall)
    town = await towns.settle(hall.settings, people)
    chair = await posting(hall.settings, town)
    sent = town.burst(dice)
    some = len(sent) // 5
    before = await all_of(port, sent[:some])
    await db.rows("UPDATE session SET seen_at = {}", now() - timedelta(hours=2))
    sessions.forget_all()  # the next visit of each would be noted
    await disk.fill()
    told = before + await all_of(port, sent[some:])
    await the_acknowledged_are_there(town, sent, told)
    assert refused_plainly(told) > some
    await pages_are_read(port, town)
    meeting = await db.row("SELECT meeting FROM poll WHERE id = {}", town.polls["named"])
    assert meeting is not None
    question = chair(f"/meetings/{meeting['meeting']}/polls", text="议" * 1000, rule="RES-ALL")
    asked = [await ask(port, question) for _ in range(3)][-1]  # the first may still find a place
    assert (asked.status, asked.json()["reason"]) == (503, "page.disk_full")
    assert asked.headers["retry-after"].isdigit()
    await disk.free()
    again = await within_five_seconds(port, sent)
    await the_acknowledged_are_there(town, sent, again)
    assert {one.status for one in again} <= {200, 201}


def refused_plainly(answers: list[Answer]) -> int:
    """How many were refused; each with a sentence and when to come back."""
    refused = [one for one in answers if one.status != 201]
    assert {one.status for one in refused} <= {503}
    assert all("没有存下来" in one.json()["sentence"] for one in refused)
    assert all(one.headers["retry-after"].isdigit() for one in refused)
    return len(refused)


async def the_acknowledged_are_there(
    town: Town, sent: list[Sending], answers: list[Answer]
) -> None:
    told = {one.idem for one, answer in zip(sent, answers, strict=True) if answer.status < 300}
    assert {row["idem"] for row in (await towns.stored(town)).values()} == told


async def pages_are_read(port: int, town: Town) -> None:
    """Also by those whose last visit was hours ago: noting this one must not stand in the way."""
    polls = [f"/polls/{poll}" for poll in town.polls.values()]
    for path, who in zip(("/", "/meetings", *polls, "/health"), town.house.residents, strict=False):
        answer = await ask(port, get(path, f"cookie: council_session={who.token}"))
        assert answer.status == 200, path


async def within_five_seconds(port: int, sent: list[Sending]) -> list[Answer]:
    """The same server, not started again."""
    started = time.monotonic()
    while (await ask(port, sent[-1].request)).status == 503:
        assert time.monotonic() - started < SOON
        await asyncio.sleep(0.05)
    return await all_of(port, sent)


async def test_a_full_disk_loses_nothing_and_is_told_plainly(
    sqlite_url: str, dice: random.Random, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async with serving(sqlite_url, tmp_path) as hall:
        await fills_up_and_goes_on(hall, disks.Pages(hall, monkeypatch), 60, dice)


@pytest.mark.nightly
async def test_a_really_full_disk_loses_nothing_and_is_told_plainly(
    sqlite_url: str, dice: random.Random, tmp_path: Path
) -> None:
    with disks.mounted(tmp_path / "disk") as folder:
        shutil.copy(tmp_path / "council.sqlite", folder)
        async with serving(f"sqlite:///{folder / 'council.sqlite'}", folder) as hall:
            await fills_up_and_goes_on(hall, disks.Small(folder), 1000, dice)


async def test_control_who_calls_everything_counted_is_found(
    sqlite_url: str, dice: random.Random, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async def put(self: BallotBox, ballot: Any) -> Receipt:
        asyncio.ensure_future(honest(self, ballot)).add_done_callback(lambda done: done.exception())
        return Receipt("AAAA-BBBB-CCCC-DDDD", 1, fresh=True)

    honest = BallotBox.put
    monkeypatch.setattr(BallotBox, "put", put)
    async with serving(sqlite_url, tmp_path) as hall:
        with pytest.raises(AssertionError):
            await fills_up_and_goes_on(hall, disks.Pages(hall, monkeypatch), 60, dice)


@pytest.fixture
def little_room(monkeypatch: pytest.MonkeyPatch) -> None:
    left = SimpleNamespace(free=137 * disk_room.MB)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: left)


async def test_officers_and_the_log_hear_of_little_room_and_others_do_not(
    sqlite_url: str, tmp_path: Path, little_room: None, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    async with serving(sqlite_url, tmp_path) as hall:
        port = port_of(hall)
        town = await towns.settle(hall.settings, 5)
        officer = await sessions.start(await officer_of(town), "test", second_factor=True)
        for token, hears in ((officer, True), (town.house.residents[0].token, False)):
            page = (await ask(port, get("/", f"cookie: council_session={token}"))).body.decode()
            assert ("只剩137MB" in page.replace("<wbr>", "")) == hears
    assert "only 137 MB are free" in caplog.text


async def officer_of(town: Town) -> str:
    await db.rows("UPDATE person SET state = 'verified' WHERE id = {}", town.chair.person)
    return town.chair.person


def test_enough_room_is_not_worth_a_word(tmp_path: Path) -> None:
    assert disk_room.short(tmp_path) is None
