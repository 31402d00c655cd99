"""Somebody votes with one of their two devices: the other one learns of it, without a new page."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from tests.room.open_pages import live, meeting

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Browser, Page

    from tests.room.open_pages import Meeting

SOON = 6_000  # milliseconds
DEAF = """() => {
    const parse = JSON.parse;
    JSON.parse = (text) => { const told = parse(text); delete told.rev; return told; };
}"""


async def vote(phone: Page, choice: str) -> None:
    await phone.locator(f"#ballot [value={choice}]").click()
    await phone.locator("#ballot [data-confirm]").click()
    await phone.locator("#receipt").wait_for()


async def receipt(phone: Page) -> str:
    return await phone.locator("#receipt").inner_text(timeout=SOON)


def asked(phone: Page) -> list[str]:
    """The addresses of what this page will have asked for."""
    found: list[str] = []
    phone.on("request", lambda one: found.append(one.url) if "/live?" in one.url else None)
    return found


async def two_phones(held: Meeting, *scripts: str) -> tuple[Page, Page]:
    """At an open vote: the one that will vote, and another of the same person."""
    await held.opened("委员01", "委员02")
    await held.ask()
    first, second = await held.open("委员01"), await held.open("委员01")
    for script in scripts:
        await second.evaluate(script)
    for phone in (first, second):
        await live(phone)
        await phone.locator("#ballot").wait_for()
    return first, second


async def test_the_other_device_shows_the_receipt_and_the_one_that_voted_asks_for_nothing(
    chromium: Browser, database_url: str, tmp_path: Path
) -> None:
    async with meeting(chromium, database_url, tmp_path) as held:
        first, second = await two_phones(held)
        requests = asked(first)
        await vote(first, "yes")
        await second.locator("#receipt").wait_for(timeout=SOON)
        assert await receipt(second) == await receipt(first)
        assert await second.locator("#ballot").count() == 0
        assert requests == []


async def test_a_page_that_is_not_told_stays_behind(
    chromium: Browser, sqlite_url: str, tmp_path: Path
) -> None:
    """The control: without the revision in the push the other device goes on asking for a vote."""
    async with meeting(chromium, sqlite_url, tmp_path) as held:
        first, second = await two_phones(held, DEAF)
        await vote(first, "yes")
        await asyncio.sleep(1.6)  # a page that was told has asked after a second
        assert await second.locator("#ballot").count() == 1
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.5):
                await second.locator("#receipt").wait_for()
