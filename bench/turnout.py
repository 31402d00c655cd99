"""P2b: how many messages a page is sent while everybody votes, and that the last one is exact."""

from __future__ import annotations

import asyncio
import json
import re
import time
from bisect import bisect_right
from typing import TYPE_CHECKING

from bench.arithmetic import Figure, Goal
from bench.ballots import CREATED, ballots
from bench.client import Crowd, NotAnsweredError
from bench.phones import handshake, hang_up, listen

if TYPE_CHECKING:
    from bench.phones import Phone
    from bench.setting import Setting

NAME = "P2b"
GOAL = Goal(ratio=4.0, rate=None)
WINDOW = 1.0  # second
QUIET = 1.0  # seconds after the last receipt, longer than a pause between two pushes
WAVES = 4  # the burst is spread a little, as people are; each wave comes at one instant
_CAST = re.compile(r'data-cast="(\d+)"')


async def measure(setting: Setting, number: int, rounds: int) -> Figure:
    """The most messages with pieces that any page got within one second, beside the ballots."""
    meeting = await setting.council.order("hold", n=number)
    path = f"/meetings/{meeting}/socket?screen=room"
    port = setting.council.port
    pages = await listen(port, [handshake(port, path, one) for one in setting.cookies(number)])
    phones = Crowd()
    await phones.connect(port, number)
    try:
        done = [await _round(setting, meeting, pages, phones, number) for _ in range(rounds)]
    finally:
        await phones.close()
        await hang_up(pages)
    most, cast, late = (max(one[at] for one in done) for at in range(3))
    notes = {"ballots_per_second": cast, "last_after_receipts_ms": late * 1000}
    return Figure(NAME, number, most, cast, most, None, notes)


async def _round(
    setting: Setting, meeting: str, pages: list[Phone], phones: Crowd, number: int
) -> tuple[float, float, float]:
    """(messages in a second, ballots in a second, seconds until the last page is exact)."""
    poll = await setting.council.order("ask", meeting=meeting)
    sent = ballots(setting, poll, number).requests
    await asyncio.sleep(QUIET)
    started = time.perf_counter()
    size = -(-number // WAVES)
    everybody = phones.connections
    for at in range(0, number, size):
        phones.connections = everybody[at : at + size]
        await phones.burst(sent[at : at + size], CREATED)
    phones.connections = everybody
    ended = time.perf_counter()
    await asyncio.sleep(QUIET)
    exact = [_exact(one, number) for one in pages]
    await setting.council.order("close", poll=poll)
    await asyncio.sleep(QUIET)
    most = max(_most(one, started) for one in pages)
    return float(most), number / (ended - started), max(exact) - ended


def _exact(page: Phone, number: int) -> float:
    """When the page showed as many ballots as were cast; it must be its last message."""
    at = max(n for n, text in enumerate(page.texts) if b'"turnout"' in text)
    found = _CAST.search(json.loads(page.texts[at])["pieces"]["turnout"])
    if page.lost or found is None or int(found[1]) != number:
        raise NotAnsweredError("the last turnout that a page was sent is not the exact one")
    return page.times[at]


def _most(page: Phone, since: float) -> int:
    times = [
        at for at, text in zip(page.times, page.texts, strict=True)
        if at >= since and b'"pieces"' in text
    ]  # fmt: skip
    return max((bisect_right(times, at + WINDOW) - n for n, at in enumerate(times)), default=0)
