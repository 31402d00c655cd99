"""Five hundred sign-ins at once: two hashes at a time, two hundred wait, the others are told to.

Each run counts; at night the memory is measured at the full cost of a hash, with a keeper
without bounds as the control.
"""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from council.identity.passwords import CHEAPEST, QUEUE, STRONG, THREADS, Keeper
from council.refusal import Refused

MANY = 500
PAGE = 4096  # bytes
GROWTH = 300  # MB
UNBOUND = 28  # threads of the control: enough to break the promise, not the machine


def resident() -> float:
    """Megabytes of this process in memory now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE / 1e6


async def flood(keeper: Keeper, many: int) -> tuple[int, int, float]:
    """How many were answered, how many were sent away, and by how many MB memory grew."""
    before, most = resident(), 0.0
    tries = [asyncio.ensure_future(keeper.matches(None, "wrong password")) for _ in range(many)]
    while not all(one.done() for one in tries):
        most = max(most, resident())
        await asyncio.sleep(0.005)
    answers = await asyncio.gather(*tries, return_exceptions=True)
    busy = [one for one in answers if isinstance(one, Refused) and one.status == 503]
    return answers.count(False), len(busy), max(most - before, 0.0)


async def test_two_hundred_wait_and_the_others_are_told_to_come_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    places, keeper, gate = THREADS + QUEUE, Keeper(CHEAPEST), threading.Event()
    verify = keeper._verify
    monkeypatch.setattr(
        keeper, "_verify", lambda stored, secret: gate.wait(10) and verify(stored, secret)
    )
    asyncio.get_running_loop().call_later(0.1, gate.set)  # everybody is there before one is done
    answered, busy, _ = await flood(keeper, MANY)
    assert (answered, busy) == (places, MANY - places)


@pytest.mark.nightly
async def test_five_hundred_at_full_cost_stay_in_memory() -> None:
    answered, busy, grown = await flood(Keeper(STRONG), MANY)
    print(f"row 43: {MANY} at once: {answered} answered, {busy} × 503, memory +{grown:.0f} MB")  # noqa: T201 - a figure
    assert answered + busy == MANY
    assert grown <= GROWTH
    loose = Keeper(STRONG)
    loose._pool = ThreadPoolExecutor(UNBOUND)
    assert (await flood(loose, UNBOUND * 2))[2] > GROWTH, "control"
