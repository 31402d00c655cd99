"""The public pages in a browser: one of every kind that links lead to, in every look.

Nothing for axe to find, nothing wider than the phone, also with letters twice as large; all of it
by keyboard; on paper without controls.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest
from axe_playwright_python.async_playwright import Axe

from tests.commands.running import free_port, started
from tests.site.crawl import Crawl, shape

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.async_api import Browser, Page

PHONE = {"width": 375, "height": 800}
BY_DAY = ("/", "/published", "/contact", "/notices/*", "/minutes/*")  # the rest by night
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
LETTERS = "(size) => { document.documentElement.style.fontSize = size; }"
# What Tab should reach: everything that can be used and is shown.
USABLE = """() => Array.from(document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]'))
    .filter((each) => !each.disabled && each.getClientRects().length > 0
        && getComputedStyle(each).visibility !== 'hidden')
    .filter((each, at, all) => each.type !== 'radio'  // of a group Tab finds one, arrows the rest
        || all.findIndex((one) => one.type === 'radio' && one.name === each.name) === at).length"""
# Where the focus is: a number of its own, whether it is in view, and whether one sees it.
FOCUS = """() => {
    const on = document.activeElement;
    if (!on || on === document.body) return null;
    window.seen = window.seen || [];
    if (!window.seen.includes(on)) window.seen.push(on);
    const box = on.getBoundingClientRect(), style = getComputedStyle(on);
    const inView = box.bottom > 0 && box.top < innerHeight && box.width > 0;
    const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
    return [window.seen.indexOf(on), inView && ring, on.outerHTML.slice(0, 90)];
}"""
SHOWN_ON_PAPER = """() => Array.from(document.querySelectorAll('button, form, nav, .site-footer'))
    .filter((each) => each.getClientRects().length > 0)
    .map((each) => each.outerHTML.slice(0, 90))"""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A running demo's address."""
    folder: Path = tmp_path_factory.mktemp("demo")
    with started(["demo", "--data", str(folder), "--port", str(free_port())], {}) as (origin, _):
        yield origin


async def pages_of(origin: str, *kinds: str) -> list[str]:
    """One path of each kind, or of these kinds."""
    async with httpx.AsyncClient(base_url=origin, trust_env=False, timeout=20) as visitor:
        crawl = Crawl(visitor)
        await crawl.everywhere()
    found = {shape(path): path for path in crawl.pages}
    assert len(found) > 25, sorted(found)
    return [found[kind] for kind in kinds] if kinds else [*found.values()]


async def _faults(page: Page) -> list[str]:
    found = (await Axe().run(page)).response["violations"]
    return [f"{page.url} {one['id']} {one['nodes'][0]['html'][:120]}" for one in found]


async def _open(chromium: Browser, origin: str, *, dark: bool = False, elder: bool = False) -> Page:
    context = await chromium.new_context(
        viewport={"width": 375, "height": 800}, color_scheme="dark" if dark else "light"
    )
    if elder:
        await context.add_cookies([{"name": "council_elder", "value": "1", "url": origin}])
    return await context.new_page()


@pytest.mark.parametrize(
    ("scheme", "elder"),
    [
        ("light", True),
        pytest.param("dark", False, marks=pytest.mark.nightly),
        pytest.param("light", False, marks=pytest.mark.nightly),  # seen in the evening's story
        pytest.param("dark", True, marks=pytest.mark.nightly),
    ],
)
async def test_axe_finds_nothing_and_large_letters_push_no_page_wide(
    chromium: Browser, demo: str, scheme: str, *, elder: bool
) -> None:
    page = await _open(chromium, demo, dark=scheme == "dark", elder=elder)
    faults: list[str] = []
    for path in await pages_of(demo):
        await page.goto(demo + path)
        faults += await _faults(page)
        for size in ("100%", "200%"):
            await page.evaluate(LETTERS, size)
            faults += [f"{path} {size} is too wide"] if await page.evaluate(TOO_WIDE) else []
    await page.context.close()
    assert faults == []


@pytest.mark.parametrize("kinds", [BY_DAY, pytest.param((), marks=pytest.mark.nightly)])
async def test_everything_is_reached_by_keyboard_and_on_paper_are_no_controls(
    chromium: Browser, demo: str, kinds: tuple[str, ...]
) -> None:
    page = await _open(chromium, demo)
    faults: list[str] = []
    for path in await pages_of(demo, *kinds):
        await page.goto(demo + path)
        faults += [f"{path}: {one}" for one in await by_keyboard(page)]
        await page.emulate_media(media="print")
        faults += [f"{path} on paper: {one}" for one in await page.evaluate(SHOWN_ON_PAPER)]
        await page.emulate_media(media="screen")
    await page.context.close()
    assert faults == []


async def by_keyboard(page: Page) -> list[str]:
    """What Tab does not reach, or reaches without one's seeing it."""
    usable, unseen, reached = await page.evaluate(USABLE), list[str](), 0
    for _ in range(usable):
        await page.keyboard.press("Tab")
        on = await page.evaluate(FOCUS)
        if on is None:
            break
        reached = max(reached, on[0] + 1)
        if not on[1]:
            unseen.append(on[2])
    return [*unseen, *([f"{reached} of {usable} reached"] if reached != usable else [])]


async def test_control_what_the_keyboard_does_not_reach_or_show_is_found(
    chromium: Browser, demo: str
) -> None:
    page = await _open(chromium, demo)
    await page.goto(f"{demo}/contact")
    await page.evaluate("() => { document.querySelector('main a').tabIndex = -1; }")
    assert any("reached" in one for one in await by_keyboard(page))
    await page.goto(f"{demo}/contact")
    hide = "() => { for (const each of document.links) each.style.outline = 'none'; }"
    await page.evaluate(hide)
    assert any(one.startswith("<a") for one in await by_keyboard(page))
    await page.context.close()


async def test_the_chain_of_an_idea_is_reached_by_keyboard_and_reads_well(
    chromium: Browser, demo: str
) -> None:
    page = await _open(chromium, demo)
    await page.goto(demo)
    await page.fill("#ask-text", "os-t1")
    await page.keyboard.press("Enter")
    await page.get_by_role("link", name="独居老人吃饭和说话").first.press("Enter")
    await page.wait_for_selector("ol.chain")
    numbers = await page.locator(".chain .code").all_inner_texts()
    assert numbers == ["ZJ-2026-02", "OS-T1", "XM-01"]
    assert await _faults(page) == []
    await page.context.close()
