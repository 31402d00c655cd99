"""Who comes to a topic that moves meanwhile, and what the page is sent first."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from council.live.hub import Hub
from council.live.news import MOST_NAMED, News, counted
from council.live.showing import Listener, State

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from council.live.wire import Frame


@dataclass(slots=True)
class Shelf:
    """A source of one piece, whose words and number a test moves."""

    seq: int = 5
    words: str = "甲"
    own_words: str = ""
    loads: int = 0
    slow: asyncio.Event = field(default_factory=asyncio.Event)

    async def load(self, _: str) -> State:
        self.loads += 1
        found = State(self.seq, self.words)
        await self.slow.wait()
        return found

    def audience(self, who: Any, _: State) -> Any:
        return who

    def pieces(self, state: State, _: Any) -> dict[str, str]:
        return {"a": state.value, "b": "同"}

    async def own(self, *_: Any) -> dict[str, str]:
        return {"b": self.own_words} if self.own_words else {}


class Wire:
    """What a page was sent."""

    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []
        self.code = 0
        self.heard = asyncio.Event()

    def write(self, frame: Frame) -> bool:
        self.told.append(json.loads(frame.text))
        self.heard.set()
        return True

    def close(self, code: int) -> None:
        self.code = code


@pytest.fixture
def shelf() -> Shelf:
    made = Shelf()
    made.slow.set()
    return made


@pytest.fixture
async def hub(shelf: Shelf) -> AsyncIterator[Hub]:
    async def nothing(_: str) -> tuple[str, ...]:
        return ()

    made = Hub(shelf, nothing)
    made.start()
    yield made
    await made.stop()


async def come(hub: Hub, since: int, person: str = "p") -> Wire:
    wire = Wire()
    await hub.join("t", Listener("all", person, "s", (), wire, since))
    return wire


async def until(wire: Wire, seq: int) -> dict[str, str]:
    """What stands on the page in the end, as live.js puts it together."""
    async with asyncio.timeout(3):
        while not wire.told or wire.told[-1]["seq"] < seq:
            wire.heard.clear()
            await wire.heard.wait()
    shown: dict[str, str] = {}
    for told in wire.told:
        shown |= told.get("pieces", {})
    return shown


@pytest.mark.parametrize("since", [-1, 5, 6])
async def test_who_is_level_is_told_the_number_alone(hub: Hub, since: int) -> None:
    assert (await come(hub, since)).told == [{"seq": 5}]


async def test_who_is_behind_is_sent_everything_with_what_is_their_own(
    hub: Hub, shelf: Shelf
) -> None:
    assert (await come(hub, 4)).told == [{"seq": 5, "pieces": {"a": "甲", "b": "同"}, "own": True}]
    shelf.own_words = "回执"
    assert (await come(hub, 4)).told[0]["pieces"]["b"] == "回执"


async def test_a_move_while_somebody_comes_is_not_missed(hub: Hub, shelf: Shelf) -> None:
    """The first frame is never older than what the others have been shown."""
    await come(hub, 5)
    shelf.slow.clear()
    shelf.seq, shelf.words = 6, "乙"
    hub.heard(News("t", "item.moved"))
    late = asyncio.create_task(come(hub, 5))
    await asyncio.sleep(0.05)
    shelf.seq, shelf.words = 7, "丙"
    hub.heard(News("t", "item.moved"))
    shelf.slow.set()
    wire = await late
    assert (await until(wire, 7))["a"] == "丙"


async def test_what_moves_there_and_back_is_pushed_to_who_came_between(
    hub: Hub, shelf: Shelf
) -> None:
    """The others saw nothing but the first words; who came between saw the second."""
    await come(hub, 5)
    shelf.seq, shelf.words = 6, "乙"
    hub._topics["t"].moved.set()  # heard, and not pushed before somebody has come
    between = await come(hub, 4)
    assert between.told[0]["pieces"]["a"] == "乙"
    shelf.seq, shelf.words = 7, "甲"
    hub.heard(News("t", "item.moved"))
    assert (await until(between, 7))["a"] == "甲"


async def test_only_the_voters_pages_are_told_that_their_ballot_is_counted(
    hub: Hub, shelf: Shelf
) -> None:
    phone, laptop, neighbour = await come(hub, 5), await come(hub, 5), await come(hub, 5, "q")
    shelf.seq, shelf.words = 6, "乙"
    for news in counted("t", {"p": 2}):
        hub.heard(news)
    for wire in (phone, laptop, neighbour):
        assert (await until(wire, 6))["a"] == "乙"
    assert [wire.told[-1].get("rev") for wire in (phone, laptop, neighbour)] == [2, 2, None]


def test_a_full_batch_of_voters_is_named_in_notifications_that_postgresql_takes() -> None:
    revs = {f"abcdefgh{number:04}": 12 for number in range(1000)}
    told = counted("room:abcdefghijkl", revs)
    assert {who: rev for one in told for who, rev in one.revs.items()} == revs
    assert max(len(one.text().encode()) for one in told) < 8000
    assert len(told[0].revs) == MOST_NAMED


async def test_a_topic_that_everybody_left_is_forgotten(hub: Hub) -> None:
    one = Listener("all", "p", "s", (), Wire())
    await hub.join("t", one)
    hub.leave("t", one)
    assert not hub._topics
    assert hub.open_pages("p") == 0
