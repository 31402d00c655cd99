"""Frames go straight to the server's transports; where that is not possible, by a queue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bench.phones import frame_size
from council.live.wire import Frame, QueuedWire, RawWire, wire_to
from tests.people import assemble
from tests.room.test_live import listening
from tests.server import running

if TYPE_CHECKING:
    from pathlib import Path

    from council.db import Engine


async def test_our_server_gives_every_page_the_quick_wire(
    engine: Engine, database_url: str, tmp_path: Path
) -> None:
    async with running(database_url, tmp_path) as hall:
        cast = await assemble(members=3)
        async with listening(hall, cast, "委员01") as page:
            await page.recv()
            hub = hall.app.app.state.hub
            wires = [one.wire for topic in hub._topics.values() for one in topic.listeners]
            assert [type(wire) for wire in wires] == [RawWire]


async def test_another_server_gets_the_plain_wire() -> None:
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    wire = wire_to(send)
    assert isinstance(wire, QueuedWire)
    assert wire.write(Frame("议"))
    wire.close(1013)
    await wire._task
    assert sent == [
        {"type": "websocket.send", "text": "议"},
        {"type": "websocket.close", "code": 1013},
    ]


def test_a_frame_says_its_own_length() -> None:
    for length in (0, 125, 126, 65_535, 65_536):
        wire = Frame("x" * length).wire
        assert sum(frame_size(wire) or ()) == len(wire)
