"""The floor on open pages: what they were pushed equals what a fresh page shows."""

from __future__ import annotations

import asyncio
import json
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import websockets
from websockets.typing import Origin

from council.meetings import actions
from council.voting import actions as polls
from council.voting.actions import Question
from tests.meetings.debate import Debate, begun
from tests.people import assemble
from tests.server import COOKIE, Hall

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

LOOKS = [
    (name, screen)
    for name, screen in (
        ("委员01", "room"),
        ("委员02", "room"),
        ("委员03", "room"),
        ("顾水巷", "room"),
        ("袁昆腔", "table"),
        ("曹评话", "chair"),
        ("曹评话", "screen"),
    )
]


@dataclass
class Open:
    """A page that stays open, and what it shows."""

    hall: Hall
    debate: Debate
    name: str
    screen: str
    language: str
    seq: int = 0
    shown: dict[str, str] = field(default_factory=dict)
    socket: Any = None

    @property
    def cookies(self) -> str:
        token = self.debate.cast.tokens[self.name]
        return f"{COOKIE}={token}; council_language={self.language}"

    async def fresh(self) -> tuple[int, dict[str, str]]:
        client = self.hall.client(self.debate.cast.tokens[self.name])
        client.http.cookies.set("council_language", self.language)
        url = f"/meetings/{self.debate.meeting}/live"
        found = (await client.get(url, params={"screen": self.screen})).json()
        found["pieces"].pop("door", None)  # the code of the door moves with the clock alone
        return found["seq"], dict(found["pieces"])

    async def connect(self, stack: AsyncExitStack) -> None:
        self.seq, self.shown = await self.fresh()
        place = f"/meetings/{self.debate.meeting}/socket?screen={self.screen}"
        self.socket = await stack.enter_async_context(
            websockets.connect(
                self.hall.origin.replace("http", "ws") + place,
                additional_headers={"cookie": self.cookies},
                origin=Origin(self.hall.origin),
                proxy=None,
            )
        )
        await self.socket.recv()

    async def reach(self, seq: int) -> None:
        while self.seq < seq:
            told = json.loads(await asyncio.wait_for(self.socket.recv(), 5))
            if "pieces" in told:
                told["pieces"].pop("door", None)
                self.shown |= told["pieces"]
                self.seq = told["seq"]


def acts(debate: Debate) -> list[Callable[[], Awaitable[object]]]:
    """An evening of the floor, one act after the other."""
    meeting, chair = debate.meeting, debate.by()

    async def give(name: str) -> None:
        turn = await debate.turn(name)
        await actions.give_floor(meeting, turn["id"], chair, "other")

    async def on(name: str, act: Any) -> None:
        await act(meeting, (await debate.turn(name))["id"], chair)

    async def longer() -> None:
        await actions.extend_turn(meeting, (await debate.turn("委员01"))["id"], 120, chair)

    async def vote() -> None:
        poll = await polls.make(meeting, Question("同意", "COM", motion=debate.motion), chair)
        await polls.open_poll(poll, chair)
        await polls.close_poll(poll, chair)
        await polls.publish(poll, chair)

    return [
        lambda: debate.hand("委员01", "yes"),
        lambda: debate.hand("委员02", "no"),
        lambda: debate.hand("委员03", "no"),
        lambda: give("委员01"),
        longer,
        lambda: on("委员01", actions.pause_turn),
        lambda: on("委员01", actions.resume_turn),
        lambda: actions.remind(meeting, debate.id("委员01"), "time", chair, minuted=True),
        lambda: debate.hand("委员02", "order"),
        lambda: give("委员02"),
        lambda: on("委员02", actions.end_turn),
        lambda: on("委员01", actions.end_turn),
        lambda: actions.mark(meeting, debate.id("委员03"), "left", chair),
        lambda: actions.hand_over(meeting, debate.id("委员04"), chair),
        lambda: actions.close_debate(debate.motion, "chair", chair),
        lambda: actions.reopen_debate(debate.motion, chair),
        lambda: actions.lower_hand(meeting, debate.id("委员02"), debate.by("委员02")),
        vote,
    ]


async def test_page_before_and_pushes_equal_the_page_after_every_act(hall: Hall) -> None:
    debate = await begun(await assemble(members=9))
    pages = [Open(hall, debate, *look, language) for look in LOOKS for language in ("zh", "en")]
    async with AsyncExitStack() as stack:
        for page in pages:
            await page.connect(stack)
        for number, act in enumerate(acts(debate)):
            await act()
            for page in pages:
                seq, after = await page.fresh()
                await page.reach(seq)
                assert page.shown == after, (number, page.name, page.screen, page.language)


async def test_equal_phones_are_pushed_equal_bytes_and_nobody_elses_state(hall: Hall) -> None:
    """A push knows nobody: two who may speak get the same dock, the one who waits another."""
    debate = await begun(await assemble(members=9))
    await debate.hand("委员01", "yes")
    docks = {
        name: (await Open(hall, debate, name, "room", "zh").fresh())[1]["dock"]
        for name in ("委员01", "委员02", "委员03", "顾水巷", "委员07")
    }
    assert docks["委员02"] == docks["委员03"]
    assert "放下" in docks["委员01"]
    assert "放下" not in docks["委员02"]
    for away in ("顾水巷", "委员07"):  # not called, not there
        assert " hidden" in docks[away]
        assert "button" not in docks[away]
    ids = list(debate.cast.people.values())
    assert not [one for one in ids if any(one in dock for dock in docks.values())]
