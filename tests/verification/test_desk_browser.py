"""The desk on a laptop and the people on their phones, in a browser: one evening at the counter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.async_playwright import Axe

from council import db
from council.verification import actions
from tests import people
from tests.server import COOKIE, Hall, running
from tests.verification.neighbourhood import ID, home, leads, listed, state, unverify

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Browser, Page

    from tests.people import Cast

PASSWORD = "桂花树下的第三家"
LAPTOP, PHONE = (1440, 900), (375, 812)
WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


async def faults(page: Page) -> list[str]:
    """What axe finds, and whether the page is wider than its screen, in 长辈版 too."""
    found = (await Axe().run(page)).response["violations"]
    said = [f"{page.url} {one['id']} {one['nodes'][0]['html'][:120]}" for one in found]
    for change in ("classList.add('elder')", "style.fontSize = '200%'"):
        await page.evaluate(f"document.documentElement.{change}")
        said += [f"{page.url} too wide: {change}"] if await page.evaluate(WIDE) else []
    await page.evaluate("document.documentElement.removeAttribute('style')")
    await page.evaluate("document.documentElement.classList.remove('elder')")
    return said


async def opened(
    chromium: Browser, hall: Hall, size: tuple[int, int], token: str = "", scheme: str = "light"
) -> Page:
    context = await chromium.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if scheme == "dark" else "light",
        base_url=hall.origin,
    )
    if token:
        await context.add_cookies([{"name": COOKIE, "value": token, "url": hall.origin}])
    return await context.new_page()


async def a_street(cast: Cast) -> None:
    """顾水巷 and two more wait to be verified in 3幢."""
    await unverify(cast, "顾水巷")
    for name in ("沈石桥", "陆太湖"):
        await listed(cast, name)
    await home(cast, "3-2-502", "顾水巷")
    await home(cast, "3-1-101", "沈石桥", "陆太湖")
    await leads(cast, "委员01", "3幢")


@pytest.mark.nightly  # the residents' story goes the same way
async def test_at_the_counter_find_tick_verified_and_the_next(
    chromium: Browser, sqlite_url: str, tmp_path: Path
) -> None:
    db.bind(db.make_engine(sqlite_url))
    cast = await people.assemble(members=4)
    await a_street(cast)
    async with running(sqlite_url, tmp_path) as hall:
        page = await opened(chromium, hall, LAPTOP, cast.tokens["袁昆腔"])
        await page.goto("/desk")
        await page.fill("#who", "顾水巷")
        await page.keyboard.press("Enter")
        await page.get_by_role("link", name="顾水巷").click()
        assert await faults(page) == []
        await page.get_by_label("居民身份证").check()
        await page.fill("#number", ID)
        await page.get_by_text("顺便开通账号").click()
        await page.fill("#password", PASSWORD)
        await page.fill("#repeat", PASSWORD)
        await page.get_by_role("button", name="证件相符，核验通过").click()
        await page.get_by_role("link", name="下一位").click()
        assert await state(cast, "顾水巷") == "verified"
        await page.goto("/letters?place=3幢&who=fresh")
        assert await faults(page) == []
        await page.get_by_role("button", name="生成2封信的PDF").click()
        await page.wait_for_selector("text=做好了")
        assert await faults(page) == []
        async with page.expect_download() as waiting:
            await page.get_by_role("button", name="取2封信的PDF").click()
        assert (await waiting.value).suggested_filename.startswith("letters-")
        await page.reload()
        await page.wait_for_selector("text=已经取走")
        await page.context.close()


@pytest.mark.nightly
async def test_every_page_of_verification_reads_well_on_a_phone(
    chromium: Browser, sqlite_url: str, tmp_path: Path
) -> None:
    db.bind(db.make_engine(sqlite_url))
    cast = await people.assemble(members=4)
    await a_street(cast)
    person, by = cast.people["沈石桥"], cast.actor("袁昆腔")
    public, secret = await actions.issue_letter(person, "household", by)
    await actions.open_letter(public, secret, PASSWORD, "", device="somebody")
    async with running(sqlite_url, tmp_path) as hall:
        phone = await opened(chromium, hall, PHONE, scheme="dark")
        await phone.goto("/letter-claims")
        assert await faults(phone) == []
        await phone.fill("#public", public)
        await phone.fill("#secret", secret)
        await phone.fill("#contact", "3-1-101，晚上在家")
        await phone.get_by_role("button", name="告诉工作人员").click()
        await phone.wait_for_selector("main .notice[role=status]")
        found = await faults(phone)
        for path in (f"/letter/{public}", "/not-listed", "/sign-in"):
            await phone.goto(path)
            found += await faults(phone)
        for scheme in ("light", "dark"):
            desk = await opened(chromium, hall, PHONE, cast.tokens["袁昆腔"], scheme)
            for path in ("/desk", "/conflicts", "/verification", "/newcomers/new", "/letters"):
                await desk.goto(path)
                found += await faults(desk)
            await desk.goto("/conflicts")
            await desk.get_by_role("link", name="沈石桥").click()
            found += await faults(desk)
            await desk.context.close()
        leader = await opened(chromium, hall, PHONE, cast.tokens["委员01"])
        await leader.goto("/vouching")
        found += await faults(leader)
        for page in (phone, leader):
            await page.context.close()
        assert found == []
