"""Minutes typeset over and over in the measured server, and how long its event loop stood still."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from time import perf_counter, process_time
from typing import Any

from council.minutes import pdf
from council.minutes.blocks import (
    DecisionRow,
    DecisionTable,
    Draft,
    Heading,
    Paragraph,
    VoteRow,
    VoteTable,
)
from council.minutes.printed import Print, Signature

TICK = 0.002  # seconds between two looks at the clock
ITEMS = 12  # of an agenda: six pages


@dataclass(slots=True)
class Papers:
    """`stalls` are the loop's delays in seconds; `own` the seconds that this process was busy in
    them: a machine that runs others makes delays in which this process did nothing.
    """

    made: int = 0
    stalls: list[float] = field(default_factory=list)
    own: list[float] = field(default_factory=list)
    tasks: list[asyncio.Task[None]] = field(default_factory=list)
    enough: asyncio.Event = field(default_factory=asyncio.Event)

    async def begin(self, _: dict[str, Any]) -> None:
        """One after another, each another text: nothing comes from what was made before."""
        await pdf.make(minutes(self.made))  # fonts are read once, before the clock
        self.stalls.clear()
        self.own.clear()
        self.enough.clear()
        self.tasks = [asyncio.create_task(one) for one in (self._make(), self._watch())]

    async def end(self, _: dict[str, Any]) -> dict[str, float]:
        """How many were made, and the longest delay of the loop in milliseconds.

        The one under way is finished first: what comes next must not pay for it.
        """
        self.enough.set()
        await asyncio.gather(*self.tasks)
        worst = max(self.stalls, default=0.0)
        return {
            "papers": float(self.made),
            "stall_ms": worst * 1e3,
            "own_ms": max(self.own, default=0.0) * 1e3,
        }

    async def _make(self) -> None:
        while not self.enough.is_set():
            self.made += 1
            await pdf.make(minutes(self.made))

    async def _watch(self) -> None:
        while not self.enough.is_set():
            at, busy = perf_counter(), process_time()
            await asyncio.sleep(TICK)
            self.stalls.append(perf_counter() - at - TICK)
            self.own.append(max(process_time() - busy, 0.0))


def minutes(number: int) -> Print:
    """Six pages of them; of each number another text."""
    blocks: list[Any] = []
    for at in range(1, ITEMS + 1):
        row = VoteRow(f"动议{at}", 13, 11, 1, 1, 7, "通过")
        blocks += [
            Heading(f"item.{at}", f"{at}、审议服务项目实施方案"),
            Paragraph(f"item.{at}.said", "会议听取了说明，讨论后同意列入计划并公示。" * 6),
            VoteTable(f"item.{at}.votes", "记名表决", (row,)),
        ]
    decided = DecisionRow("1", "四个服务项目公示并答复异议", "责任人", "2026年12月14日")
    blocks.append(DecisionTable("decisions", (decided,) * ITEMS))
    body = Draft(
        issuer="社区共治协商委员会",
        title=f"第{number}次会议纪要",
        day="2026年12月5日",
        chair="主持人",
        recorder="记录人",
        blocks=tuple(blocks),
    )
    plain = Print(
        draft=body,
        version=1,
        sha256="0" * 64,
        chair=Signature("主持人"),
        recorder=Signature("记录人"),
        issued="2026年12月6日印发",
        address="",
        stamp=datetime(2026, 12, 6, tzinfo=UTC),
    )
    return replace(plain, address=f"https://council.example.cn/minutes/{number}")
