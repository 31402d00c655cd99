"""One push taken apart: what every event costs once, what each copy costs, and the floor."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bench import spent
from council.live import topics
from council.live.hub import HEARTBEAT, Hub
from council.live.showing import difference
from council.live.wire import RawWire

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from council.live.showing import Listener, Source, State

SETTLED = 0.06  # seconds after which what was written has left; nothing else runs meanwhile
QUIET = 0.3  # longer than the pause between two pushes


class Pushes:
    """Sits between the hub and its source, and notes when the state is loaded and rendered."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._source: Source = hub._source  # noqa: SLF001 - a measurement looks inside
        self.audience = self._source.audience
        self.pieces = self._source.pieces
        self.own = self._source.own
        self._topic = ""
        self._loaded = asyncio.Event()
        self._mark = 0.0
        self._held: tuple[State | None, State | None] = (None, None)
        self._data = b""
        hub._source = self  # noqa: SLF001 - a measurement looks inside

    async def load(self, topic: str) -> State:
        """The application's own load, with every audience rendered before the clock starts."""
        state = await self._source.load(topic)
        self._held = (self._held[1], state)  # the old one is thrown away before the clock starts
        if topic == self._topic:
            for listener in self._listeners():
                self._render(state, listener)
            self._mark = spent.seconds()
            self._loaded.set()
        return state

    def _render(self, state: State, listener: Listener) -> None:
        audience = self._source.audience(listener.who, state)
        if audience is None:
            return
        pieces = self._source.pieces(state, audience)
        if not self._data:
            before = self._hub._topics[self._topic].shown[listener.audience]  # noqa: SLF001 - a measurement looks inside
            self._data = difference(state.seq, before, pieces).wire

    async def measure(self, meeting: str, move: Callable[[], Awaitable[None]]) -> dict[str, float]:
        """CPU seconds: `fan` from the rendered state to the last copy, `event` in all, `floor`."""
        await asyncio.sleep(QUIET)
        self._topic = topics.room(meeting)
        self._loaded.clear()
        self._data = b""
        started = spent.seconds()
        await move()
        await asyncio.wait_for(self._loaded.wait(), HEARTBEAT)
        await asyncio.sleep(SETTLED)
        ended = spent.seconds()
        listeners, data = self._listeners(), self._data
        self._topic = ""
        floor = await _floor(listeners, data)
        sent = {"copies": float(len(listeners)), "bytes": float(len(data))}
        return {"fan": ended - self._mark, "event": ended - started, "floor": floor, **sent}

    def _listeners(self) -> list[Listener]:
        topic = self._hub._topics.get(self._topic)  # noqa: SLF001 - a measurement looks inside
        return list(topic.listeners) if topic else []


async def _floor(listeners: list[Listener], data: bytes) -> float:
    """Write one pre-encoded frame straight to every transport: nothing can cost less."""
    wires = [one.wire for one in listeners if isinstance(one.wire, RawWire)]
    transports = [wire._transport for wire in wires]  # noqa: SLF001 - the floor
    started = spent.seconds()
    for transport in transports:
        transport.write(data)
    await asyncio.sleep(SETTLED)
    return spent.seconds() - started
