"""Row 5: one voter, two devices, answers and requests lost and late, in any order.

A ballot counts once, and only in place of the one that its sender saw; "counted" is said of
nothing but what is stored. The control does not look at the revision: a late retry overwrites.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from council import db
from council import settings as council_settings
from council.clock import now
from council.refusal import Refused
from council.voting import rules
from council.voting.casting.ballots import Ballot
from council.voting.casting.batch_postgresql import write_batch
from council.voting.casting.batch_sqlite import SQLiteWriter
from council.voting.sealing import envelopes, poll_keys
from council.voting.sealing.key_ring import KeyRing
from tests.trust.faults import town as towns

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator
    from pathlib import Path

    from council.voting.casting.ballots import Receipt

KEY = b"key"
DEVICES = st.sampled_from(["phone", "tablet"])


class Desk:
    """One elector's poll in a database; works without a loop around it, as hypothesis does."""

    def __init__(self, run: Callable[[Coroutine[Any, Any, Any]], Any], url: str) -> None:
        self.run = run
        engine = db.make_engine(url)
        db.bind(engine)
        self.engine = engine
        self.writer = SQLiteWriter(engine.path, KEY) if isinstance(engine, db.SafeSQLite) else None
        self.ring = KeyRing()
        self.poll, self.person, self.mode, self.public = "", "", "", ""

    async def open(self, folder: Path, mode: str) -> None:
        await self.engine.start_connection_pool()
        found = council_settings.read({"COUNCIL_DATA": str(folder)})
        town = await towns.settle(found, 5, revote=True)
        self.poll, self.person = town.polls[mode], town.house.residents[0].person
        self.mode = mode
        row = await db.row("SELECT public_key FROM poll WHERE id = {}", self.poll)
        self.public = row["public_key"] if row else ""

    def clear(self) -> None:
        self.run(db.rows(f"DELETE FROM {towns.STORED[self.mode]} WHERE poll = {{}}", self.poll))  # noqa: S608 - one of two tables

    def put(self, ballot: Ballot) -> Receipt | Refused:
        if self.writer is not None:
            (answer,), _ = self.writer.write([ballot], now())
        else:
            (answer,) = self.run(write_batch(self.engine, KEY, self.ring, [ballot], now()))
        return answer

    def stored(self) -> tuple[str, int, str] | None:
        """(choice, rev, idem) as they are kept."""
        table = towns.STORED[self.mode]
        found = self.run(db.row(f"SELECT * FROM {table} WHERE poll = {{}}", self.poll))  # noqa: S608 - one of two tables
        if found is None:
            return None
        if self.mode == "named":
            return found["choice"], found["rev"], found["idem"]
        private = poll_keys.kept().private(self.poll, self.public)
        return envelopes.opened(private, self.poll, found["ct"]), found["rev"], found["idem"]

    def close(self) -> None:
        if self.writer is not None:
            self.writer.close()
        self.run(self.engine.close_connection_pool())


class Devices(RuleBasedStateMachine):
    """All that two devices and a bad line can do with one vote."""

    desk: ClassVar[Desk]

    @initialize()
    def begin(self) -> None:
        self.desk.clear()
        self.seen = {"phone": 0, "tablet": 0}
        self.sent: list[tuple[str, Ballot]] = []
        self.last: Ballot | None = None  # the acknowledged intent in force
        self.rev = 0
        self.counted: set[str] = set()

    @rule(device=DEVICES, choice=st.sampled_from(towns.CHOICES))
    def choose(self, device: str, choice: str) -> None:
        idem = f"idem-of-{len(self.sent):09d}"
        ballot = Ballot(self.desk.poll, self.desk.person, choice, idem, self.seen[device])
        self.sent.append((device, ballot))

    @rule(device=DEVICES)
    def look_again(self, device: str) -> None:
        self.seen[device] = self.rev

    @rule(which=st.integers(0, 99), hears=st.booleans())
    def arrives(self, which: int, hears: bool) -> None:  # noqa: FBT001 - hypothesis draws it
        """For the first time, or again: late, doubled, out of order."""
        if not self.sent:
            return
        device, ballot = self.sent[which % len(self.sent)]
        answer = self.desk.put(ballot)
        if isinstance(answer, Refused):
            assert answer.code in {"poll.stale", "poll.voted"}
            assert self.last is not None
            assert ballot.idem != self.last.idem, "refused, and counts all the same"
            return
        if answer.fresh:
            assert ballot.rev == self.rev, "replaced what its sender never saw"
            assert ballot.idem not in self.counted, "one sending counted twice"
            self.counted.add(ballot.idem)
            self.last, self.rev = ballot, answer.rev
        assert self.last is not None
        assert (ballot.idem, answer.rev) == (self.last.idem, self.rev)
        if hears:
            self.seen[device] = answer.rev

    @invariant()
    def what_is_stored_is_the_last_acknowledged_intent(self) -> None:
        kept = self.last and (self.last.choice, self.rev, self.last.idem)
        assert self.desk.stored() == kept


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    with asyncio.Runner() as runner:
        made = Desk(runner.run, database_url)
        yield made
        made.close()


def play(desk: Desk, number: int, *, shrink: bool = True) -> None:
    phases = [Phase.generate, *([Phase.shrink] if shrink else [])]
    run_state_machine_as_test(
        type("Schedules", (Devices,), {"desk": desk}),
        settings=settings(
            max_examples=number,
            stateful_step_count=20,
            phases=phases,
            derandomize=True,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.parametrize("mode", towns.MODES)
def test_the_last_acknowledged_intent_is_what_counts(desk: Desk, tmp_path: Path, mode: str) -> None:
    desk.run(desk.open(tmp_path, mode))
    play(desk, 10)


@pytest.mark.nightly
@pytest.mark.parametrize("mode", towns.MODES)
def test_the_last_acknowledged_intent_is_what_counts_in_a_thousand_schedules(
    desk: Desk, tmp_path: Path, mode: str
) -> None:
    desk.run(desk.open(tmp_path, mode))
    play(desk, 1000)


def test_control_without_the_revision_a_late_retry_overwrites(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.run(desk.open(tmp_path, "named"))
    monkeypatch.setattr(rules, "may_replace", lambda *_, **__: None)
    with pytest.raises(AssertionError, match=r"never saw|counted twice"):
        play(desk, 200, shrink=False)
