"""An import in the measured server, with a watch on its event loop and its transactions."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any

from council.confirmations import actions as confirmations
from council.roll import actions, runner

if TYPE_CHECKING:
    from council.change import Actor
    from council.roll.actions.writing import Writing

TICK = 0.002  # seconds between two looks at the clock


@dataclass(slots=True)
class Imports:
    """One import at a time; `stalls` are the loop's delays in seconds while it lasts.

    `own` are the seconds that this process was busy in them: a machine that runs others makes long
    delays in which this process did nothing.
    """

    task: asyncio.Task[dict[str, float]] | None = None
    stalls: list[float] = field(default_factory=list)
    own: list[float] = field(default_factory=list)
    written: list[Writing] = field(default_factory=list)
    over: asyncio.Event = field(default_factory=asyncio.Event)

    def begin(self, by: Actor, path: str, pepper: bytes) -> None:
        self._listen_to_the_runner()
        self.task = asyncio.create_task(self._import(by, Path(path), pepper))

    def result(self) -> dict[str, float] | None:
        if self.task is None or not self.task.done():
            return None
        return self.task.result()

    def _listen_to_the_runner(self) -> None:
        take_over = runner.take_over

        async def heard(*args: Any, **more: Any) -> Writing | None:
            done = await take_over(*args, **more)
            if done is not None:
                self.written.append(done)
                self.over.set()
            return done

        runner.take_over = heard

    async def _import(self, by: Actor, file: Path, pepper: bytes) -> dict[str, float]:
        watch = asyncio.create_task(self._watch())
        began = perf_counter()
        staged = await actions.stage_roll(file.name, file.read_bytes(), pepper, by, apart=True)
        reading = perf_counter() - began
        asked = await actions.ask_to_apply(staged, (), by)
        await confirmations.confirm_by_operator(asked, by.community)
        await self.over.wait()
        watch.cancel()
        stalls = sorted(self.stalls)
        return {
            "stall_ms": stalls[-1] * 1000,
            "stall_own_ms": max(self.own) * 1000,
            "stall_99_ms": stalls[len(stalls) * 99 // 100] * 1000,
            "transaction_ms": self.written[0].longest * 1000,
            "transactions": float(self.written[0].transactions),
            "reading_s": reading,
            "seconds": perf_counter() - began,
        }

    async def _watch(self) -> None:
        while True:
            began, busy = perf_counter(), process_time()
            await asyncio.sleep(TICK)
            late = perf_counter() - began - TICK
            self.stalls.append(late)
            self.own.append(min(late, process_time() - busy))
