"""Setting it up in a real browser, on a phone: read from the page, confirmed, and asked again."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.async_playwright import Axe

from council import db
from council.clock import now
from council.identity import totp
from council.verification import actions as verification_actions
from tests import people
from tests.server import COOKIE, running

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Browser, Page

PASSWORD = "桂花树下的第三家"
NARROW = {"width": 375, "height": 812}


async def faults(page: Page) -> list[str]:
    """What axe finds, in 长辈版 too, and whether the page is wider than the phone."""
    found = []
    for elder in ("1", "0"):
        await page.evaluate(f"document.documentElement.className = {elder} ? 'elder' : ''")
        results = (await Axe().run(page)).response
        found += [one["id"] for one in results["violations"]]
        if await page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append("wider than the phone")
    return found


async def browser_tab(browser: Browser, origin: str) -> Page:
    context = await browser.new_context(viewport=NARROW, base_url=origin)  # type: ignore[arg-type]  # a TypedDict
    return await context.new_page()


async def sign_in(page: Page) -> None:
    await page.goto("/sign-in?next=/account")
    await page.fill("#login", "R031")
    await page.fill("#password", PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/second-factor?next=/account")


async def set_up(page: Page, step: int) -> bytes:
    """Every page of the set-up; the secret as it is typed from the page."""
    assert await faults(page) == []
    secret = base64.b32decode((await page.inner_text("#secret")).replace(" ", ""))
    await page.fill("#code", totp.digits(secret, step))
    await page.click("text=核对并设好")
    assert await page.locator("#recovery-codes li").count() == 8
    assert await faults(page) == []
    await page.click("text=我抄好了，继续")
    await page.wait_for_url("**/account")
    await page.click("text=第二重验证和恢复码")
    assert await faults(page) == []
    return secret


@pytest.mark.nightly  # the residents' story sets it up
async def test_an_officer_sets_it_up_on_a_phone_and_comes_back(
    chromium: Browser, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = totp.step_at(now())
    monkeypatch.setattr(totp, "step_at", lambda _: step)
    db.bind(db.make_engine(sqlite_url))
    cast = await people.assemble(members=4)
    by = cast.actor("袁昆腔")
    await verification_actions.verify_at_desk(cast.people["曹评话"], "身份证", by, PASSWORD)
    async with running(sqlite_url, tmp_path) as hall:
        page = await browser_tab(chromium, hall.origin)
        await sign_in(page)
        secret = await set_up(page, step - 1)
        await page.context.clear_cookies()
        await sign_in(page)
        await page.fill("#code", "000 000x")
        await page.keyboard.press("Enter")
        await page.wait_for_selector("#problem")
        assert await faults(page) == []
        await page.fill("#code", totp.digits(secret, step))
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/account")
        await page.context.close()


async def test_a_colleague_sees_who_has_one(
    chromium: Browser, sqlite_url: str, tmp_path: Path
) -> None:
    db.bind(db.make_engine(sqlite_url))
    cast = await people.assemble(members=4)
    async with running(sqlite_url, tmp_path) as hall:
        page = await browser_tab(chromium, hall.origin)
        await page.context.add_cookies(
            [{"name": COOKIE, "value": cast.tokens["袁昆腔"], "url": hall.origin}]
        )
        await page.goto("/second-factor/officers")
        assert "曹评话" in await page.inner_text("main")
        assert await faults(page) == []
        await page.context.close()
