"""Row 4: the line drops requests before and answers after the commit; phones send again.

The control does not know a sending by its idem: then somebody whose vote counts is told that
it was refused.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from council.voting.casting import batch
from council.voting.casting.judge import judge
from council.voting.sealing import envelopes
from tests.trust.faults import town as towns
from tests.trust.faults.flaky import flaky
from tests.trust.faults.phones import Crowd

if TYPE_CHECKING:
    import random

    from tests.server import Hall
    from tests.trust.faults.town import Town


async def everybody_votes(port: int, town: Town, dice: random.Random) -> Crowd:
    async with flaky(port, dice) as line:
        crowd = Crowd(line.port, town.burst(dice))
        await crowd.run()
    assert line.dropped, "control"
    assert line.silenced, "control"
    print(f"row 4: {len(crowd.sent)} votes, {line.dropped} requests, {line.silenced} answers lost")  # noqa: T201 - a figure
    return crowd


async def each_holds_the_receipt_of_what_counts(town: Town, crowd: Crowd) -> None:
    assert {one.status for one in crowd.seen} <= {200, 201}, crowd.statuses()
    rows = await towns.stored(town)
    assert len(rows) == len(crowd.sent)
    for one in crowd.sent:
        row, told = rows[one.poll, one.person], crowd.answers[one.poll, one.person].json()
        assert row["idem"] == one.idem
        receipt = row["receipt"] if one.mode == "named" else envelopes.receipt(row["ct_hash"])
        assert (told["receipt"], told["rev"]) == (receipt, row["rev"]) == (receipt, 1)


async def test_on_a_bad_line_everybody_ends_with_the_receipt_of_their_vote(
    port: int, town: Town, dice: random.Random
) -> None:
    await each_holds_the_receipt_of_what_counts(town, await everybody_votes(port, town, dice))


@pytest.mark.nightly
async def test_on_a_bad_line_two_thousand_votes_count_once_each(
    port: int, hall: Hall, dice: random.Random
) -> None:
    town = await towns.settle(hall.settings, 1000)
    await each_holds_the_receipt_of_what_counts(town, await everybody_votes(port, town, dice))


async def test_control_without_the_idem_a_vote_that_counts_is_called_refused(
    port: int, town: Town, dice: random.Random, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forgetful(ballot: Any, poll: Any, stored: Any) -> Any:
        return judge(ballot, poll, stored and replace(stored, idem=None))

    monkeypatch.setattr(batch, "judge", forgetful)
    crowd = await everybody_votes(port, town, dice)
    with pytest.raises(AssertionError):
        await each_holds_the_receipt_of_what_counts(town, crowd)
