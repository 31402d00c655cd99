"""Whatever is done in whatever order: an open page that heard every push equals a fresh one.

Every screen, in both languages, by everybody who may have it open; also who votes, who waits to
speak and who is recused. What only one viewer knows is kept by their page, as live.js keeps it.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
import websockets
from websockets.typing import Origin

from council import db
from council.meetings.actions import Call, call
from tests.room.floor_moves import FLOOR
from tests.room.moves import MOVES, Play
from tests.server import COOKIE

if TYPE_CHECKING:
    from tests.people import Cast
    from tests.server import Client, Hall

LANGUAGE = "council_language"
OWN = re.compile(r"^\s*<[^>]*\bdata-own\b[^>]*>")
KEEP = re.compile(r"^\s*<[^>]*\bdata-keep=\"([^\"]*)\"")
OBSERVER = "顾水巷"


@dataclass(slots=True)
class Page:
    """One open page: its pieces as its reader sees them."""

    name: str
    screen: str
    language: str
    http: Client
    socket: Any
    seq: int = -1
    pieces: dict[str, str] = field(default_factory=dict)
    closed: bool = False
    rev: int = 0  # of the ballot that was counted last

    def __str__(self) -> str:
        return f"{self.name} at the {self.screen}, {self.language}"

    def place(self, frame: dict[str, Any], *, personal: bool = False) -> None:
        """As live.js does: nothing older, and nothing that a push cannot know."""
        if frame["seq"] < self.seq or "pieces" not in frame:
            return
        for name, html in frame["pieces"].items():
            old = self.pieces.get(name, "")
            mine = not personal and OWN.match(old) and kept(old) == kept(html)
            if not mine:
                self.pieces[name] = html
        self.seq = frame["seq"]

    async def fetched(self) -> dict[str, Any]:
        query = {"screen": self.screen, "since": ""}
        answer = await self.http.get(self.http_path, params=query)
        assert answer.status_code == 200, (str(self), answer.status_code)
        return dict(answer.json())

    http_path: str = ""

    async def hear(self, until: int) -> None:
        """Read what was pushed, up to this number."""
        while self.seq < until and not self.closed:
            try:
                self.take(json.loads(await asyncio.wait_for(self.socket.recv(), 10)))
            except websockets.ConnectionClosed:
                self.closed = True
        await self.ask_for_own()

    def take(self, frame: dict[str, Any]) -> None:
        self.place(frame, personal=frame.get("own", False))
        self.rev = frame.get("rev", self.rev)

    async def ask_for_own(self) -> None:
        """A ballot was sent from elsewhere: the page asks for what only it may know."""
        shown = f'data-own="{self.rev}"'
        if self.rev and not any(shown in html for html in self.pieces.values()):
            self.place(await self.fetched(), personal=True)


def kept(html: str) -> str:
    found = KEEP.match(html)
    return found[1] if found else ""


async def open_page(
    stack: AsyncExitStack, hall: Hall, cast: Cast, name: str, screen: str, language: str
) -> Page:
    base = f"/meetings/{cast.meeting}"
    http = hall.of(cast, name)
    http.http.cookies.set(LANGUAGE, language)
    cookie = f"{COOKIE}={cast.tokens[name]}; {LANGUAGE}={language}"
    url = hall.origin.replace("http", "ws") + f"{base}/socket?screen={screen}"
    socket = await stack.enter_async_context(
        websockets.connect(
            url, additional_headers={"cookie": cookie}, origin=Origin(hall.origin), proxy=None
        )
    )
    page = Page(name, screen, language, http, socket, http_path=f"{base}/live")
    page.place(await page.fetched(), personal=True)
    return page


async def everybody(stack: AsyncExitStack, hall: Hall, cast: Cast) -> list[Page]:
    """Every screen and every kind of viewer, in both languages."""
    asked = [Call(cast.people[OBSERVER], "observer", "", "列席")]
    await call(cast.meeting, asked, cast.actor("袁昆腔"))
    wanted = [
        ("袁昆腔", "table"),
        ("曹评话", "chair"),
        ("曹评话", "screen"),
        ("袁昆腔", "door"),
        (OBSERVER, "watch"),
        (OBSERVER, "room"),
        ("委员01", "room"),
        ("委员02", "room"),
        ("委员03", "room"),
    ]
    return [
        await open_page(stack, hall, cast, name, screen, language)
        for name, screen in wanted
        for language in ("zh", "en")
    ]


async def settle(page: Page) -> None:
    """Hear everything, then compare; the door's code turns by the clock, so look once more."""
    for last in (False, True):
        fresh = await page.fetched()
        await page.hear(fresh["seq"])
        if page.pieces == fresh["pieces"] or last:
            break
        with suppress(TimeoutError):
            page.take(json.loads(await asyncio.wait_for(page.socket.recv(), 5)))
    wrong = {name for name in fresh["pieces"] if page.pieces.get(name) != fresh["pieces"][name]}
    assert not wrong, (str(page), page.seq, wrong)


async def play(hall: Hall, cast: Cast, seed: int, steps: int) -> tuple[int, int]:
    """`steps` moves by lot; how many were taken and how many refused."""
    lot = random.Random(seed)
    async with AsyncExitStack() as stack:
        pages = await everybody(stack, hall, cast)
        game = Play(hall, cast, lot)
        await game.begin()
        for _ in range(steps):
            await game.move(MOVES + FLOOR)
        for page in pages:
            await settle(page)
    return game.taken, game.refused


async def test_any_sequence_leaves_the_open_pages_equal_to_fresh_ones(
    hall: Hall, cast: Cast
) -> None:
    taken, refused = await play(hall, cast, seed=4, steps=40)
    assert taken > 15, (taken, refused)


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(25))
async def test_many_sequences_leave_the_open_pages_equal_to_fresh_ones(
    hall: Hall, cast: Cast, seed: int
) -> None:
    taken, refused = await play(hall, cast, seed, steps=200)
    assert taken > 60, (taken, refused)


async def test_a_piece_that_is_not_pushed_is_found(
    hall: Hall, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: a change that tells nobody leaves the pages behind."""
    async with AsyncExitStack() as stack:
        page = await open_page(stack, hall, cast, "袁昆腔", "table", "zh")
        await db.rows("UPDATE agenda_item SET title = '改了' WHERE meeting = {}", cast.meeting)
        hall.app.app.state["rooms"]._kept.clear()
        with pytest.raises(AssertionError, match="table"):
            await settle(page)
