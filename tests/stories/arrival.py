"""Before the meeting: the roll comes out of a spreadsheet, a resident out of a letter."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

import pytest

from council.demo import roll

if TYPE_CHECKING:
    from pathlib import Path

    from tests.stories.screens import Screen

WRONG = "R020"
HEADING = 1  # row of a sheet
PASSWORD = "桂花树下的第三家"
NOBODYS = "22222-22222"


async def import_roll(table: Screen, chair: Screen, folder: Path) -> None:
    """One wrong row is named with its number and reason; the others come in, then it too.

    The chair confirms each time what the secretary asked for.
    """
    rows = roll.people()
    at = next(number for number, row in enumerate(rows) if row[0] == WRONG)
    rows[at] = [*rows[at][:5], "12345", *rows[at][6:]]
    roll.write(folder / "roll.xlsx", roll.units(), rows)
    await _upload(table, folder / "roll.xlsx")
    refused = await table.page.locator("#refused + p + div tbody tr").all_inner_texts()
    assert len(refused) == 1
    assert refused[0].split("\t")[1:3] == [str(at + 1 + HEADING), "电话"]
    assert "请填11位手机号" in refused[0]
    await table.look("the roll's preview")
    await _take_over(table, chair)
    assert "另有1行没有采用" in await table.page.inner_text("main")
    assert (await _on_the_roll(table)).startswith("在册39人")
    await _upload(table, roll.SAMPLE)
    await _take_over(table, chair)
    assert (await _on_the_roll(table)).startswith("在册40人")
    await table.look("the roll")


async def _upload(table: Screen, file: Path) -> None:
    await table.page.goto("/roll/import")
    await table.page.set_input_files("#file", file)
    await table.page.click("main form button[type=submit]")
    await table.page.wait_for_url(re.compile("/roll/import/[a-z0-9]+$"))


async def _take_over(table: Screen, chair: Screen) -> None:
    await table.page.click("form[action$=application] button")
    await table.page.click("a[href^='/confirmations/']")
    await chair.page.goto(table.page.url)
    await chair.look("what the chair is asked to confirm")
    await chair.page.click("#confirm button")
    await chair.page.wait_for_url("**/confirmations**")
    await table.page.go_back()
    for _ in range(50):
        await table.page.reload()
        if await table.page.locator("main .notice[role=status]").count():
            return
        await asyncio.sleep(0.1)
    pytest.fail("the roll is still being written after five seconds")


async def _on_the_roll(table: Screen) -> str:
    await table.page.goto("/roll")
    return await table.page.inner_text("main .lead")


async def print_letter(table: Screen, name: str) -> tuple[str, str]:
    """The household letter of one person: both parts of its code, as printed."""
    await table.page.goto("/desk")
    await table.page.fill("#who", name)
    await table.page.get_by_role("button", name="在名册里找").click()
    await table.page.get_by_role("link", name=name).click()
    await table.page.wait_for_url("**/verification")
    await table.look("somebody at the desk")
    await table.page.get_by_role("button", name="印入户信", exact=True).click()
    codes = table.page.locator("dd.input-code")
    await table.look("a household letter")
    return await codes.nth(0).inner_text(), await codes.nth(1).inner_text()


async def open_letter(phone: Screen, front: str, secret: str) -> None:
    """A wrong code is refused clearly; the scanned address opens the account."""
    page = phone.page
    await page.goto("/letter")
    await page.fill("#public", front)
    await _choose_password(phone, secret=NOBODYS)
    assert "代码不对" in await page.inner_text("#problem")
    assert "还可以试4次" in await page.inner_text("#problem")
    await phone.look("a wrong code")
    await page.goto(f"/letter/{front}#{secret.replace('-', '').replace(' ', '')}")
    assert await page.locator("#scanned-code").is_visible()
    assert "#" not in page.url
    await _choose_password(phone)
    await page.wait_for_url("**/account?*")
    assert "核验好了" in await page.inner_text("main")
    await phone.look("a resident's sessions")
    await page.get_by_role("button", name="退出这台设备").click()
    await page.wait_for_url("**/sign-in")
    await phone.look("signing in")


async def _choose_password(phone: Screen, secret: str = "") -> None:
    if secret:
        await phone.page.fill("#secret", secret)
    await phone.page.fill("#password", PASSWORD)
    await phone.page.fill("#repeat", PASSWORD)
    await phone.page.click("main form button[type=submit]")
