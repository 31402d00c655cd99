"""Row 6: closing is cut before and after every statement; who closes again ends it, once.

The control does not look at the state when it goes on: it counts a second time.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

from council import db, settings
from council.voting import actions
from council.voting.actions import closing, unsealing
from council.voting.actions.held import locked
from council.voting.casting.ballot_box import BallotBox
from council.voting.casting.ballots import Ballot
from council.voting.checking.proofs import Signer
from tests.trust.faults import town as towns
from tests.trust.faults.cuts import CutError, armed

if TYPE_CHECKING:
    import random
    from collections.abc import AsyncIterator
    from pathlib import Path
    from types import ModuleType

    from council.db import Engine
    from tests.trust.faults.town import Town

VOTERS = 6
EVERY = 20  # of the moments in each run


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


async def voted(box: BallotBox, town: Town, mode: str, meeting: str, dice: random.Random) -> Any:
    """A poll in which everybody has voted, and what its result must say."""
    town.polls = {mode: await towns.opened(town.house, mode, meeting)}
    sent = [town.sending(mode, who, dice) for who in town.house.residents]
    for one in sent:
        await box.put(Ballot(one.poll, one.person, one.choice, one.idem, 0))
    return towns.tally(sent, town.polls[mode])


async def restart(engine: Engine) -> None:
    await engine.close_connection_pool()
    await engine.start_connection_pool()


async def cut_everywhere(
    box: BallotBox,
    town: Town,
    mode: str,
    dice: random.Random,
    monkeypatch: pytest.MonkeyPatch,
    every: int,
) -> int:
    """Each moment in a poll of its own; how many there were."""
    meeting = await towns.hold(town)
    await voted(box, town, mode, meeting, dice)
    with armed(monkeypatch) as cuts:
        await actions.close_poll(town.polls[mode], town.chair)
    moments = list(range(cuts.passed))[dice.randrange(every) :: every]
    for at in moments:
        expected = await voted(box, town, mode, meeting, dice)
        await cut_once(town, mode, expected, monkeypatch, at)
    return len(moments)


async def cut_once(
    town: Town, mode: str, expected: dict[str, int], monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    poll = town.polls[mode]
    with armed(monkeypatch, at), suppress(CutError):
        await actions.close_poll(poll, town.chair)
    await restart(db.engine())
    found = await db.row("SELECT state FROM poll WHERE id = {}", poll)
    assert found is not None
    assert found["state"] in {"open", "closing", "sealed", "closed"}
    await actions.close_poll(poll, town.chair)
    assert await towns.counted(poll) == expected
    assert await towns.results_of(town.house.community, poll) == 1
    if mode == "sealed":
        lines = await db.rows("SELECT choice FROM opened WHERE poll = {}", poll)
        assert len(lines) == VOTERS


@pytest.mark.parametrize("mode", towns.MODES)
async def test_a_closing_that_is_cut_can_be_ended(
    box: BallotBox, people: Town, mode: str, dice: random.Random, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await cut_everywhere(box, people, mode, dice, monkeypatch, EVERY)
    await towns.record_is_whole(people.house.community)


@pytest.mark.nightly
@pytest.mark.parametrize("mode", towns.MODES)
async def test_a_closing_that_is_cut_at_any_moment_can_be_ended(
    box: BallotBox, people: Town, mode: str, dice: random.Random, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = await cut_everywhere(box, people, mode, dice, monkeypatch, 1)
    print(f"row 6: {mode} closing cut at {number} moments")  # noqa: T201 - a figure
    await towns.record_is_whole(people.house.community)


@pytest.mark.parametrize(
    ("mode", "where", "seems"), [("named", closing, "open"), ("sealed", unsealing, "sealed")]
)
async def test_control_who_does_not_look_at_the_state_counts_again(
    box: BallotBox,
    people: Town,
    dice: random.Random,
    monkeypatch: pytest.MonkeyPatch,
    mode: str,
    where: ModuleType,
    seems: str,
) -> None:
    async def blind(poll: str, by: Any) -> dict[str, Any]:
        found = await locked(poll, by)
        return {**found, "state": seems} if found["state"] == "closed" else found

    meeting = await towns.hold(people)
    expected = await voted(box, people, mode, meeting, dice)
    monkeypatch.setattr(where, "locked", blind)
    with pytest.raises((AssertionError, *db.UNIQUE_ERRORS)):
        await cut_once(people, mode, expected, monkeypatch, 10**6)
