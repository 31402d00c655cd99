"""P4 beside a large import: what ten thousand people cost those who vote meanwhile.

Ballots arrive one by one while a whole roll is read, compared and written.
The ratio is the 95th percentile of a ballot's time beside the import, over that without it; the
ballots without it are cast before and after, since the machine changes meanwhile.
"""

from __future__ import annotations

import asyncio
import gc
import random
import secrets
import statistics
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bench.arithmetic import Figure, Goal
from bench.client import Crowd, post
from council.demo.crowd import GIVEN, SURNAMES
from council.demo.roll import write

if TYPE_CHECKING:
    from bench.setting import Setting

NAME = "P4i"
GOAL = Goal(ratio=1.5, rate=None)
PEOPLE, UNITS = 10_684, 3_120
GAP = 0.02  # seconds between two ballots
CREATED = 201
ALONE = 4  # times before and after


async def measure(setting: Setting, number: int, __: int) -> Figure:
    """`number` ballots some times without the import, then until it is done, then without."""
    meeting = await setting.council.order("hold", n=number)
    phone = Crowd()
    await phone.connect(setting.council.port, 1)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "roll.xlsx"
        write(file, _units(), _people())
        try:
            await _vote(setting, phone, meeting, number)  # everybody is known, as on a real evening
            alone: list[float] = []
            for _ in range(ALONE):
                alone += await _vote(setting, phone, meeting, number)
            await setting.council.order("import", path=str(file))
            beside: list[float] = []
            while (done := await setting.council.order("imported")) is None:
                beside += await _vote(setting, phone, meeting, number)
            for _ in range(ALONE):
                alone += await _vote(setting, phone, meeting, number)
        finally:
            await phone.close()
    base, load = _p95(alone), _p95(beside)
    notes = {
        "p95_alone_us": base * 1e6,
        "p95_beside_us": load * 1e6,
        "p50_alone_us": statistics.median(alone) * 1e6,
        "p50_beside_us": statistics.median(beside) * 1e6,
        "ballots": len(beside),
    }
    return Figure(NAME, number, load * 1e6, base * 1e6, load / base, None, notes | done)


async def _vote(setting: Setting, phone: Crowd, meeting: str, number: int) -> list[float]:
    """Seconds of each ballot, from the first byte sent to the receipt."""
    poll = await setting.council.order("ask", meeting=meeting)
    took = []
    gc.collect()
    for one, cookie in zip(setting.people, setting.cookies(number), strict=False):
        body = f"choice=yes&idem={secrets.token_hex(16)}&rev=0".encode()
        token = f"x-csrf-token: {one['csrf']}"
        ballot = post(f"/polls/{poll}/ballots", body, cookie, token, "accept: application/json")
        took.append(await phone.burst([ballot], CREATED))
        await asyncio.sleep(GAP)
    await setting.council.order("close", poll=poll)
    return took


def _p95(took: list[float]) -> float:
    return statistics.quantiles(took, n=20)[-1]


def _units() -> list[list[str]]:
    return [
        [f"{at // 60 + 1}-{at % 60 // 12 + 1}-{at % 12 + 101}", f"{at // 60 + 1}幢",
         f"{at % 60 // 12 + 1}单元", str(at % 12 + 101), "88.60", "产证"]
        for at in range(UNITS)
    ]  # fmt: skip


def _people() -> list[list[str]]:
    lot = random.Random(1)
    homes = [row[0] for row in _units()]
    return [
        [f"Z{at:05d}", lot.choice(SURNAMES) + "".join(lot.sample(GIVEN, 2)), lot.choice("男女"),
         f"{lot.randint(1938, 2005)}-06-15", "户籍", f"15420{at:06d}", "", homes[at % UNITS],
         "业主", "否"]
        for at in range(PEOPLE)
    ]  # fmt: skip
