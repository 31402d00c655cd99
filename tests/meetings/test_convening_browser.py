"""The forms of officers in a browser: a meeting is convened, and axe finds nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.async_playwright import Axe

from tests.commands.running import free_port, started
from tests.meetings.convening import in_days

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.async_api import Browser, Page

PAGES = [
    "/organisations",
    "/seats/new",
    "/organisations/new",
    "/offices",
    "/meetings/new",
    "/meetings/new?kind=consult",
    "/meetings/new?kind=owners",
    "/meetings/terms",
    "/meetings/{meeting}",
    "/meetings/{meeting}/schedule",
    "/meetings/{meeting}/agenda",
]
ON_A_PHONE = [
    *PAGES,
    "/roll",
    "/roll/units",
    "/roll/households",
    "/data-terms",
    "/data-requests",
    "/letters",
    "/meetings/{meeting}/table",
    "/meetings/{meeting}/chair",
]
PHONE: Any = {"width": 375, "height": 812}
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
TWICE_AS_LARGE = "document.documentElement.style.fontSize = '200%'"


@pytest.fixture(scope="module")
def access(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """A running demo: its address, its meeting, and who can sign in."""
    folder = tmp_path_factory.mktemp("demo")
    with started(["demo", "--data", str(folder), "--port", str(free_port())], {}):
        yield json.loads((folder / "access.json").read_text(encoding="utf-8"))


async def signed_in(browser: Browser, access: dict[str, Any], role: str, **more: Any) -> Page:
    who = next(one for one in access["people"] if one["role"] == role)
    elder = more.pop("elder", False)
    context = await browser.new_context(bypass_csp=True, viewport=PHONE, **more)
    cookie = {"name": "council_elder", "value": str(int(elder)), "url": access["origin"]}
    await context.add_cookies([cookie])  # type: ignore[list-item]  # a plain dict will do
    page = await context.new_page()
    await page.goto(f"{access['origin']}/sign-in")
    await page.fill("[name=login]", who["login"])
    await page.fill("[name=password]", who["password"])
    await page.click("main button[type=submit]")
    await page.wait_for_load_state()
    return page


async def faults(page: Page) -> list[str]:
    found = (await Axe().run(page)).response["violations"]
    return [f"{page.url} {one['id']} {one['nodes'][0]['html'][:120]}" for one in found]


async def fill(page: Page, fields: dict[str, str]) -> None:
    for name, value in fields.items():
        await page.fill(f"[name='{name}']", value)


@pytest.mark.nightly
@pytest.mark.parametrize(("scheme", "elder"), [("light", False), ("dark", True)])
async def test_axe_finds_nothing_and_large_letters_fit(
    chromium: Browser, access: dict[str, Any], scheme: Any, *, elder: bool
) -> None:
    page = await signed_in(chromium, access, "chair", color_scheme=scheme, elder=elder)
    wrong: list[str] = []
    for path in PAGES:
        await page.goto(access["origin"] + path.format(**access))
        wrong += await faults(page)
        await page.evaluate(TWICE_AS_LARGE)
        if await page.evaluate(TOO_WIDE):
            wrong.append(f"{path} is too wide")
    await page.context.close()
    assert wrong == []


async def test_no_page_of_officers_is_wider_than_a_phone(
    chromium: Browser, access: dict[str, Any]
) -> None:
    page = await signed_in(chromium, access, "chair")
    wrong = []
    for path in ON_A_PHONE:
        await page.goto(access["origin"] + path.format(**access))
        wrong += [path] if await page.evaluate(TOO_WIDE) else []
    await page.context.close()
    assert wrong == []


async def test_a_meeting_is_convened_after_a_fault_was_mended(
    chromium: Browser, access: dict[str, Any]
) -> None:
    page = await signed_in(chromium, access, "secretary")
    await page.goto(f"{access['origin']}/meetings")
    await page.click("text=通知开会")
    await page.click("text=写通知")
    fields = {"session": "2026年第9次会议", "day": in_days(2), "since": "14:00", "until": "16:00"}
    await fill(page, {**fields, "observers": "谁也不是", "item-1-title": "车棚充电"})
    await page.click("text=发出会议通知")
    await page.wait_for_selector(".error-summary")
    assert await faults(page) == []
    await page.click(".error-summary a")
    assert await page.input_value("[name=session]") == fields["session"]
    await page.fill("[name=observers]", "")
    await page.click("text=发出会议通知")
    await page.wait_for_selector("#agenda")
    assert "车棚充电" in await page.inner_text("#agenda")
    await page.wait_for_selector("#connection[data-state=on]")  # the live page has come to rest
    await page.click("#agenda >> text=加议题")
    await page.fill("[name='item-title']", "楼道感应灯")
    await page.click("text=加进议程")
    await page.wait_for_selector("text=加第3项")
    await page.goto(f"{access['origin']}/")
    assert fields["session"] in await page.inner_text("main")
    await page.context.close()
