"""One evening of votes: who is in the hall, on which screen, and who hands in paper."""

from __future__ import annotations

from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from council import db
from tests.appointing import given
from tests.people import Cast, assemble
from tests.server import COOKIE, Hall, running
from tests.stories.proxy import BadLine, bad_line
from tests.stories.screens import (
    ELDER,
    HALL,
    LAPTOP,
    LOOKS,
    PHONE,
    Screen,
    open_screen,
    shots_folder,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from playwright.async_api import Browser

HOLDER, OLD, PLAIN = "委员01", "委员02", "委员03"
AWAY = "委员13"  # for whom HOLDER votes, by written authority
SECOND = "顾水巷"  # the second officer; has no vote
ELECTORS = 15


@dataclass(slots=True)
class Votes:
    """The screens by name; everybody else comes by HTTP."""

    hall: Hall
    cast: Cast
    line: BadLine
    browser: Browser
    shots: Path
    looks: tuple[tuple[str, bool, dict[str, Any]], ...]
    screens: dict[str, Screen] = field(default_factory=dict)

    @property
    def at(self) -> str:
        return f"/meetings/{self.cast.meeting}"

    def __getitem__(self, name: str) -> Screen:
        return self.screens[name]

    @property
    def rooms(self) -> list[Screen]:
        """Those that are told at once."""
        return [self.screens[name] for name in ("chair", "table", "hall", "phone", "elder")]

    @property
    def faults(self) -> list[str]:
        return [fault for screen in self.screens.values() for fault in screen.faults]

    async def everywhere(self, selector: str) -> None:
        for screen in self.rooms:
            await screen.until(selector)

    async def open(self, name: str, who: str, path: str, origin: str = "", **look: Any) -> Screen:
        origin = origin or self.hall.origin
        thorough = look.get("java_script_enabled", True)
        screen = await open_screen(
            self.browser, origin, name, self.shots, thorough=thorough, **look
        )
        screen.looks = self.looks
        cookie = {"name": COOKIE, "value": self.cast.tokens[who], "url": origin}
        await screen.page.context.add_cookies([cookie])  # type: ignore[list-item]  # a plain dict
        self.screens[name] = screen
        await screen.page.goto(path)
        return screen

    async def move(self, text: str) -> None:
        """A motion is entered at the point that is voted on."""
        item = await db.row(
            "SELECT id FROM agenda_item WHERE meeting = {} AND no = 2", self.cast.meeting
        )
        assert item is not None
        ids = self.cast.people
        moved = {"mover": ids["委员04"], "seconder": ids["委员05"], "doer": "物业"}
        clerk = self.hall.of(self.cast, self.cast.secretary)
        answer = await clerk.post(
            f"{self.at}/motions", item=item["id"], text=text, by_when="年底前", **moved
        )
        assert answer.status_code == 303, answer.text

    async def close(self, *raised: object) -> None:
        for screen in self.screens.values():
            if raised[0] is not None and screen.thorough:
                await screen.picture(f"failed-{screen.name}")
            await screen.page.context.close()


@asynccontextmanager
async def evening(
    browser: Browser, url: str, tmp: Path, looks: Any = LOOKS
) -> AsyncIterator[Votes]:
    """Fourteen of fifteen are there, one has given a proxy; all screens are open."""
    engine = db.make_engine(url)
    db.bind(engine)
    await engine.start_connection_pool()
    async with AsyncExitStack() as stack:
        stack.push_async_callback(engine.close_connection_pool)
        hall = await stack.enter_async_context(running(url, tmp / "data"))
        line = await stack.enter_async_context(bad_line(hall.origin))
        cast = await assemble()
        await _begin(hall, cast)
        held = Votes(hall, cast, line, browser, shots_folder(tmp / "shots"), looks)
        stack.push_async_exit(held.close)
        await _screens(held)
        yield held


async def _begin(hall: Hall, cast: Cast) -> None:
    await given(cast, SECOND, "secretary")
    clerk, at = hall.of(cast, cast.secretary), f"/meetings/{cast.meeting}"
    await clerk.post("/meetings/terms", proxies="1", turn_minutes="2", turns_each="2")
    item = await db.row("SELECT id FROM agenda_item WHERE meeting = {} AND no = 2", cast.meeting)
    assert item is not None
    authority = {"authority_on": "2026-01-05", "kept_at": "档案柜第3份"}
    acts: list[tuple[str, dict[str, str]]] = [
        ("proxies", {"principal": AWAY, "holder": HOLDER, **authority}),
        ("opening", {}),
        *(
            ("attendances", {"person": cast.people[name], "status": "present"})
            for name in cast.members
            if name not in {AWAY, SECOND}
        ),
        ("current-item", {"item": item["id"]}),
    ]
    for path, fields in acts:
        answer = await clerk.post(f"{at}/{path}", **fields)
        assert answer.status_code in {200, 303}, (path, answer.text)


async def _screens(held: Votes) -> None:
    at, cast = held.at, held.cast
    await held.open("chair", cast.chair, f"{at}/chair", **LAPTOP)
    await held.open("table", cast.secretary, f"{at}/table", **LAPTOP)
    await held.open("hall", cast.secretary, f"{at}/screen", **HALL)
    await held.open("phone", HOLDER, f"{at}/room", held.line.origin, **PHONE)
    elder = await held.open("elder", OLD, f"{at}/room", **PHONE)
    await elder.page.context.add_cookies(
        [{"name": "council_elder", "value": "1", "url": held.hall.origin}]
    )
    await elder.page.reload()
    elder.elder = bool(await elder.page.evaluate(ELDER))
    assert elder.elder
    await held.open("plain", PLAIN, f"{at}/room", java_script_enabled=False, **PHONE)
    await held.open("desk", cast.secretary, at, **LAPTOP)
    await held.open("second", SECOND, at, **LAPTOP)
    for screen in held.rooms:
        await screen.live()
