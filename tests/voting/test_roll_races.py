"""Row 14: residents are struck in the moment in which they vote; and the roll's root (row 13)."""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from council import db
from council.confirmations import actions as confirmations
from council.refusal import Refused
from council.voting import actions
from council.voting.actions import changing_roll
from council.voting.casting.ballot_box import BallotBox
from council.voting.casting.ballots import Ballot, Receipt
from council.voting.checking import bundle
from council.voting.checking.proofs import Signer
from council.voting.electors import rules as roll_rules
from council.voting.electors.rules import after, tree
from council.voting.sealing import poll_keys
from tests.people import Cast, assemble

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from council.db import Engine

EVERY_RUN, NIGHTLY = 10, 200


@pytest.fixture
async def box(engine: Engine, tmp_path: Path) -> AsyncIterator[BallotBox]:
    poll_keys.use(tmp_path / "keys")
    made = BallotBox(b"key", Signer(bytes(32)))
    made.start()
    yield made
    await made.stop()


async def opened(number: int, mode: str) -> tuple[Cast, str]:
    """A poll with so many more electors than will be struck that it stays one."""
    cast = await assemble(members=number + 10)
    by = cast.actor(cast.chair)
    await db.rows("UPDATE called SET status = 'present' WHERE meeting = {}", cast.meeting)
    await db.rows("UPDATE meeting SET state = 'open' WHERE id = {}", cast.meeting)
    made = await actions.make(cast.meeting, actions.Question("同意", "COM", mode), by)
    await actions.open_poll(made, by)
    return cast, made


async def cast_one(box: BallotBox, poll: str, person: str, rng: random.Random) -> bool:
    """Whether it was acknowledged."""
    for _ in range(rng.randrange(4)):
        await asyncio.sleep(0)
    try:
        ballot = Ballot(poll, person, rng.choice(("yes", "no")), f"idem-of-{person:0>12}", 0)
        return isinstance(await box.put(ballot), Receipt)
    except Refused as why:
        if why.code != "poll.not_on_roll":
            raise
        return False


async def strike(cast: Cast, poll: str, person: str) -> None:
    by, other = cast.actor(cast.secretary), cast.actor(cast.chair)
    asked = await changing_roll.ask_to_strike(poll, person, "never_eligible", "核对", by)
    await confirmations.confirm(asked, other)


async def race(box: BallotBox, number: int, mode: str) -> tuple[int, int]:
    """(ballots of struck electors that are left, struck electors whose vote was acknowledged)."""
    cast, poll = await opened(number, mode)
    rng = random.Random(14)
    gone = [cast.people[name] for name in cast.members if name.startswith("委员")][:number]
    before = 0
    for start in range(0, number, 10):
        some = gone[start : start + 10]
        votes = [cast_one(box, poll, person, rng) for person in some]
        done = await asyncio.gather(*votes, *(strike(cast, poll, person) for person in some))
        before += sum(bool(one) for one in done[: len(some)])
    for person in gone:
        assert not await cast_one(box, poll, person, rng), "access is gone"
    left = await left_of(poll)
    await actions.close_poll(poll, cast.actor(cast.chair))
    found = await db.row("SELECT turnout, present FROM poll WHERE id = {}", poll)
    assert found is not None
    assert found["present"] == 10
    return left + found["turnout"], before


async def left_of(poll: str) -> int:
    """Ballots whose elector is not on the roll any more."""
    found = await db.row(
        "SELECT (SELECT count(*) FROM named_vote v WHERE v.poll = {} AND NOT EXISTS"
        " (SELECT 1 FROM elector e WHERE e.poll = v.poll AND e.elector_no = v.elector_no))"
        " + (SELECT count(*) FROM envelope v WHERE v.poll = {}) AS n",
        poll,
        poll,
    )
    assert found is not None
    return int(found["n"])


@pytest.mark.parametrize("mode", ["named", "sealed"])
async def test_of_ten_struck_while_they_vote_no_ballot_is_counted(
    box: BallotBox, mode: str
) -> None:
    counted, before = await race(box, EVERY_RUN, mode)
    assert counted == 0
    assert before > 0, "some of them were in time, and their ballot was taken out again"


@pytest.mark.nightly
@pytest.mark.parametrize("mode", ["named", "sealed"])
async def test_of_two_hundred_struck_while_they_vote_no_ballot_is_counted(
    box: BallotBox, mode: str
) -> None:
    counted, before = await race(box, NIGHTLY, mode)
    assert counted == 0
    assert before > 0


async def test_who_forgets_the_envelope_is_found(
    box: BallotBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the database refuses an elector to go while a ballot is tied to them."""
    forgetful = tuple(one for one in changing_roll.TIED if one != "envelope")
    monkeypatch.setattr(changing_roll, "TIED", forgetful)
    cast, poll = await opened(EVERY_RUN, "sealed")
    person = cast.people["委员01"]
    assert await cast_one(box, poll, person, random.Random(1))
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        await strike(cast, poll, person)
    again = await box.put(Ballot(poll, person, "yes", f"idem-of-{person:0>12}", 0))
    assert not again.fresh


@given(st.lists(st.booleans(), max_size=30), st.integers(1, 40), st.randoms())
@settings(max_examples=60, deadline=None)
def test_the_root_comes_out_again_after_any_changes(
    kinds: list[bool], number: int, rng: random.Random
) -> None:
    """Row 13: opening leaves and changes give the roll that is left; with one of them less, not."""
    opening = [bundle.leaf("p", no, f"person{no}") for no in range(1, number + 1)]
    now, newest, changes = dict(enumerate(opening, 1)), number, []
    for added in kinds:
        if added or not now:
            newest += 1
            leaf = now[newest] = bundle.leaf("p", newest, f"person{newest}")
            changes.append({"kind": "added", "no": newest, "leaf": leaf})
        else:
            no = rng.choice(sorted(now))
            changes.append({"kind": "struck", "no": no, "leaf": now.pop(no)})
    found = after(opening, changes)
    assert found == now
    assert tree(found) == tree(now)
    if changes:
        shorter = changes[:-1]
        other = after(opening, shorter)
        assert other is not None
        assert tree(other) != tree(now), "the control: a change that is not told is found"
        assert after(opening, [*changes, changes[-1]]) is None, "nobody goes or comes twice"


def test_a_struck_number_is_not_given_again() -> None:
    leaves = [bundle.leaf("p", no, f"person{no}") for no in (1, 2)]
    gone = {"kind": "struck", "no": 2, "leaf": leaves[1]}
    new = {"kind": "added", "no": 2, "leaf": bundle.leaf("p", 2, "other")}
    assert after(leaves, [gone, new]) is None
    assert after(leaves, [gone, new | {"no": 3}]) is not None


@pytest.mark.parametrize(
    ("kind", "called", "by_area", "change"),
    [
        ("struck", True, False, -1),
        ("added", False, False, 1),
        ("added", True, False, 0),
        ("struck", True, True, 0),  # a flat has an owner, whoever votes for it
        ("added", True, True, 0),
    ],
)
def test_how_many_are_called_after_a_change(
    *, kind: str, called: bool, by_area: bool, change: int
) -> None:
    assert roll_rules.called_by(kind, called=called, by_area=by_area) == change


def test_a_secret_paper_cannot_be_taken_out_again() -> None:
    roll_rules.may_strike("named", on_paper=True)
    roll_rules.may_strike("sealed", on_paper=False)
    with pytest.raises(Refused, match=r"roll\.secret_paper"):
        roll_rules.may_strike("sealed", on_paper=True)
