"""Row 8: the clock jumps at any moment of a poll's life; nothing goes back, and it is told.

The control lets the state follow the clock: then a poll that was over is open again.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from council import clock, db, settings, skew
from council.record.queries import entries
from council.refusal import Refused
from council.voting import actions
from council.voting.actions import Question
from council.voting.casting import batch
from council.voting.casting.ballot_box import BallotBox
from council.voting.casting.ballots import Ballot
from council.voting.casting.judge import PollNow, judge
from council.voting.checking.proofs import Signer
from council.voting.life.clock import PollClock
from council.voting.rules import STATES
from tests.trust.faults import town as towns

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from council.db import Engine
    from tests.trust.faults.town import Town

JUMPS = [timedelta(days=-1), timedelta(hours=-1), timedelta(hours=1), timedelta(days=1)]
MOMENTS = 8
MINUTES = 30  # until the poll closes by itself
VOTERS = 8
GRACE = timedelta(seconds=5)


@dataclass
class Wall:
    """The wall clock, set by hand; the real one runs on behind it."""

    ahead: timedelta = timedelta(0)

    def now(self, zone: Any = None) -> datetime:
        return datetime.now(zone) + self.ahead

    def __getattr__(self, name: str) -> Any:
        return getattr(datetime, name)


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Wall:
    made = Wall()
    monkeypatch.setattr(clock, "datetime", made)
    return made


@pytest.fixture
async def box(engine: Engine) -> AsyncIterator[BallotBox]:
    made = BallotBox(b"key", Signer(bytes(32)))
    made.start()
    yield made
    await made.stop()


@pytest.fixture
async def people(engine: Engine, tmp_path: Path) -> Town:
    found = settings.read({"COUNCIL_DATA": str(tmp_path)})
    made = await towns.settle(found, VOTERS)
    for poll in made.polls.values():
        await actions.cancel(poll, made.chair)
    return made


class Life:
    """One poll from its making to its publication, in eight steps; time is told by the wall."""

    def __init__(self, wall: Wall, box: BallotBox, town: Town, mode: str) -> None:
        self.wall, self.box, self.town, self.mode = wall, box, town, mode
        self.ticking = PollClock(box)
        self.poll = ""
        self.seen: list[str] = []
        self.inside: list[str] = []
        self.voters = iter(town.house.residents)

    async def live(self, meeting: str, moment: int, jump: timedelta) -> None:
        """With a jump before the step of that number."""
        steps: list[Callable[[], Awaitable[None]]] = [
            lambda: self.make(meeting),
            self.open,
            self.vote,
            self.vote,
            self.time_is_over,
            self.vote,
            self.close,
            self.publish,
        ]
        for number, step in enumerate(steps):
            if number == moment:
                self.wall.ahead += jump
            await step()
            await self.ticking.turn()
            await self.look()

    async def make(self, meeting: str) -> None:
        question = Question("通过", "RES-ALL", mode=self.mode)
        self.poll = await actions.make(meeting, question, self.town.chair)

    async def open(self) -> None:
        await actions.open_poll(self.poll, self.town.chair, MINUTES)

    async def vote(self) -> None:
        """Two at a time; who is too late hears "closed"."""
        for who in (next(self.voters), next(self.voters)):
            ballot = Ballot(self.poll, who.person, "yes", f"idem-of-{who.person}-{self.poll}", 0)
            over = bool(self.seen) and self.seen[-1] not in {"created", "open"}
            refused = ""
            try:
                await self.box.put(replace(ballot, at=clock.now()))
            except Refused as refusal:
                refused = refusal.code
            else:
                assert not over, "a poll that was over took a ballot"
                self.inside.append(who.person)
            assert refused in {"", "poll.closed"}

    async def time_is_over(self) -> None:
        self.wall.ahead += timedelta(minutes=MINUTES) + GRACE

    async def close(self) -> None:
        await actions.close_poll(self.poll, self.town.chair)

    async def publish(self) -> None:
        await actions.publish(self.poll, self.town.chair)

    async def look(self) -> None:
        found = await db.row("SELECT state, turnout FROM poll WHERE id = {}", self.poll)
        assert found is not None
        self.seen.append(found["state"])
        places = [STATES.index(one) for one in self.seen]
        assert places == sorted(places), f"it went back: {self.seen}"
        if found["state"] in {"closed", "published"}:
            assert found["turnout"] == len(self.inside)


async def lives(wall: Wall, box: BallotBox, town: Town, every: int, first: int) -> int:
    """Every jump at every moment in both modes; how many."""
    meeting = await towns.hold(town)
    cases = [
        (jump, moment, mode) for moment in range(MOMENTS) for jump in JUMPS for mode in towns.MODES
    ][first::every]
    for jump, moment, mode in cases:
        await Life(wall, box, town, mode).live(meeting, moment, jump)
    return len(cases)


async def record_tells(town: Town) -> int:
    """Its times never go back; how many entries were made while the clock was behind."""
    await towns.record_is_whole(town.house.community)
    told = await entries(town.house.community, most=10**6)
    return sum('"behind":' in one["body"] for one in told)


async def test_whatever_the_clock_does_no_poll_goes_back(
    wall: Wall, box: BallotBox, people: Town
) -> None:
    assert await lives(wall, box, people, 13, 1) == 5
    assert await record_tells(people) > 0


@pytest.mark.nightly
async def test_no_jump_at_any_moment_makes_a_poll_go_back(
    wall: Wall, box: BallotBox, people: Town
) -> None:
    number = await lives(wall, box, people, 1, 0)
    print(f"row 8: {number} lives, {await record_tells(people)} entries flagged")  # noqa: T201 - a figure
    assert number == len(JUMPS) * MOMENTS * 2


@pytest.mark.parametrize("month", [3, 10], ids=["to summer", "to winter"])
async def test_summer_time_is_nobodys_business(
    wall: Wall, box: BallotBox, people: Town, month: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that was set up with a zone of Europe, five minutes before its clocks change."""
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    try:
        change = datetime(2027, month, {3: 28, 10: 31}[month], 0, 55, tzinfo=UTC)
        wall.ahead = change - datetime.now(UTC)
        meeting = await towns.hold(people)
        for mode in towns.MODES:
            life = Life(wall, box, people, mode)
            await life.live(meeting, -1, timedelta(0))
            assert life.seen == ["created", *["open"] * 3, *["closed"] * 3, "published"]
            assert len(life.inside) == 4
        assert await record_tells(people) == 0
    finally:
        monkeypatch.undo()
        time.tzset()


async def test_control_a_state_that_follows_the_clock_opens_again(
    wall: Wall, box: BallotBox, people: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    def by_the_clock(ballot: Ballot, poll: PollNow, stored: Any) -> Any:
        return judge(ballot, replace(poll, state="open"), stored)

    monkeypatch.setattr(batch, "judge", by_the_clock)
    meeting = await towns.hold(people)
    with pytest.raises(AssertionError, match="took a ballot"):
        await Life(wall, box, people, "named").live(meeting, 5, timedelta(hours=-1))


async def test_a_jump_is_told_to_the_log_and_a_steady_clock_is_not(
    wall: Wall, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: asyncio.Queue[str] = asyncio.Queue()
    listening = SimpleNamespace(warning=lambda text, *values: told.put_nowait(text % values))
    monkeypatch.setattr(skew, "log", listening)
    looking = asyncio.create_task(skew.watch(0.01))
    await asyncio.sleep(0.05)
    assert told.empty()
    wall.ahead -= timedelta(hours=1)
    assert "jumped by -3600 s" in await told.get()
    looking.cancel()
