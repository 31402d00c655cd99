"""The witness of the counting: whoever does something past it is caught."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.stories.counted import Counted

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

PLAIN = """<!doctype html><meta charset="utf-8"><title>·</title>
<button type="button">做</button><input id="box"><p class="para-edit"><textarea></textarea></p>"""
WAYS = ("click", "change", "reload", "address")


async def test_what_goes_past_the_counting_is_noticed(chromium: Browser) -> None:
    context = await chromium.new_context(base_url="http://127.0.0.1:9")
    page = await context.new_page()
    await page.route("**/*", lambda route: route.fulfill(body=PLAIN, content_type="text/html"))
    one = await Counted.watch(page)
    await page.goto("/")
    for way in WAYS:
        await one.begin()
        await one.click(page.locator("button"))
        await one.fill(page.locator("#box"), f"字{way}")
        await one.correct(page.locator("textarea"), f"改{way}")
        await page.locator("textarea").blur()
        assert await one.vouched() == 2
        await go_past(page, way)
        with pytest.raises(AssertionError):
            await one.vouched()
    await context.close()


async def go_past(page: Page, way: str) -> None:
    if way == "click":
        await page.click("button")
    elif way == "change":
        await page.fill("#box", "别的")
        await page.locator("#box").blur()
    elif way == "reload":
        await page.reload()
    else:
        await page.goto("/elsewhere")
