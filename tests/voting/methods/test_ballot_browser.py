"""Dots on a phone of 375 px: counted along while typing, sent, and shown in the room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from axe_playwright_python.async_playwright import Axe

from tests.room.open_pages import live, meeting

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Browser, Page

TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
OPTIONS = "独居老人吃饭和说话\n楼道里的电动车和充电线\n放学后的两小时"


async def faults(page: Page) -> list[str]:
    found = (await Axe().run(page)).response["violations"]
    return [str(one["id"]) for one in found] + ["wide"] * await page.evaluate(TOO_WIDE)


async def test_dots_are_placed_by_thumb_and_the_room_says_what_was_placed(
    chromium: Browser, sqlite_url: str, tmp_path: Path
) -> None:
    async with meeting(chromium, sqlite_url, tmp_path) as held:
        await held.opened("委员01", "委员02")
        asked = {"text": "哪几件最要紧", "method": "dots", "dots": "5", "options": OPTIONS}
        poll = (await held.act("polls", "曹评话", **asked)).split("/")[-1]
        await held.act(f"/polls/{poll}/opening", "曹评话")
        phone = await held.open("委员01", bypass_csp=True)
        await live(phone)
        await phone.click(".ballot-link")
        await phone.fill("#o-a", "4")
        await phone.fill("#o-c", "2")
        assert await phone.text_content("[data-sum]") == "已贴6点，多了1点"
        await phone.click("main form button[type=submit]")
        assert "一共贴了6点，每人只有5点" in await phone.inner_text("main")
        assert await phone.input_value("#o-a") == "4"
        assert await faults(phone) == []
        await phone.fill("#o-c", "1")
        await phone.click("main form button[type=submit]")
        assert "独居老人吃饭和说话：4点" in await phone.inner_text("main")
        assert await faults(phone) == []
        await phone.click("text=确认投票")
        await phone.click("text=回到会场")
        await live(phone)
        assert "放学后的两小时：1点" in await phone.inner_text("#receipt")
        for act in ("closing", "publication"):
            await held.act(f"/polls/{poll}/{act}", "曹评话")
        await phone.wait_for_selector("#result")
        await phone.goto(f"{held.hall.origin}/polls/{poll}")
        assert await faults(phone) == []
