"""The register in a browser: answers come while somebody types, on a phone, without a new page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from council.db import bind, make_engine
from tests.people import assemble
from tests.server import COOKIE, running

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Browser


@pytest.mark.nightly
async def test_answers_come_while_typing(
    chromium: Browser, sqlite_url: str, tmp_path: Path
) -> None:
    engine = make_engine(sqlite_url)
    bind(engine)
    await engine.start_connection_pool()
    cast = await assemble(members=4)
    async with running(sqlite_url, tmp_path) as hall:
        context = await chromium.new_context(
            base_url=hall.origin, viewport={"width": 375, "height": 700}
        )
        token = cast.tokens["袁昆腔"]
        await context.add_cookies([{"name": COOKIE, "value": token, "url": hall.origin}])
        page = await context.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        await page.goto("/roll")
        await page.locator("#text").press_sequentially("gsx")
        await page.locator("#found a").wait_for()
        assert await page.locator("#found a").all_inner_texts() == ["顾水巷"]
        assert page.url == f"{hall.origin}/roll"
        await page.locator("#text").fill("没有这个人")
        await page.locator("#found .empty").wait_for()
        await page.locator("#text").fill("wy")
        await page.locator("#found tr").nth(2).wait_for()
        await page.locator("#found a").first.click()
        await page.wait_for_url("**/people/*")
        assert faults == []
        await context.close()
    await engine.close_connection_pool()
