"""Row 15: phones and papers at the same time: one counted vote an elector, and the paper wins.

In each interleaving electors vote by phone while two officers enter a sheet, of a vote by name
two sheets, everything in a random order and at once. What is then stored and counted is worked
out again from what was acknowledged. In the control an agreed sheet leaves the phones' ballots.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

import pytest

from council import db
from council.refusal import Refused
from council.voting import actions
from council.voting.actions import agreeing
from council.voting.casting.ballot_box import BallotBox
from council.voting.casting.ballots import Ballot, Receipt
from council.voting.checking.proofs import Signer
from council.voting.sealing import poll_keys
from tests.people import Cast, assemble

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine
    from pathlib import Path
    from typing import Any

    from council.db import Engine

ELECTORS = 13
EACH_RUN, NIGHTLY = 25, 500
CHOICES = ("yes", "no", "abstain")
WINK = 0.004  # seconds within which everything begins


@dataclass
class Evening:
    """One open poll, who is on its roll, and what was acknowledged."""

    cast: Cast
    box: BallotBox
    rng: Random
    poll: str
    mode: str
    roll: dict[int, str] = field(default_factory=dict)
    by_phone: dict[int, str] = field(default_factory=dict)
    sheets: dict[str, dict[int, str]] = field(default_factory=dict)

    async def phone(self, no: int, choice: str) -> None:
        await self._soon()
        ballot = Ballot(self.poll, self.roll[no], choice, f"{no:04d}-{choice}-0123456789", 0)
        try:
            receipt = await self.box.put(ballot)
        except Refused as refusal:
            assert refusal.code in {"poll.voted", "poll.voted_on_paper"}  # noqa: PT017 - others are faults
        else:
            assert isinstance(receipt, Receipt)
            self.by_phone[no] = choice

    async def officer(self, sheet: str, name: str, said: dict[int, str]) -> None:
        """Enter all of a sheet and finish; of two sheets with the same person one is refused."""
        by = self.cast.actor(name)
        secret = self.mode == "sealed"
        await self._soon()
        try:
            await actions.enter(sheet, dict.fromkeys(said, "in") if secret else said, by)
            if secret:
                await actions.enter_counts(sheet, Counter(said.values()), by)
            await self._soon()
            await actions.finish_entry(sheet, by)
        except Refused as refusal:
            assert refusal.code == "paper.on_another_sheet"  # noqa: PT017 - others are faults

    async def _soon(self) -> None:
        await asyncio.sleep(self.rng.random() * WINK)


@pytest.fixture
async def box(engine: Engine, tmp_path: Path) -> AsyncIterator[BallotBox]:
    poll_keys.use(tmp_path / "poll-keys")
    made = BallotBox(b"key", Signer(bytes(32)))
    made.start()
    yield made
    await made.stop()


@pytest.fixture
async def cast(engine: Engine) -> Cast:
    people = await assemble(members=ELECTORS)
    await db.rows("UPDATE called SET status = 'present' WHERE meeting = {}", people.meeting)
    await db.rows("UPDATE meeting SET state = 'open' WHERE id = {}", people.meeting)
    return people


async def evening(cast: Cast, box: BallotBox, seed: int) -> Evening:
    """Everybody sends once or twice by phone, or not at all, while the sheets are entered."""
    rng, by = Random(seed), cast.actor(cast.chair)
    mode = rng.choice(["named", "sealed"])
    poll = await actions.make(cast.meeting, actions.Question("同意", "COM", mode), by)
    await actions.open_poll(poll, by)
    found = await db.rows("SELECT elector_no, person FROM elector WHERE poll = {}", poll)
    one = Evening(cast, box, rng, poll, mode, {row["elector_no"]: row["person"] for row in found})
    for _ in range(2 if mode == "named" else 1):
        sheet = await actions.begin_sheet(poll, "paper", by)
        papers = rng.sample(sorted(one.roll), rng.randint(5, 7))
        one.sheets[sheet] = {no: rng.choice(CHOICES) for no in papers}
    todo: list[Coroutine[Any, Any, None]] = [
        one.phone(no, choice)
        for no in one.roll
        for choice in rng.sample(CHOICES, rng.choice([0, 1, 1, 2]))
    ]
    for sheet, said in one.sheets.items():
        todo += [one.officer(sheet, name, said) for name in (cast.chair, cast.secretary)]
    rng.shuffle(todo)
    await asyncio.gather(*todo)
    return one


async def faults(one: Evening) -> list[str]:
    """Where what is stored and counted is not one vote an elector with the paper first."""
    agreed = await db.rows(
        "SELECT id FROM paper_sheet WHERE poll = {} AND state = 'agreed'", one.poll
    )
    papers = {no: said for row in agreed for no, said in one.sheets[row["id"]].items()}
    wanted = one.by_phone | papers
    found = [] if agreed else ["no sheet was agreed"]
    sealed = one.mode == "sealed"
    table = "envelope" if sealed else "named_vote"
    stored = await db.rows(f"SELECT * FROM {table} WHERE poll = {{}}", one.poll)  # noqa: S608 - two names
    if sealed and {row["elector_no"] for row in stored} != one.by_phone.keys() - papers.keys():
        found.append("envelopes of who voted on paper, or none of who did not")
    if not sealed and {row["elector_no"]: row["choice"] for row in stored} != wanted:
        found.append("named votes")
    return found + await _counted(one, Counter(wanted.values()))


async def _counted(one: Evening, wanted: Counter[str]) -> list[str]:
    by = one.cast.actor(one.cast.chair)
    for row in await db.rows(
        "SELECT id FROM paper_sheet WHERE poll = {} AND state = 'entering'", one.poll
    ):
        await actions.withdraw_sheet(row["id"], by)
    try:
        await actions.close_poll(one.poll, by)
    except Refused as refusal:
        if refusal.code != "poll.too_few_beside_paper":
            return [refusal.code]
        await actions.cancel(one.poll, by)
        return []
    closed = await db.row("SELECT result, turnout FROM poll WHERE id = {}", one.poll)
    assert closed is not None
    result = json.loads(closed["result"])
    counts = {choice: result[choice] for choice in CHOICES}
    same = counts == {choice: wanted[choice] for choice in CHOICES}
    return [] if same and closed["turnout"] == wanted.total() else [f"counted {counts}"]


async def all_of(cast: Cast, box: BallotBox, number: int) -> Counter[str]:
    """Interleavings from so many seeds: none has a fault; how many of each mode."""
    seen = Counter[str]()
    for seed in range(number):
        one = await evening(cast, box, seed)
        assert await faults(one) == [], f"seed {seed}, {one.mode}"
        seen[one.mode] += 1
        seen["both"] += len(
            one.by_phone.keys() & {no for said in one.sheets.values() for no in said}
        )
    print(f"row 15: {number} interleavings, {dict(seen)}")  # noqa: T201 - a figure
    return seen


async def test_in_every_interleaving_one_vote_counts_and_the_paper_wins(
    cast: Cast, box: BallotBox
) -> None:
    seen = await all_of(cast, box, EACH_RUN)
    assert min(seen["named"], seen["sealed"], seen["both"]) > 0


@pytest.mark.nightly
@pytest.mark.timeout(900)
async def test_in_five_hundred_interleavings_one_vote_counts(cast: Cast, box: BallotBox) -> None:
    await all_of(cast, box, NIGHTLY)


async def test_control_a_sheet_that_leaves_the_phones_ballots_is_caught(
    cast: Cast, box: BallotBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a vote by name the database refuses the second; of a secret one the look finds both."""

    async def nothing(poll: str, sheet: str) -> None:
        """Leaves everything where it is."""

    monkeypatch.setattr(agreeing, "remove_electronic", nothing)
    told = Counter[str]()
    for seed in range(EACH_RUN):
        try:
            one = await evening(cast, box, seed)
        except db.UNIQUE_ERRORS:
            told["refused by the database"] += 1
            await _give_up(cast)
        else:
            found = await faults(one)
            told[one.mode] += bool(found)
            await _give_up(cast)
        if told["refused by the database"] and told["sealed"]:
            break
    assert told["refused by the database"], told
    assert told["sealed"], told


async def _give_up(cast: Cast) -> None:
    """The next interleaving begins with no open poll."""
    for row in await db.rows("SELECT id FROM poll WHERE state = 'open'"):
        await actions.cancel(row["id"], cast.actor(cast.chair))
