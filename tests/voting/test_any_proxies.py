"""Row 16: proxies given and withdrawn, people who come and go, ballots of both, in any order.

One voter counts once, nobody holds more than three, no chain ever stands, and with a proxy goes
what it cast. The control is a rule that forgets to look for chains.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import date
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
from council.clock import now
from council.meetings import actions as meetings
from council.refusal import Refused
from council.voting import actions
from council.voting.actions import Authority, Question
from council.voting.casting.ballots import Ballot
from council.voting.casting.batch_postgresql import write_batch
from council.voting.casting.batch_sqlite import SQLiteWriter
from council.voting.casting.channels import OWN, Via
from council.voting.proxies import rules as proxy_rules
from council.voting.sealing.key_ring import KeyRing
from tests.people import assemble
from tests.voting.proxies import AWAY, PRESENT, owners

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator

    from council.change import Actor

KEY = b"key"
MOST = 3  # OWN-13
ENOUGH = 10  # times that something happens in the nightly run
NUMBERS = st.integers(0, len((*PRESENT, *AWAY)) - 1)
FIRST = st.integers(0, len(PRESENT) - 1)  # who is likely to be there, and to hold
OTHERS = st.integers(len(PRESENT), len((*PRESENT, *AWAY)) - 1)
CLEARED = (
    "DELETE FROM named_vote",
    "DELETE FROM cast_by",
    "DELETE FROM elector",
    "DELETE FROM proxy",
    "DELETE FROM poll",
)


class Hall:
    """A meeting of eight owners with one poll; works without a loop around it."""

    def __init__(self, run: Callable[[Coroutine[Any, Any, Any]], Any], url: str) -> None:
        self.run = run
        self.engine = db.make_engine(url)
        db.bind(self.engine)
        self.writer = (
            SQLiteWriter(self.engine.path, KEY) if isinstance(self.engine, db.SafeSQLite) else None
        )
        self.ring = KeyRing()
        self.people: list[str] = []
        self.meeting, self.poll = "", ""
        self.by: Actor

    async def fill(self) -> None:
        await self.engine.start_connection_pool()
        cast = await assemble(members=10)
        self.by = cast.actor(cast.secretary)
        self.meeting = await owners(cast)
        self.people = [cast.people[name] for name in (*PRESENT, *AWAY)]
        item = await db.row(
            "SELECT id FROM agenda_item WHERE meeting = {} AND no = 1", self.meeting
        )
        assert item is not None
        await meetings.go_to_item(self.meeting, item["id"], self.by)

    async def clear(self) -> None:
        """Nobody is there, nobody has given anything, and another poll waits to be opened."""
        for sql in CLEARED:
            await db.rows(sql)
        await self.attend(self.people, "expected")
        self.poll = await actions.make(self.meeting, Question("同意", "OWN-ORD"), self.by)

    async def attend(self, people: list[str], status: str) -> None:
        for person in people:
            await db.rows(
                "UPDATE called SET status = {} WHERE meeting = {} AND person = {}",
                status,
                self.meeting,
                person,
            )

    def put(self, ballot: Ballot) -> bool:
        """Whether it was taken."""
        if self.writer is not None:
            (answer,), _ = self.writer.write([ballot], now())
        else:
            (answer,) = self.run(write_batch(self.engine, KEY, self.ring, [ballot], now()))
        return not isinstance(answer, Refused)

    def try_to(self, act: Coroutine[Any, Any, Any]) -> bool:
        try:
            self.run(act)
        except Refused:
            return False
        return True

    def close(self) -> None:
        if self.writer is not None:
            self.writer.close()
        self.run(self.engine.close_connection_pool())


class Evening(RuleBasedStateMachine):
    """All that eight owners can do with each other's votes, and what must be true after each."""

    hall: ClassVar[Hall]
    seen: ClassVar[Counter[str]]

    @initialize(
        there=st.sets(FIRST, min_size=1),
        wishes=st.lists(st.tuples(OTHERS, FIRST), min_size=1, max_size=8),
        opens=st.booleans(),
    )
    def begin(self, there: set[int], wishes: list[tuple[int, int]], opens: bool) -> None:  # noqa: FBT001 - hypothesis draws it
        self.hall.run(self.hall.clear())
        self.hall.run(self.hall.attend([self.hall.people[one] for one in there], "present"))
        self.there = set(there)
        self.given: dict[int, int] = {}  # live: principal → holder
        self.roll: dict[int, int | None] = {}  # elector → holder, once it is open
        self.votes: dict[int, str] = {}  # elector → own or proxy
        self.state = "created"
        self.sent = 0
        for principal, holder in wishes:
            self._give(principal, holder)
        if opens:
            self._open()

    @rule(who=NUMBERS, comes=st.booleans())
    def come_or_go(self, who: int, comes: bool) -> None:  # noqa: FBT001 - hypothesis draws it
        person = [self.hall.people[who]]
        self.hall.run(self.hall.attend(person, "present" if comes else "left"))
        (self.there.add if comes else self.there.discard)(who)

    @rule(principal=NUMBERS, holder=NUMBERS)
    def give(self, principal: int, holder: int) -> None:
        self._give(principal, holder)

    def _give(self, principal: int, holder: int) -> None:
        people, on = self.hall.people, date(2026, 1, 5)
        what = Authority(people[principal], people[holder], on, "档案柜")
        taken = self.hall.try_to(actions.give(self.hall.meeting, what, self.hall.by))
        held = list(self.given.values())
        if self.given.get(principal) == holder:
            assert taken, "the same once more is the same"
            return
        chain = principal in held or holder in self.given
        assert not (taken and chain), "a chain was taken"
        may = principal != holder and principal not in self.given and not chain
        may = may and held.count(holder) < MOST and principal not in self.there
        assert taken == may
        if taken:
            self.given[principal] = holder

    @rule(which=NUMBERS)
    def withdraw(self, which: int) -> None:
        if not self.given:
            return
        principal = list(self.given)[which % len(self.given)]
        found = self._live(principal)
        assert found is not None
        self.hall.run(actions.withdraw(found["id"], self.hall.by))
        holder = self.given.pop(principal)
        if self.state == "open" and self.roll.get(principal) == holder:
            self.roll[principal] = None
            if self.votes.get(principal) == "proxy":
                del self.votes[principal]
                self.seen["taken out"] += 1

    @rule()
    def open(self) -> None:
        if self.state == "created":
            self._open()

    def _open(self) -> None:
        self.hall.run(actions.open_poll(self.hall.poll, self.hall.by))
        self.state = "open"
        spoken = {
            one: holder
            for one, holder in self.given.items()
            if holder in self.there and one not in self.there
        }
        self.roll = {**dict.fromkeys(self.there), **spoken}

    @rule(who=NUMBERS, choice=st.sampled_from(["yes", "no"]))
    def vote(self, who: int, choice: str) -> None:
        taken = self.hall.put(self._ballot(who, choice))
        may = self.state == "open" and who in self.roll and self.votes.get(who) != "own"
        assert taken == may
        if taken:
            self.seen["proxy replaced"] += self.votes.get(who) == "proxy"
            self.votes[who] = "own"

    @rule(holder=NUMBERS, principal=NUMBERS, choice=st.sampled_from(["yes", "no"]))
    def vote_for_anybody(self, holder: int, principal: int, choice: str) -> None:
        self._vote_for(holder, principal, choice)

    @rule(which=NUMBERS, choice=st.sampled_from(["yes", "no"]))
    def vote_for_whom_one_holds(self, which: int, choice: str) -> None:
        spoken = [(holder, one) for one, holder in self.roll.items() if holder is not None]
        if spoken:
            self._vote_for(*spoken[which % len(spoken)], choice)

    def _vote_for(self, holder: int, principal: int, choice: str) -> None:
        via = Via("proxy", self.hall.people[holder])
        taken = self.hall.put(replace(self._ballot(principal, choice), via=via))
        may = self.state == "open" and self.roll.get(principal) == holder
        may = may and principal not in self.votes
        assert taken == may
        if taken:
            self.votes[principal] = "proxy"
            self.seen["by proxy"] += 1

    @rule()
    def close(self) -> None:
        if self.state == "open":
            self.hall.run(actions.close_poll(self.hall.poll, self.hall.by))
            self.state = "closed"

    @invariant()
    def one_voter_counts_once(self) -> None:
        cast, electors = self.hall.run(self._stored())
        at = {person: number for number, person in enumerate(self.hall.people)}
        assert len(electors) == len(set(electors)) == len(self.roll)
        assert {at[one["person"]]: one["channel"] or "own" for one in cast} == self.votes
        assert len(cast) <= len(electors)

    @invariant()
    def no_chain_and_no_more_than_three(self) -> None:
        found = self.hall.run(db.rows("SELECT principal, holder FROM proxy WHERE ended_at IS NULL"))
        principals = [one["principal"] for one in found]
        holders = [one["holder"] for one in found]
        assert len(principals) == len(set(principals)) == len(self.given)
        assert not set(principals) & set(holders), "a chain stands"
        assert all(holders.count(one) <= MOST for one in holders)

    def _ballot(self, who: int, choice: str) -> Ballot:
        self.sent += 1
        person, idem = self.hall.people[who], f"idem-of-{self.sent:09d}"
        return Ballot(self.hall.poll, person, choice, idem, 0, OWN, now())

    def _live(self, principal: int) -> dict[str, Any] | None:
        sql = "SELECT id FROM proxy WHERE principal = {} AND ended_at IS NULL"
        found: dict[str, Any] | None = self.hall.run(db.row(sql, self.hall.people[principal]))
        assert (found is not None) == (principal in self.given)
        return found

    async def _stored(self) -> tuple[list[dict[str, Any]], list[str]]:
        cast = await db.rows(
            "SELECT e.person, c.channel FROM named_vote v JOIN elector e ON e.poll = v.poll"
            " AND e.elector_no = v.elector_no LEFT JOIN cast_by c ON c.poll = v.poll"
            " AND c.elector_no = v.elector_no"
        )
        return cast, [one["person"] for one in await db.rows("SELECT person FROM elector")]


@pytest.fixture
def hall_alone(database_url: str) -> Iterator[Hall]:
    with asyncio.Runner() as runner:
        made = Hall(runner.run, database_url)
        runner.run(made.fill())
        yield made
        made.close()


def play(hall: Hall, number: int, *, shrink: bool = True) -> Counter[str]:
    """What happened how often, so that a quiet evening proves nothing."""
    seen = Counter[str]()
    run_state_machine_as_test(
        type("Evenings", (Evening,), {"hall": hall, "seen": seen}),
        settings=settings(
            max_examples=number,
            stateful_step_count=20,
            phases=[Phase.generate, *([Phase.shrink] if shrink else [])],
            derandomize=True,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    return seen


def test_one_voter_counts_once_whatever_proxies_do(hall_alone: Hall) -> None:
    seen = play(hall_alone, 12 if hall_alone.writer is not None else 4)
    assert seen["by proxy"] > 0


@pytest.mark.nightly
@pytest.mark.timeout(7200)
def test_one_voter_counts_once_in_five_thousand_evenings(hall_alone: Hall) -> None:
    """Five thousand on SQLite; on PostgreSQL five hundred, in which fewer things happen."""
    many = hall_alone.writer is not None
    seen = play(hall_alone, 5000 if many else 500)
    print(f"row 16: {dict(seen)}")  # noqa: T201 - a figure
    rare = ("taken out", "proxy replaced") if many else ()
    assert all(seen[one] >= ENOUGH for one in ("by proxy", *rare))


def test_the_control_forgets_chains_and_is_caught(
    hall_alone: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = proxy_rules.may_give

    def forgetful(one: str, other: str, state: str, most: int, between: Any) -> None:
        blind = replace(between, principal_holds=False, holder_gave=False)
        right(one, other, state, most, blind)

    monkeypatch.setattr(proxy_rules, "may_give", forgetful)
    with pytest.raises(AssertionError, match="a chain was taken"):
        play(hall_alone, 100, shrink=False)
