"""Row 18: a backup under load is one moment; restored elsewhere, into either database, it is whole.

Elsewhere is another installation: an empty database, and no keys of secret votes. The control
copies a table at a time without a common moment: what it restores does not hold together.
"""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from council import cli, db
from council.commands.verify import verifier
from council.db import moving
from council.record.checkpoint_queries import log_key
from council.record.clock import RecordClock
from council.site import record_bundle
from council.voting.checking import bundle as bundles
from tests.trust.faults import town as towns
from tests.trust.faults.conftest import posting
from tests.trust.faults.halls import port_of
from tests.trust.faults.phones import ask

if TYPE_CHECKING:
    import random
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from tests.databases import Postgres
    from tests.server import Hall
    from tests.trust.faults.town import Sending, Town

PAIRS = [("sqlite", "sqlite"), ("sqlite", "postgres"), ("postgres", "sqlite")]
ALL = [*PAIRS, ("postgres", "postgres")]
AT_ONCE = 2  # phones
HALF = 50  # ballots before the first tables are copied
SOME = 20  # of them, while a backup is made
PAUSE = 0.03  # seconds from one vote to the next, so that backups have company

each_run = pytest.mark.parametrize(
    ("database_url", "elsewhere"),
    [
        pytest.param(*pair, marks=[pytest.mark.postgres] if "postgres" in pair else [])
        for pair in PAIRS
    ],
    indirect=True,
)
at_night = pytest.mark.parametrize(("database_url", "elsewhere"), ALL, indirect=True)


@pytest.fixture
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'elsewhere.sqlite'}"
    server: Postgres = request.getfixturevalue("postgres")
    return server.named(server.create())


async def council(url: str, folder: Path, *words: str) -> int:
    """The command as an operator gives it, with the server going on meanwhile."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", url)
        patch.setenv("COUNCIL_DATA", str(folder))
        return await asyncio.to_thread(cli.main, list(words))


@dataclass(slots=True)
class Story:
    """When each ballot left its phone and when its receipt was there, by idem."""

    sent: dict[str, float] = field(default_factory=dict)
    told: dict[str, float] = field(default_factory=dict)
    over: bool = False
    begun: threading.Event = field(default_factory=threading.Event)  # the first tables are copied

    async def everybody_votes(self, port: int, burst: list[Sending]) -> None:
        """Some phones at a time."""
        lines = asyncio.Semaphore(AT_ONCE)

        async def one(sending: Sending) -> None:
            async with lines:
                while len(self.told) >= HALF and not self.begun.is_set():  # noqa: ASYNC110 - another thread sets it
                    await asyncio.sleep(PAUSE)
                self.sent[sending.idem] = time.monotonic()
                answer = await ask(port, sending.request)
                assert answer.status == 201, answer.status
                self.told[sending.idem] = time.monotonic()
                await asyncio.sleep(PAUSE)

        await asyncio.gather(*(one(sending) for sending in burst))
        self.over = True

    def is_of_one_moment(self, found: set[str], began: float) -> None:
        """Who was told before it began is inside, and whoever was told before another sent."""
        newest = max((self.sent[one] for one in found), default=0.0)
        sure = {one for one, at in self.told.items() if at < max(began, newest)}
        assert sure <= found, f"{len(sure - found)} ballots are missing"


def inside(file: Path) -> set[str]:
    """The idems of all ballots in a backup."""
    with closing(sqlite3.connect(file)) as opened:
        found: set[str] = set()
        for table in towns.STORED.values():
            found |= {idem for (idem,) in opened.execute(f"SELECT idem FROM {table}")}  # noqa: S608 - one of two tables
    return found


@pytest.fixture
def story(monkeypatch: pytest.MonkeyPatch) -> Story:
    """Some vote, by name and in secret, after a backup has begun and before it has all tables."""
    made, whole = Story(), moving._out

    async def later(source: Any, target: Any, shape: moving.Shape) -> None:
        enough = len(made.told) + SOME
        while shape.name == "named_vote" and len(made.told) < enough and not made.over:  # noqa: ASYNC110 - another thread grows it
            await asyncio.sleep(PAUSE)
        await whole(source, target, shape)
        if shape.name == "envelope":
            made.begun.set()

    monkeypatch.setattr(moving, "_out", later)
    return made


@asynccontextmanager
async def restored(url: str) -> AsyncIterator[None]:
    """Look into another database for a while."""
    here, there = db.engine(), db.make_engine(url)
    await there.start_connection_pool()
    db.bind(there)
    try:
        yield
    finally:
        db.bind(here)
        await there.close_connection_pool()


async def what_is_told(town: Town) -> Any:
    """What must be the same elsewhere: the record and every result."""
    size = await towns.record_is_whole(town.house.community)
    polls = await db.rows("SELECT id, state, turnout, result FROM poll ORDER BY id")
    return size, polls


async def holds_together(file: Path, url: str, town: Town) -> None:
    """Restored, the record is whole, and turnout and ballots are of one moment."""
    assert await council(url, file.parent, "restore", str(file), "--replace") == 0
    async with restored(url):
        await towns.record_is_whole(town.house.community)
        there = {elector for _, elector in await towns.stored(town)}
        assert there <= {who.person for who in town.house.residents}


async def backups(
    hall: Hall, town: Town, story: Story, url: str, dice: random.Random, times: int
) -> list[Path]:
    """Made while everybody votes; each is looked into."""
    port, folder = port_of(hall), hall.settings.data
    files = [folder / f"backup-{number}" for number in range(times)]
    if url.startswith("sqlite"):  # it is copied in one step, with no table after another
        story.begun.set()
    voting = asyncio.create_task(story.everybody_votes(port, town.burst(dice)))
    try:
        for file in files:
            await asyncio.sleep(PAUSE)
            began = time.monotonic()
            assert await council(url, folder, "backup", str(file)) == 0
            story.is_of_one_moment(inside(file), began)
    finally:
        story.begun.set()
        await voting
    return files


async def the_verifier_is_green(hall: Hall, community: str) -> None:
    """Of the database that is looked into, with the last checkpoint that was given out here."""
    signer = log_key(hall.settings.site, community, hall.settings.keys.signing)
    made = await record_bundle.make(community, signer, hall.settings.data / "checked")
    given = hall.settings.signed / f"{community}.txt"
    words = [str(made.file), "--vkey", signer.key.text, "--since", str(given)]
    assert await asyncio.to_thread(verifier().main, words) == 0


async def to_the_end(
    hall: Hall, town: Town, url: str, elsewhere: str, chair: Callable[..., bytes]
) -> None:
    """The polls are closed and published; the next backup tells the same elsewhere."""
    port, folder = port_of(hall), hall.settings.data
    keys = [file.read_bytes().strip() for file in hall.settings.poll_keys.glob("*")]
    assert keys
    for poll in town.polls.values():
        for step in ("closing", "publication"):
            answer = await ask(port, chair(f"/polls/{poll}/{step}"))
            assert answer.status < 400, (step, answer.body)
        asked = f"GET /polls/{poll}/bundle HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n".encode()
        assert bundles.recount((await ask(port, asked)).json()).agrees
    await RecordClock(hall.settings).turn()
    file = folder / "the-last"
    assert await council(url, folder, "backup", str(file)) == 0
    content = file.read_bytes()
    assert not any(one in content for one in keys), "a key of a secret vote is in the backup"
    assert await council(elsewhere, folder, "restore", str(file), "--replace") == 0
    here = await what_is_told(town)
    async with restored(elsewhere):
        assert await what_is_told(town) == here
        await the_verifier_is_green(hall, town.house.community)


@each_run
async def test_a_backup_made_while_people_vote_is_whole_elsewhere(
    hall: Hall,
    town: Town,
    story: Story,
    database_url: str,
    elsewhere: str,
    dice: random.Random,
    chair_posts: Callable[..., bytes],
) -> None:
    first, _ = await backups(hall, town, story, database_url, dice, 2)
    await holds_together(first, elsewhere, town)
    await to_the_end(hall, town, database_url, elsewhere, chair_posts)


@pytest.mark.nightly
@at_night
async def test_ten_backups_in_a_burst_are_whole_elsewhere(
    hall: Hall, story: Story, database_url: str, elsewhere: str, dice: random.Random
) -> None:
    town = await towns.settle(hall.settings, 1000)
    first, *_ = await backups(hall, town, story, database_url, dice, 10)
    await holds_together(first, elsewhere, town)
    chair = await posting(hall.settings, town)
    await to_the_end(hall, town, database_url, elsewhere, chair)


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_control_tables_copied_one_after_another_are_not_of_one_moment(
    hall: Hall,
    town: Town,
    story: Story,
    database_url: str,
    dice: random.Random,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(moving, "ONE_MOMENT", "read_committed")
    with pytest.raises(AssertionError, match="ballots are missing"):
        await backups(hall, town, story, database_url, dice, 1)


ROWS = 100_000
QUICKLY = 60.0  # seconds


@pytest.mark.nightly
@pytest.mark.timeout(300)
@at_night
async def test_a_hundred_thousand_rows_are_back_within_a_minute(
    hall: Hall, database_url: str, elsewhere: str
) -> None:
    folder = hall.settings.data
    told = ", ".join(f"('topic:{n}', {n})" for n in range(ROWS))
    await db.rows(f"INSERT INTO live_topic (topic, seq) VALUES {told}")  # noqa: S608 - numbers of ours
    assert await council(database_url, folder, "backup", str(folder / "large")) == 0
    began = time.monotonic()
    assert await council(elsewhere, folder, "restore", str(folder / "large")) == 0
    took = time.monotonic() - began
    assert took < QUICKLY, took
    async with restored(elsewhere):
        assert (await db.rows("SELECT count(*) AS n FROM live_topic"))[0]["n"] >= ROWS
