"""Thirty cards in ten minutes: each is entered with the keyboard alone, in a real browser."""

from __future__ import annotations

import sys
from time import perf_counter
from typing import TYPE_CHECKING

from axe_playwright_python.async_playwright import Axe

from council.db import bind, make_engine
from tests.needs.calls import Call, published
from tests.people import assemble
from tests.server import COOKIE, running

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Browser, Page

CARDS = (("1", "教用手机挂号", "许桂枝"), ("3", "楼梯装扶手", ""), ("5", "车棚插座不够", "陆德兴"))
FOCUSED = "document.activeElement.id"
A_CARD = 20.0  # seconds: thirty in ten minutes; what the machine takes of them is little


async def enter(page: Page, digit: str, text: str, name: str) -> None:
    """Field, text, name, Enter; no mouse."""
    assert await page.evaluate(FOCUSED) == "field"
    await page.keyboard.press(digit)
    await page.keyboard.press("Tab")
    await page.keyboard.insert_text(text)
    await page.keyboard.press("Tab")
    await page.keyboard.insert_text(name)
    async with page.expect_navigation(wait_until="load"):
        await page.keyboard.press("Enter")


async def copied(page: Page, call: Call) -> None:
    """Three cards, how long each takes the machine, and the cursor where it began."""
    await page.goto(f"{call.path}/cards")
    began = perf_counter()
    for card in CARDS:
        await enter(page, *card)
    each = (perf_counter() - began) / len(CARDS)
    sys.stdout.write(f"\n{each:.2f} s of the machine for each card\n")
    assert each < A_CARD / 4
    assert await page.evaluate(FOCUSED) == "field"
    listed = await page.locator(".card-list > li").all_inner_texts()
    assert ["陆德兴" in listed[0], "楼梯装扶手" in listed[1], "许桂枝" in listed[2]] == [True] * 3
    assert (await Axe().run(page)).response["violations"] == []
    fields = {one["text"]: (one["field"], one["topic"]) for one in await call.listed()}
    assert fields["楼梯装扶手"] == ("safety", "")
    assert fields["车棚插座不够"] == ("hot", "电动车充电")


async def test_a_card_needs_no_mouse_and_the_cursor_is_back_in_the_first_field(
    chromium: Browser, sqlite_url: str, tmp_path: Path
) -> None:
    engine = make_engine(sqlite_url)
    bind(engine)
    await engine.start_connection_pool()
    cast = await assemble(members=4)
    async with running(sqlite_url, tmp_path) as hall:
        context = await chromium.new_context(base_url=hall.origin, bypass_csp=True)
        token = cast.tokens[cast.secretary]
        await context.add_cookies([{"name": COOKIE, "value": token, "url": hall.origin}])
        await copied(await context.new_page(), await published(hall, cast))
        await context.close()
    await engine.close_connection_pool()
