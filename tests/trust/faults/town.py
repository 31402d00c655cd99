"""A community with one named and one sealed poll, both open, and everybody signed in."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bench import house
from bench.client import post
from council import db
from council.record.entry import canonical, leaf_hash
from council.record.queries import entries
from council.voting import actions
from council.voting.actions import Question
from council.voting.sealing import poll_keys

if TYPE_CHECKING:
    import random

    from bench.house import House, Resident
    from council.change import Actor
    from council.settings import Settings

MODES = ("named", "sealed")
CHOICES = ("yes", "no", "abstain")
STORED = {"named": "named_vote", "sealed": "envelope"}


@dataclass(frozen=True, slots=True)
class Sending:
    """One voter's ballot as it goes over the wire, the same bytes at every retry."""

    poll: str
    mode: str
    person: str
    choice: str
    idem: str
    request: bytes


@dataclass(slots=True)
class Town:
    house: House
    polls: dict[str, str]  # mode → poll

    @property
    def chair(self) -> Actor:
        return self.house.secretary

    def sending(self, mode: str, who: Resident, rng: random.Random, rev: int = 0) -> Sending:
        choice, idem = rng.choice(CHOICES), secrets.token_hex(16)
        poll = self.polls[mode]
        return Sending(poll, mode, who.person, choice, idem, ballot(who, poll, choice, idem, rev))

    def burst(self, rng: random.Random) -> list[Sending]:
        """A ballot of everybody in both polls, in a random order."""
        made = [self.sending(mode, who, rng) for who in self.house.residents for mode in MODES]
        rng.shuffle(made)
        return made


def ballot(who: Resident, poll: str, choice: str, idem: str, rev: int = 0) -> bytes:
    """As the page sends it."""
    return post(
        f"/polls/{poll}/ballots",
        f"choice={choice}&idem={idem}&rev={rev}".encode(),
        f"cookie: council_session={who.token}",
        f"x-csrf-token: {who.csrf}",
        "accept: application/json",
    )


async def settle(settings: Settings, electors: int, *, revote: bool = False) -> Town:
    """The database is bound already; the keys of sealed polls go where the server looks."""
    poll_keys.use(settings.poll_keys)
    made = await house.settle(settings, electors)
    polls = {mode: await opened(made, mode, revote=revote) for mode in MODES}
    return Town(made, polls)


async def hold(town: Town) -> str:
    """A meeting of everybody, for polls one after another."""
    return await house.hold(town.house, len(town.house.residents))


async def opened(of: House, mode: str, meeting: str = "", *, revote: bool = False) -> str:
    """An open poll of everybody, in a meeting of its own unless one is named."""
    meeting = meeting or await house.hold(of, len(of.residents))
    question = Question("通过《文明养犬公约》", "RES-ALL", mode=mode, allow_revote=revote)
    poll = await actions.make(meeting, question, of.secretary)
    await actions.open_poll(poll, of.secretary)
    return poll


async def electors(poll: str) -> dict[str, int]:
    """Person → number on the roll."""
    found = await db.rows("SELECT person, elector_no FROM elector WHERE poll = {}", poll)
    return {one["person"]: one["elector_no"] for one in found}


async def stored(town: Town) -> dict[tuple[str, str], dict[str, Any]]:
    """(poll, person) → the row that is kept for them, of named and sealed ballots alike."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for mode, poll in town.polls.items():
        rows = await db.rows(
            f"SELECT e.person, v.* FROM {STORED[mode]} v JOIN elector e ON e.poll = v.poll"  # noqa: S608 - one of two tables
            " AND e.elector_no = v.elector_no WHERE v.poll = {}",
            poll,
        )
        found |= {(poll, one["person"]): one for one in rows}
    return found


async def counted(poll: str) -> dict[str, int]:
    """What the result says of a poll that is closed."""
    found = await db.row("SELECT state, turnout, result FROM poll WHERE id = {}", poll)
    assert found is not None
    assert found["state"] == "closed", found["state"]
    result = json.loads(found["result"])
    return {one: result[one] for one in CHOICES} | {"turnout": found["turnout"]}


def tally(sendings: list[Sending], poll: str) -> dict[str, int]:
    """What the result must say."""
    chosen = [one.choice for one in sendings if one.poll == poll]
    return {one: chosen.count(one) for one in CHOICES} | {"turnout": len(chosen)}


async def record_is_whole(community: str) -> int:
    """Numbers without a gap, canonical texts, true hashes, times that never go back; how many."""
    told = await entries(community, most=10**6)
    head = await db.row("SELECT size FROM record_head WHERE community = {}", community)
    assert head is not None
    assert [one["i"] for one in told] == list(range(head["size"]))
    for one in told:
        assert canonical(json.loads(one["body"])) == one["body"]
        assert leaf_hash(one["body"]) == one["leaf"]
    times = [json.loads(one["body"])["at"] for one in told]
    assert times == sorted(times), "the record's time went back"
    return len(told)


async def results_of(community: str, poll: str) -> int:
    """How often the record tells a result of this poll."""
    told = await entries(community, most=10**6)
    return sum(
        one["act"] == "poll.result" and json.loads(one["body"])["body"]["poll"] == poll
        for one in told
    )


async def files_are_whole() -> None:
    """SQLite's own look at its file; PostgreSQL's pages have their checksums."""
    if isinstance(db.engine(), db.SafeSQLite):
        assert await db.rows("PRAGMA integrity_check") == [{"integrity_check": "ok"}]
