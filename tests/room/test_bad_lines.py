"""Whatever happens to the line, the phone ends where a fresh page is.

The server is restarted, the phone sleeps while its line falls silent, it is in an aeroplane,
somebody else's sign-in page answers in our place, no socket can be had. One phone goes through
them all. The control is a page that never asks again.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

import pytest

from tests.room.open_pages import STEP, live, meeting, reach, seq, shown, until_equal
from tests.server import running
from tests.stories.proxy import bad_line

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Browser, Page

    from tests.room.open_pages import Meeting
    from tests.stories.proxy import BadLine

SOON = 12.0  # seconds
HIDE = """(state) => {
    Object.defineProperty(document, 'visibilityState', {get: () => state, configurable: true});
    document.dispatchEvent(new Event('visibilitychange'));
}"""


async def check(held: Meeting, phone: Page) -> None:
    """On a good line of its own a fresh page shows what the phone comes to show."""
    fresh = await held.again(phone.context)
    await live(fresh)
    await until_equal(phone, fresh, SOON)
    await fresh.close()


async def captive(held: Meeting, line: BadLine, phone: Page) -> None:
    """Each request is answered 200 by a page of the hotel's network."""
    before = await shown(phone)
    line.captive = True
    line.cut()
    await held.come("委员03")
    await live(phone, "poll")
    for _ in range(int(SOON / STEP)):
        if line.foreign:
            break
        await asyncio.sleep(STEP)
    assert line.foreign
    assert await shown(phone) == before, "nothing foreign is shown"
    line.captive = False


async def asleep(held: Meeting, line: BadLine, phone: Page) -> None:
    """Hidden, and the socket says nothing more, though it never closes."""
    await phone.evaluate(HIDE, "hidden")
    with line.silence():
        await held.come("委员04")
    await phone.evaluate(HIDE, "visible")


async def in_an_aeroplane(held: Meeting, line: BadLine, phone: Page) -> None:
    await phone.context.set_offline(True)
    line.cut()
    await held.come("委员05")
    await live(phone, "wait")
    await phone.context.set_offline(False)


async def without_sockets(held: Meeting, line: BadLine, phone: Page) -> None:
    """It asks every four seconds instead."""
    line.without_sockets = True
    line.cut()
    await live(phone, "poll")
    await held.come("委员06")
    await check_without_socket(held, phone)
    line.without_sockets = False


async def check_without_socket(held: Meeting, phone: Page) -> None:
    live_at = f"/meetings/{held.cast.meeting}/live"
    newest = (await held.hall.of(held.cast, "委员01").get(live_at)).json()["seq"]
    await reach(phone, newest, SOON)


async def test_the_phone_ends_at_the_right_state_whatever_the_line_does(
    chromium: Browser, sqlite_url: str, tmp_path: Path
) -> None:
    async with AsyncExitStack() as stack:
        held = await stack.enter_async_context(meeting(chromium, sqlite_url, tmp_path))
        line = await stack.enter_async_context(bad_line(held.hall.origin))
        held.origin = line.origin
        await held.opened("委员01", "委员02")
        phone = await held.open("委员01")
        await live(phone)
        for happens in (asleep, in_an_aeroplane):
            await happens(held, line, phone)
            await check(held, phone)
            await live(phone)
        await restarted(held, line, phone, stack)
        await check(held, phone)
        await without_sockets(held, line, phone)
        await captive(held, line, phone)
        await check(held, phone)


async def restarted(held: Meeting, line: BadLine, phone: Page, stack: AsyncExitStack) -> None:
    """A poll was opened just before the server went; another one comes up on the same data."""
    held.hall = await stack.enter_async_context(running(held.database_url, held.data))
    await held.ask()
    line.to = int(held.hall.origin.rsplit(":", 1)[1])
    asked = len(line.asked)
    line.cut()
    await phone.wait_for_selector("#ballot")
    await live(phone)
    back = [one for one in line.asked[asked:] if b"/live?" in one]
    assert not back, "the socket's first frame brought everything"


async def test_control_a_page_that_never_asks_again_stays_behind(
    chromium: Browser, sqlite_url: str, tmp_path: Path
) -> None:
    async with AsyncExitStack() as stack:
        held = await stack.enter_async_context(meeting(chromium, sqlite_url, tmp_path))
        line = await stack.enter_async_context(bad_line(held.hall.origin))
        held.origin = line.origin
        await held.opened("委员01", "委员02")
        phone = await held.open("委员01")
        await live(phone)
        await phone.evaluate("() => { window.fetch = () => new Promise(() => {}); }")
        line.without_sockets = True
        line.cut()
        await held.come("委员03")
        shows, fresh = await seq(phone), await held.again(phone.context)
        with pytest.raises(pytest.fail.Exception):
            await until_equal(phone, fresh, 2)
        assert await seq(phone) == shows
