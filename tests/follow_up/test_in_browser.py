"""In a browser: an outcome by keyboard at the table, a dissent by thumb, and axe finds nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.async_playwright import Axe

from tests.commands.running import free_port, started
from tests.follow_up.after import in_days

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.async_api import Browser, Page

LAPTOP: Any = {"width": 1366, "height": 850}
PHONE: Any = {"width": 375, "height": 760}
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
VALUES = "all => [...new Set(all.map((one) => one.value))]"


@pytest.fixture(scope="module")
def access(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """A running demo: its address, its meeting, and who can sign in."""
    folder = tmp_path_factory.mktemp("demo")
    with started(["demo", "--data", str(folder), "--port", str(free_port())], {}):
        yield json.loads((folder / "access.json").read_text(encoding="utf-8"))


async def signed_in(browser: Browser, access: dict[str, Any], role: str, size: Any) -> Page:
    who = [one for one in access["people"] if one["role"] == role][-1]
    context = await browser.new_context(bypass_csp=True, viewport=size)
    page = await context.new_page()
    await page.goto(f"{access['origin']}/sign-in")
    await page.fill("[name=login]", who["login"])
    await page.fill("[name=password]", who["password"])
    await page.click("main button[type=submit]")
    await page.wait_for_url(lambda url: "/sign-in" not in url)
    return page


async def faults(page: Page) -> list[str]:
    found = (await Axe().run(page)).response["violations"]
    said = [f"{page.url} {one['id']} {one['nodes'][0]['html'][:120]}" for one in found]
    return [*said, *([f"{page.url} is too wide"] if await page.evaluate(TOO_WIDE) else [])]


async def under_way(table: Page, access: dict[str, Any]) -> None:
    """The meeting is open, everybody is there, and its fourth point is consulted on."""
    base = f"{access['origin']}/meetings/{access['meeting']}"
    await table.goto(f"{base}/table")
    await table.click("#control-opening")
    await table.wait_for_selector("#line-gate.line-open", state="attached")
    token = await table.get_attribute("meta[name=csrf-token]", "content")
    everybody = await table.eval_on_selector_all("#people [name=person]", VALUES)
    items = await table.eval_on_selector_all("#agenda [name=item]", VALUES)
    sent = [("attendances", {"person": one, "status": "present"}) for one in everybody if one]
    for noun, fields in [*sent, ("current-item", {"item": items[3]})]:
        await table.context.request.post(
            f"{base}/{noun}", form={"_csrf_token": token or "", **fields}, max_redirects=0
        )
    await table.reload()


async def conclude(table: Page) -> None:
    """The outcome of the fourth point, without a mouse."""
    await table.press("a[href='#tab-after']", "Enter")
    await table.press("#outcome-4 > summary", "Enter")
    await table.fill("#outcome-text-4", "北门两侧各设一处充电棚")
    await table.select_option("#outcome-step-4", "implement")
    await table.locator("#outcome-who-4").press_sequentially("曾绣")
    offered = table.locator("#outcome-who-4-found option")
    await offered.first.wait_for(state="attached")
    assert await offered.first.get_attribute("value") == "曾绣绷 R035"
    await table.fill("#outcome-who-4", "曾绣绷 R035")
    await table.fill("#outcome-due-4", in_days(20))
    await table.press("#outcome-4 button[type=submit]", "Enter")
    await table.locator("#outcomes dd", has_text="曾绣绷").wait_for()


async def test_an_outcome_by_keyboard_and_a_dissent_by_thumb(
    chromium: Browser, access: dict[str, Any]
) -> None:
    table = await signed_in(chromium, access, "secretary", LAPTOP)
    await under_way(table, access)
    await conclude(table)
    wrong = await faults(table)
    phone = await signed_in(chromium, access, "member", PHONE)
    await phone.goto(f"{access['origin']}/meetings/{access['meeting']}/room")
    await phone.click("#dissent-more > summary")
    await phone.fill("#dissent-text", "离窗户太近")
    wrong += await faults(phone)
    await phone.click("#dissent button[type=submit]")
    await phone.get_by_text("您的不同意见记下了").wait_for()
    for path in ("/account/follow-up", "/outcomes"):
        await phone.goto(access["origin"] + path)
        wrong += await faults(phone)
    await table.goto(f"{access['origin']}/follow-up")
    assert await table.locator(".overdue", has_text="逾期9天").count() == 1
    wrong += await faults(table)
    await table.press(".task a.entry-link", "Enter")
    await table.wait_for_selector("#report")
    wrong += await faults(table)
    await table.context.close()
    await phone.context.close()
    assert wrong == []
