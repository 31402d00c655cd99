"""Row 7: closing races with ballots: what is acknowledged is counted, the rest hears "closed".

The control believes what it read of a poll the first time: then ballots come in after the end.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from council import db
from council.voting.casting import batch
from council.voting.casting.judge import PollNow, judge
from tests.trust.faults import town as towns
from tests.trust.faults.phones import Answer, ask

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from tests.trust.faults.town import Sending, Town

BEFORE, RACING = 5, 7  # ballots: of fewer than five a secret vote is not opened
LONGEST = 0.008  # seconds between the first ballot and the last, or the closing
AFTERWARDS = 0.3  # the control's: some of its ballots surely come after the closing


async def race(
    port: int,
    town: Town,
    mode: str,
    meeting: str,
    dice: random.Random,
    close: Callable[..., bytes],
    longest: float = LONGEST,
) -> None:
    """One poll: five have voted, seven vote while it is closed."""
    town.polls = {mode: await towns.opened(town.house, mode, meeting)}
    voters = dice.sample(town.house.residents, BEFORE + RACING)
    sent = [town.sending(mode, who, dice) for who in voters]
    first = await asyncio.gather(*(ask(port, one.request) for one in sent[:BEFORE]))

    async def later(request: bytes) -> Answer:
        await asyncio.sleep(dice.random() * longest)
        return await ask(port, request)

    closing = close(f"/polls/{town.polls[mode]}/closing")
    closed, *rest = await asyncio.gather(
        later(closing), *(later(one.request) for one in sent[BEFORE:])
    )
    assert closed.status < 400, closed.body
    await only_the_acknowledged_count(town, mode, sent, [*first, *rest])


async def only_the_acknowledged_count(
    town: Town, mode: str, sent: list[Sending], answers: list[Answer]
) -> None:
    poll = town.polls[mode]
    inside = [one for one, told in zip(sent, answers, strict=True) if told.status == 201]
    late = [told for told in answers if told.status != 201]
    assert {(one.status, one.json()["reason"]) for one in late} <= {(409, "closed")}
    assert await towns.counted(poll) == towns.tally(inside, poll)
    where = {"named": "named_vote", "sealed": "box"}[mode]
    found = await db.row(f"SELECT count(*) AS n FROM {where} WHERE poll = {{}}", poll)  # noqa: S608 - one of two tables
    assert found is not None
    assert found["n"] == len(inside)
    assert not await db.rows("SELECT 1 AS one FROM envelope WHERE poll = {}", poll)


async def races(
    port: int, town: Town, dice: random.Random, close: Callable[..., bytes], number: int
) -> None:
    for poll in town.polls.values():
        await db.rows("UPDATE poll SET state = 'cancelled' WHERE id = {}", poll)
    meeting = await towns.hold(town)
    for turn in range(number):
        await race(port, town, towns.MODES[turn % 2], meeting, dice, close)


async def test_no_ballot_comes_in_after_closing(
    port: int, town: Town, dice: random.Random, chair_posts: Callable[[str], bytes]
) -> None:
    await races(port, town, dice, chair_posts, 12)


@pytest.mark.nightly
@pytest.mark.timeout(600)
async def test_no_ballot_comes_in_after_any_of_five_hundred_closings(
    port: int, town: Town, dice: random.Random, chair_posts: Callable[[str], bytes]
) -> None:
    await races(port, town, dice, chair_posts, 500)
    await towns.record_is_whole(town.house.community)


@pytest.mark.parametrize("mode", towns.MODES)
async def test_control_who_does_not_look_again_lets_ballots_in_after_the_end(
    port: int,
    town: Town,
    dice: random.Random,
    chair_posts: Callable[[str], bytes],
    monkeypatch: pytest.MonkeyPatch,
    mode: str,
) -> None:
    first: dict[str, PollNow] = {}

    def trusting(ballot: Any, poll: PollNow, stored: Any) -> Any:
        return judge(ballot, first.setdefault(ballot.poll, poll), stored)

    monkeypatch.setattr(batch, "judge", trusting)
    meeting = await towns.hold(town)
    with pytest.raises(AssertionError):  # noqa: PT012 - one of some races is enough
        for _ in range(10):
            await race(port, town, mode, meeting, dice, chair_posts, AFTERWARDS)
