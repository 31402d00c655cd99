"""P4m: how long the event loop is busy at a time while a move of a large room is loaded."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from bench.arithmetic import Figure, Goal

if TYPE_CHECKING:
    from bench.setting import Setting

NAME = "P4m"
GOAL = Goal(ratio=25.0, rate=None)
FEW = 40  # called people of the room beside it


async def measure(setting: Setting, number: int, rounds: int) -> Figure:
    """Milliseconds of the longest step of all moves, beside a room of forty in the same run."""
    large = await setting.council.order("hold", n=number)
    small = await setting.council.order("hold", n=min(FEW, number))
    await setting.council.order("ask", meeting=large)
    done, base = [], []
    for _ in range(rounds):
        done.append(await setting.council.order("move", meeting=large))
        base.append(await setting.council.order("move", meeting=small))
    worst = max(one["busy"] for one in done) * 1000
    notes = {
        "busy_median_us": median(one["busy"] for one in done) * 1e6,
        "cpu_median_us": median(one["spent"] for one in done) * 1e6,
        "cpu_median_of_forty_us": median(one["spent"] for one in base) * 1e6,
    }
    return Figure(NAME, number, worst, max(one["busy"] for one in base) * 1000, worst, None, notes)
