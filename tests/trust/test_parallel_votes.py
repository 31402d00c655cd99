"""Many sendings of one voter at one instant: one ballot each, and the control that loses.

The control is the same burst against a table without its primary key, written by code that
looks first and inserts then: it must count somebody twice, or the burst proves nothing.
"""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING

import pytest

from council import db
from council.change import Actor
from council.refusal import Refused
from council.voting import actions
from council.voting.casting.ballot_box import BallotBox
from council.voting.casting.ballots import Ballot, Receipt
from council.voting.checking.proofs import Signer
from council.voting.tables import Elector
from tests.people import assemble

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from council.db import Engine

ELECTORS = 50
SENDINGS = 10
TURNS = 20  # of the control


@pytest.fixture
async def box(engine: Engine) -> AsyncIterator[BallotBox]:
    made = BallotBox(b"key", Signer(bytes(32)))
    made.start()
    yield made
    await made.stop()


@pytest.fixture
async def poll(engine: Engine) -> str:
    """An open poll with fifty electors."""
    cast = await assemble(members=ELECTORS)
    by = cast.actor(cast.chair)
    await db.rows("UPDATE called SET status = 'present' WHERE meeting = {}", cast.meeting)
    await db.rows("UPDATE meeting SET state = 'open' WHERE id = {}", cast.meeting)
    made = await actions.make(cast.meeting, actions.Question("同意", "COM"), by)
    await actions.open_poll(made, by)
    return made


async def electors(poll: str) -> list[str]:
    found = await Elector.select(Elector.person).where(Elector.poll == poll)
    return [one["person"] for one in found]


async def test_of_many_simultaneous_sendings_one_counts(box: BallotBox, poll: str) -> None:
    people = await electors(poll)
    assert len(people) == ELECTORS
    sendings = [
        Ballot(poll, person, random.Random(n).choice(["yes", "no"]), f"{person}-{n:016d}", 0)
        for person in people
        for n in range(SENDINGS)
    ]
    random.Random(7).shuffle(sendings)
    answers = await asyncio.gather(*map(box.put, sendings), return_exceptions=True)
    counted = [one for one in answers if isinstance(one, Receipt)]
    refused = [one.code for one in answers if isinstance(one, Refused)]
    assert len(counted) == ELECTORS
    assert refused == ["poll.voted"] * (ELECTORS * (SENDINGS - 1))
    rows = await db.rows("SELECT elector_no FROM named_vote WHERE poll = {}", poll)
    assert len(rows) == ELECTORS


async def test_retries_of_one_sending_all_get_the_same_receipt(box: BallotBox, poll: str) -> None:
    person = (await electors(poll))[0]
    same = [Ballot(poll, person, "yes", "0123456789abcdef", 0)] * 40
    answers = await asyncio.gather(*map(box.put, same))
    assert {(one.code, one.rev) for one in answers} == {(answers[0].code, 1)}
    assert sum(one.fresh for one in answers) == 1


async def test_no_ballot_is_committed_after_the_poll_was_closed(box: BallotBox, poll: str) -> None:
    people = await electors(poll)
    found = await db.rows("SELECT made_by, community FROM poll WHERE id = {}", poll)
    by = Actor(found[0]["made_by"], found[0]["community"], "p-x")

    async def vote(person: str, after: float) -> Receipt:
        await asyncio.sleep(after)
        return await box.put(Ballot(poll, person, "yes", f"{person}-0123456789", 0))

    async def close() -> None:
        await asyncio.sleep(0.005)
        await box.empty()
        await actions.close_poll(poll, by)

    votes = [vote(person, n / 5000) for n, person in enumerate(people)]
    _, *answers = await asyncio.gather(close(), *votes, return_exceptions=True)
    counted = sum(isinstance(one, Receipt) for one in answers)
    closed = sum(isinstance(one, Refused) and one.code == "poll.closed" for one in answers)
    assert counted + closed == ELECTORS
    turnout = await db.rows("SELECT turnout FROM poll WHERE id = {}", poll)
    rows = await db.rows("SELECT elector_no FROM named_vote WHERE poll = {}", poll)
    assert turnout[0]["turnout"] == len(rows) == counted


async def test_control_looking_first_and_inserting_then_counts_twice(engine: Engine) -> None:
    await db.rows("CREATE TABLE naive_vote (person VARCHAR(8), idem VARCHAR(8))")

    async def naive(person: str, idem: str) -> None:
        if not await db.rows("SELECT idem FROM naive_vote WHERE person = {}", person):
            await asyncio.sleep(0)
            await db.rows("INSERT INTO naive_vote VALUES ({}, {})", person, idem)

    for turn in range(TURNS):  # who comes first decides: now and then all of them are lucky
        people = [f"{turn}p{n}" for n in range(5)]
        await asyncio.gather(*(naive(people[n % 5], f"i{n}") for n in range(40)))
        if len(await db.rows("SELECT idem FROM naive_vote")) > len(people) * (turn + 1):
            return
    pytest.fail("nobody was counted twice")


@pytest.mark.parametrize("state", ["created", "open", "closed", "cancelled"])
async def test_a_published_poll_never_goes_back(poll: str, state: str) -> None:
    await db.rows("UPDATE poll SET state = 'closed' WHERE id = {}", poll)
    await db.rows("UPDATE poll SET state = 'published' WHERE id = {}", poll)
    with pytest.raises(Exception, match="never goes back"):
        await db.rows("UPDATE poll SET state = {} WHERE id = {}", state, poll)
