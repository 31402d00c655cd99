"""P6: minutes are typeset while everybody votes; how much longer a voter waits.

The ratio is the 95th percentile of a ballot's wait in a burst beside the typesetter, over that of a
burst without it, taken in pairs and in turn, since the machine changes meanwhile. The typesetter is
at work from before the first ballot until after the last one. Every ballot must be counted once, or
the run ends.
"""

from __future__ import annotations

import asyncio
from statistics import median
from typing import TYPE_CHECKING

from bench.arithmetic import Figure, Goal, share_of
from bench.ballots import CREATED, OK, MiscountedError, ballots
from bench.client import Crowd, get

if TYPE_CHECKING:
    from bench.setting import Setting

NAME = "P6"
GOAL = Goal(ratio=1.5, rate=None)
QUIET = 3.0  # seconds


async def measure(setting: Setting, number: int, rounds: int) -> Figure:
    """`number` voters at one instant, `rounds` times without and with paper being made."""
    meeting = await setting.council.order("hold", n=number)
    phones = Crowd()
    await phones.connect(setting.council.port, number)
    pairs: list[tuple[float, float]] = []
    told: list[dict[str, float]] = []
    try:
        await phones.burst([get("/health", one) for one in setting.cookies(number)], OK)
        await _burst(setting, phones, meeting)
        for _ in range(rounds):
            alone = await _burst(setting, phones, meeting)
            await setting.council.order("typeset")
            beside = await _burst(setting, phones, meeting)
            told.append(await setting.council.order("typeset_end"))
            pairs.append((alone, beside))
    finally:
        await phones.close()
    ratio = median(beside / alone for alone, beside in pairs)
    notes = {
        "papers": told[-1]["papers"],
        "stall_ms": max(one["stall_ms"] for one in told),
        "own_ms": max(one["own_ms"] for one in told),
        **await _still(setting),
    }
    alone, beside = (median(one[at] for one in pairs) * 1e3 for at in (0, 1))
    return Figure(NAME, number, beside, alone, ratio, None, notes)


async def _burst(setting: Setting, phones: Crowd, meeting: str) -> float:
    """Seconds that 95 of 100 did not exceed."""
    poll = await setting.council.order("ask", meeting=meeting)
    sent = ballots(setting, poll, len(phones.connections))
    await phones.burst(sent.requests, CREATED)
    counted = await setting.council.order("close", poll=poll)
    if counted != sent.expected:
        raise MiscountedError(f"sent {sent.expected}, counted {counted}")
    return share_of(phones.waited, 95)


async def _still(setting: Setting) -> dict[str, float]:
    """P4 of paper alone: the longest delay of the loop while nobody votes."""
    await setting.council.order("typeset")
    await asyncio.sleep(QUIET)
    told = await setting.council.order("typeset_end")
    return {"quiet_stall_ms": told["stall_ms"], "quiet_own_ms": told["own_ms"]}
