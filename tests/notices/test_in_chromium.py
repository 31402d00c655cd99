"""The pages of notices as a phone and as paper show them: read by axe, never too wide, one A4."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.async_playwright import Axe
from pypdf import PdfReader

from tests.commands.running import free_port, started

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.async_api import Browser, Page

pytestmark = pytest.mark.nightly  # the list is looked at in every run: tests/site
PHONE: Any = {"width": 375, "height": 812}
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
OFFICE = ("/notices/desk", "/notices/new", "/notices/calendar", "/notices/terms")


@pytest.fixture(scope="module")
def access(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """A running demo: its address, and who can sign in."""
    folder = tmp_path_factory.mktemp("demo")
    with started(["demo", "--data", str(folder), "--port", str(free_port())], {}):
        yield json.loads((folder / "access.json").read_text(encoding="utf-8"))


async def opened(browser: Browser, access: dict[str, Any]) -> Page:
    origin = access["origin"]
    context = await browser.new_context(base_url=origin, viewport=PHONE, bypass_csp=True)
    return await context.new_page()


async def looked_at(page: Page, address: str) -> None:
    await page.goto(address)
    assert (await Axe().run(page)).response["violations"] == [], address
    assert not await page.evaluate(TOO_WIDE), address


async def running(page: Page) -> str:
    """The address of the notice that hangs."""
    await page.goto("/notices")
    return str(await page.locator("[aria-labelledby=running] a").first.get_attribute("href"))


async def test_what_everybody_sees(chromium: Browser, access: dict[str, Any]) -> None:
    page = await opened(chromium, access)
    one = await running(page)
    for address in (one, f"{one}/objection", "/objections", f"{one}/sheet"):
        await looked_at(page, address)
    assert len(PdfReader(io.BytesIO(await page.pdf(format="A4"))).pages) == 1
    await page.context.close()


async def test_the_officers_desk(chromium: Browser, access: dict[str, Any]) -> None:
    page = await opened(chromium, access)
    who = next(one for one in access["people"] if one["role"] == "secretary")
    await page.goto("/sign-in")
    await page.fill("[name=login]", who["login"])
    await page.fill("[name=password]", who["password"])
    await page.click("main button[type=submit]")
    await page.wait_for_load_state()
    one = await running(page)
    for address in (*OFFICE, f"{one}/desk"):
        await looked_at(page, address)
    await page.goto("/notices/desk")
    await page.click("[aria-labelledby=drafts] a")
    await page.wait_for_selector("#sure")
    await looked_at(page, page.url)
    await page.context.close()
