"""The public pages in a browser: nothing for axe to find, nothing wider than the phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.async_playwright import Axe

from tests.commands.running import free_port, started

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.async_api import Browser, Page

PAGES = [
    "/",
    "/meetings",
    "/ideas",
    "/organisations",
    "/ideas?text=OS-T1",
    "/outcomes",
    "/proposals",
    "/notices",
    "/contact",
]
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
TWICE_AS_LARGE = "document.documentElement.style.fontSize = '200%'"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A running demo's address."""
    folder: Path = tmp_path_factory.mktemp("demo")
    with started(["demo", "--data", str(folder), "--port", str(free_port())], {}) as (origin, _):
        yield origin


async def _faults(page: Page) -> list[str]:
    found = (await Axe().run(page)).response["violations"]
    return [f"{page.url} {one['id']} {one['nodes'][0]['html'][:120]}" for one in found]


@pytest.mark.parametrize(
    ("scheme", "elder"),
    [
        ("light", True),
        pytest.param("dark", False, marks=pytest.mark.nightly),
        pytest.param("light", False, marks=pytest.mark.nightly),  # seen in the evening's story
        pytest.param("dark", True, marks=pytest.mark.nightly),
    ],
)
async def test_axe_finds_nothing(chromium: Browser, demo: str, scheme: str, *, elder: bool) -> None:
    context = await chromium.new_context(
        viewport={"width": 375, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    if elder:
        await context.add_cookies([{"name": "council_elder", "value": "1", "url": demo}])
    page = await context.new_page()
    faults: list[str] = []
    for path in PAGES:
        await page.goto(demo + path)
        faults += await _faults(page)
    await page.goto(f"{demo}/proposals")
    await page.locator(".list-link").last.click()  # the one that a meeting voted on
    await page.wait_for_selector("ol.chain")
    faults += await _faults(page)
    await context.close()
    assert faults == []


async def test_the_chain_of_an_idea_is_reached_by_keyboard_and_reads_well(
    chromium: Browser, demo: str
) -> None:
    context = await chromium.new_context(viewport={"width": 375, "height": 800})
    page = await context.new_page()
    await page.goto(demo)
    await page.fill("#ask-text", "os-t1")
    await page.keyboard.press("Enter")
    await page.get_by_role("link", name="独居老人吃饭和说话").press("Enter")
    await page.wait_for_selector("ol.chain")
    numbers = await page.locator(".chain .code").all_inner_texts()
    assert numbers == ["ZJ-2026-02", "OS-T1", "XM-01"]
    assert await _faults(page) == []
    await context.close()


async def test_letters_twice_as_large_do_not_push_a_page_wide(chromium: Browser, demo: str) -> None:
    context = await chromium.new_context(viewport={"width": 375, "height": 800})
    page = await context.new_page()
    for path in PAGES:
        await page.goto(demo + path)
        await page.evaluate(TWICE_AS_LARGE)
        assert not await page.evaluate(TOO_WIDE), path
    await context.close()
