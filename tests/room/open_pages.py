"""One meeting with pages open in a browser, and what is done at it from elsewhere."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from council import db
from council.db import bind, make_engine
from tests.people import assemble
from tests.server import COOKIE, running

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from playwright.async_api import Browser, BrowserContext, Page

    from tests.people import Cast
    from tests.server import Hall

PHONE = {"width": 375, "height": 812}
SEQ = "() => window.councilLive.state().seq"
PIECES = """() => Object.fromEntries(Array.from(document.querySelectorAll('main [id]'))
    .filter((each) => IDS.includes(each.id))
    .map((each) => [each.id, each.hidden ? '' : each.textContent.replace(/\\s+/g, ' ').trim()]))"""
IDS = ["quorum", "checkin", "item", "ballot-place", "receipt-place", "turnout", "result-place",
       "stance"]  # fmt: skip
STEP = 0.05  # seconds between two looks
NO_JITTER = "Math.random = () => 0"


@dataclass(slots=True)
class Meeting:
    """`hall` may be another server later, and `origin` a line that leads to it."""

    browser: Browser
    database_url: str
    data: Path
    hall: Hall
    cast: Cast
    origin: str = ""

    def path(self, screen: str) -> str:
        return f"{self.origin or self.hall.origin}/meetings/{self.cast.meeting}/{screen}"

    async def act(self, path: str, name: str = "袁昆腔", **fields: str) -> str:
        """Somebody does something on another device; where they are led."""
        if "/" not in path:
            path = f"/meetings/{self.cast.meeting}/{path}"
        answer = await self.hall.of(self.cast, name).post(path, **fields)
        assert answer.status_code < 400, (path, answer.status_code, answer.text[:300])
        return str(answer.headers.get("location", ""))

    async def come(self, *names: str, status: str = "present") -> None:
        for name in names:
            await self.act("attendances", person=self.cast.people[name], status=status)

    async def opened(self, *names: str) -> None:
        """In session, at the item that is voted on, with these members here."""
        await self.act("opening")
        await self.come(*names)
        await self.act("current-item", item=await self.item())

    async def item(self) -> str:
        found = await db.row(
            "SELECT id FROM agenda_item WHERE meeting = {} AND no = 2", self.cast.meeting
        )
        assert found is not None
        return str(found["id"])

    async def offer(self, name: str, text: str) -> None:
        item = await self.item()
        await self.act("offers", name, item=item, text=text, doer="物业", by_when="月底")

    async def ask(self) -> str:
        made = await self.act("polls", "曹评话", text="通过服务项目", rule="COM")
        poll = made.split("/")[-1]
        await self.act(f"/polls/{poll}/opening", "曹评话")
        return poll

    async def open(self, name: str, screen: str = "room", **more: Any) -> Page:
        context = await self.browser.new_context(
            viewport=more.pop("viewport", PHONE), reduced_motion="reduce", locale="zh-CN", **more
        )
        context.set_default_timeout(10_000)
        cookie = {
            "name": COOKIE,
            "value": self.cast.tokens[name],
            "url": self.origin or self.hall.origin,
        }
        await context.add_cookies([cookie])  # type: ignore[list-item]  # a plain dict will do
        await context.add_init_script(NO_JITTER)
        return await self.again(context, screen)

    async def again(self, context: BrowserContext, screen: str = "room") -> Page:
        page = await context.new_page()
        await page.goto(self.path(screen))
        return page


@asynccontextmanager
async def meeting(browser: Browser, url: str, data: Path) -> AsyncIterator[Meeting]:
    engine = make_engine(url)
    bind(engine)
    await engine.start_connection_pool()
    async with AsyncExitStack() as stack:
        stack.push_async_callback(engine.close_connection_pool)
        hall = await stack.enter_async_context(running(url, data))
        made = Meeting(browser, url, data, hall, await assemble(members=8))
        yield made
        for context in list(browser.contexts):
            await context.close()


async def live(page: Page, state: str = "on") -> None:
    await page.wait_for_selector(f"#connection[data-state={state}]", state="attached")


async def shown(page: Page) -> dict[str, str]:
    """The words of every piece, those of a narrow line left out by the style sheet included."""
    found: dict[str, str] = await page.evaluate(PIECES.replace("IDS", str(IDS)))
    return found


async def until_equal(page: Page, fresh: Page, seconds: float) -> None:
    """Within so many seconds the page shows what a fresh one shows."""
    await reach(page, await seq(fresh), seconds)
    ours, theirs = await shown(page), await shown(fresh)
    assert ours == theirs, {
        one: (ours[one], theirs[one]) for one in IDS if ours[one] != theirs[one]
    }


async def seq(page: Page) -> int:
    return int(await page.evaluate(SEQ))


async def reach(page: Page, number: int, seconds: float = 10) -> None:
    """Until the page shows this number or a later one."""
    for _ in range(int(seconds / STEP)):
        if await seq(page) >= number:
            return
        await asyncio.sleep(STEP)
    pytest.fail(f"the page shows {await seq(page)} and not {number}")
