"""The sheet in a real browser: readable by everybody, and editable without JavaScript."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.async_playwright import Axe

from council import db
from council.clock import local, now
from council.db import bind, make_engine
from tests.minutes.evening import held
from tests.people import Cast, assemble
from tests.server import COOKIE, Hall, running

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Browser, BrowserContext

PHONE = {"width": 375, "height": 812}
LAPTOP = {"width": 1440, "height": 900}
LOOKS: list[dict[str, Any]] = [
    {"viewport": LAPTOP},
    {"viewport": PHONE, "color_scheme": "dark"},
    {"viewport": PHONE, "elder": "1"},
]
SMALL = """[...document.querySelectorAll('main a, main button, main summary')]
    .filter(e => e.offsetParent).map(e => e.getBoundingClientRect())
    .filter(r => r.height < 47.5 || r.width < 47.5).length"""

WIDE = "document.documentElement.scrollWidth > innerWidth"


async def entered(
    chromium: Browser, hall: Hall, token: str, *, elder: str = "0", **look: Any
) -> BrowserContext:
    context = await chromium.new_context(base_url=hall.origin, **look)
    cookies = {COOKIE: token, "council_elder": elder}
    for name, value in cookies.items():
        if value:
            await context.add_cookies([{"name": name, "value": value, "url": hall.origin}])
    return context


async def looked_at(chromium: Browser, hall: Hall, token: str, path: str) -> list[str]:
    """What axe, the width and the size of targets say against a page, in every look."""
    faults = []
    for look in LOOKS:
        context = await entered(chromium, hall, token, **look)
        page = await context.new_page()
        await page.goto(path)
        found = (await Axe().run(page)).response["violations"]
        wide = await page.evaluate(WIDE)
        faults += [f"{path} {look}: {one['id']}" for one in found]
        faults += [f"{path} {look}: too wide"] if wide else []
        faults += [f"{path} {look}: small target"] if await page.evaluate(SMALL) else []
        await page.evaluate("document.documentElement.style.fontSize = '200%'")
        faults += [f"{path} {look}: too wide at 200 %"] if await page.evaluate(WIDE) else []
        await context.close()
    return faults


async def edited_without_javascript(
    chromium: Browser, hall: Hall, cast: Cast, minutes: str
) -> None:
    """Open a paragraph, write, save: only plain HTML."""
    token = cast.tokens[cast.secretary]
    context = await entered(chromium, hall, token, viewport=LAPTOP, java_script_enabled=False)
    page = await context.new_page()
    await page.goto(minutes)
    paragraph = page.locator('[id="item.2.more"]')
    await paragraph.locator("summary").click()
    await paragraph.locator("textarea").fill("会议要求逐户说明。")
    await paragraph.get_by_role("button").click()
    assert page.url.endswith("#item.2.more")
    assert await page.locator('[id="item.2.more"] .para-words').inner_text() == "会议要求逐户说明。"
    assert await page.locator(".woven ins").inner_text() == "会议要求逐户说明。"
    await context.close()


async def the_sample_follows_the_typing(chromium: Browser, hall: Hall, cast: Cast) -> None:
    """What is typed shows on the sample page; neither field nor focus is touched by it."""
    context = await entered(chromium, hall, cast.tokens[cast.secretary], viewport=LAPTOP)
    page = await context.new_page()
    await page.goto("/letterhead")
    before = await page.get_attribute("#sample img", "src")
    await page.fill("#programme", "边打边看的项目")
    moved = "(before) => document.querySelector('#sample img').src !== before"
    await page.wait_for_function(moved, arg=before)
    assert await page.input_value("#programme") == "边打边看的项目"
    assert await page.evaluate("document.activeElement.id") == "programme"
    await context.close()


async def two_write_at_once(chromium: Browser, hall: Hall, cast: Cast, minutes: str) -> None:
    """Forms save themselves; others' words come in, but never over what is being typed."""
    contexts = [
        await entered(chromium, hall, cast.tokens[who], viewport=LAPTOP)
        for who in (cast.secretary, cast.chair)
    ]
    ours, theirs = [await one.new_page() for one in contexts]
    for page in (ours, theirs):
        await page.goto(minutes)
    mine, same = (page.locator('[id="item.1.more"]') for page in (ours, theirs))
    await mine.locator("summary").click()
    await mine.locator("textarea").press_sequentially("会议认为**可行**。")
    await mine.get_by_text("已保存").wait_for()
    assert await mine.locator(".para-words strong").inner_text() == "可行"
    await same.locator("strong").wait_for()  # by itself, since nobody writes there
    await theirs.get_by_text("改了1段").wait_for()
    await same.locator("summary").click()
    await same.locator("textarea").fill("会议认为要再看。")
    await same.get_by_text("已保存").wait_for()
    await ours.get_by_text("改了1段").wait_for()
    assert await mine.locator("textarea").input_value() == "会议认为**可行**。"
    await mine.locator("textarea").press_sequentially("！")
    await mine.get_by_text("别人先保存了这一段").wait_for()
    await mine.get_by_role("button").click()
    await ours.get_by_role("heading", name="这一段有两种改法").wait_for()
    assert await ours.locator("#yours").input_value() == "会议认为**可行**。！"
    await ours.get_by_text("会议认为要再看。").first.wait_for()
    for one in contexts:
        await one.close()


async def nothing_is_lost_while_the_line_is_dead(
    chromium: Browser, hall: Hall, cast: Cast, minutes: str
) -> None:
    context = await entered(chromium, hall, cast.tokens[cast.secretary], viewport=LAPTOP)
    page = await context.new_page()
    await page.goto(minutes)
    paragraph = page.locator('[id="closing"]')
    await paragraph.locator("summary").click()
    await context.set_offline(True)
    await paragraph.locator("textarea").press_sequentially("散会。")
    await paragraph.get_by_text("没有保存").wait_for()
    await context.set_offline(False)
    await paragraph.get_by_text("已保存").wait_for()
    await context.close()


async def one_signs_what_one_saved(chromium: Browser, hall: Hall, cast: Cast, minutes: str) -> None:
    """Read by everybody until a day; then the last word, and the signature without a new page."""
    secretary = hall.of(cast, cast.secretary)
    day = f"{local(now()) + timedelta(days=3):%Y-%m-%d}"
    assert (await secretary.post(f"{minutes}/reviews", until=day)).status_code == 303
    for name in cast.members[:13]:
        agreed = {"says": "agree", "version": "1"}
        assert (await hall.of(cast, name).post(f"{minutes}/review", **agreed)).status_code == 303
    context = await entered(chromium, hall, cast.tokens[cast.secretary], viewport=LAPTOP)
    page = await context.new_page()
    await page.goto(minutes)
    paragraph = page.locator('[id="closing"]')
    await paragraph.locator("summary").click()
    await paragraph.locator("textarea").press_sequentially("就到这里。")
    await paragraph.get_by_text("已保存").wait_for()
    await page.get_by_role("button", name="以记录人身份签字").click()
    await page.get_by_text("等另一位签字").wait_for()
    await context.close()


@pytest.mark.nightly  # every look and size; the evening's story visits the same pages in CI
async def test_draft_and_published_sheet_are_for_everybody(
    chromium: Browser, sqlite_url: str, tmp_path: Path
) -> None:
    bind(make_engine(sqlite_url))
    async with running(sqlite_url, tmp_path) as hall:
        cast = await assemble()
        await held(cast)
        secretary, chair = hall.of(cast, cast.secretary), hall.of(cast, cast.chair)
        made = await secretary.post(f"/meetings/{cast.meeting}/minutes")
        at = made.headers["location"]
        await edited_without_javascript(chromium, hall, cast, at)
        await two_write_at_once(chromium, hall, cast, at)
        await nothing_is_lost_while_the_line_is_dead(chromium, hall, cast, at)
        await the_sample_follows_the_typing(chromium, hall, cast)
        await one_signs_what_one_saved(chromium, hall, cast, at)
        assert await looked_at(chromium, hall, secretary.token, at) == []
        await secretary.post(f"{at}/approval", agreed="13")
        await secretary.post(f"{at}/signatures", **{"as": "recorder"})
        await chair.post(f"{at}/signatures", **{"as": "chair"})
        assert (await chair.post(f"{at}/publication")).status_code == 303
        assert await looked_at(chromium, hall, "", at) == []
        poll = await db.row("SELECT id FROM poll WHERE meeting = {}", cast.meeting)
        assert poll is not None
        meeting = f"/meetings/{cast.meeting}"
        sheets = (f"{meeting}/sign-in-sheet", f"{meeting}/record", f"{at}/decisions")
        for path in ("/letterhead", *sheets, f"/polls/{poll['id']}/poster"):
            assert await looked_at(chromium, hall, secretary.token, path) == []
