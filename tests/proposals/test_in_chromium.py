"""A proposal from a phone: filled in by thumb, with a photograph, read by axe, never too wide."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.async_playwright import Axe
from PIL import Image

from tests.commands.running import free_port, started

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.async_api import Browser, FilePayload, Page

pytestmark = pytest.mark.nightly  # the list and one proposal are looked at in every run: tests/site
PHONE: Any = {"width": 375, "height": 812}
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
OFFICE = ("/proposals/board", "/proposals/desk", "/proposals/terms")


@pytest.fixture(scope="module")
def access(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """A running demo: its address, and who can sign in."""
    folder = tmp_path_factory.mktemp("demo")
    with started(["demo", "--data", str(folder), "--port", str(free_port())], {}):
        yield json.loads((folder / "access.json").read_text(encoding="utf-8"))


async def signed_in(browser: Browser, access: dict[str, Any], role: str) -> Page:
    who = next(one for one in access["people"] if one["role"] == role)
    page = await (await browser.new_context(bypass_csp=True, viewport=PHONE)).new_page()
    await page.goto(f"{access['origin']}/sign-in")
    await page.fill("[name=login]", who["login"])
    await page.fill("[name=password]", who["password"])
    await page.click("main button[type=submit]")
    await page.wait_for_load_state()
    return page


async def looked_at(page: Page) -> None:
    assert (await Axe().run(page)).response["violations"] == []
    assert not await page.evaluate(TOO_WIDE)


async def test_a_proposal_is_filed_with_a_photograph(
    chromium: Browser, access: dict[str, Any]
) -> None:
    page, out = await signed_in(chromium, access, "resident"), io.BytesIO()
    Image.new("RGB", (1200, 900), "green").save(out, "JPEG")
    await page.goto(f"{access['origin']}/proposals")
    await page.get_by_role("link", name="我要提案").first.click()
    await looked_at(page)
    await page.fill("#title", "装一盏感应灯")
    await page.fill("#text", "在3号楼门口装一盏感应灯。")
    file: FilePayload = {"name": "灯.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}
    await page.set_input_files("#photo", [file])
    await page.get_by_role("button", name="提出").click()
    await page.wait_for_selector(".photos img")
    assert await page.locator(".photos img").evaluate("one => one.naturalWidth") == 1200
    await looked_at(page)
    await page.context.close()


async def test_the_officers_pages_are_sound(chromium: Browser, access: dict[str, Any]) -> None:
    page = await signed_in(chromium, access, "secretary")
    for path in OFFICE:
        await page.goto(f"{access['origin']}{path}")
        await looked_at(page)
    await page.goto(f"{access['origin']}{OFFICE[0]}")
    await page.get_by_role("link", name="答复").first.click()
    await looked_at(page)
    await page.context.close()
