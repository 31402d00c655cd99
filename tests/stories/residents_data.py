"""Who looked at whom: seen by the supervisor and by the person; and a consent that ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.stories.residents_coming import REASON
from tests.stories.residents_street import RESIDENT, SECRETARY

if TYPE_CHECKING:
    from tests.stories.screens import Screen

PURPOSE = "contact_sms"


async def watch(supervisor: Screen) -> None:
    """The look at the resident, with office and reason; the name stays masked."""
    page = supervisor.page
    await page.goto("/")
    await page.get_by_role("link", name="访问记录").click()
    await page.get_by_role("button", name="查看明细").click()
    lines = page.locator("section[aria-labelledby=lines] li", has_text=REASON)
    assert SECRETARY in await lines.inner_text()
    assert RESIDENT not in await page.inner_text("main")
    await supervisor.look("the access log")


async def see_who_looked(phone: Screen) -> None:
    """The office and the reason stand on her own page too."""
    page = phone.page
    await page.get_by_role("link", name="我的数据").click()
    looks = page.locator("section[aria-labelledby=access]")
    said = await looks.text_content() or ""
    assert (REASON in said, "书记" in said) == (True, True)
    await phone.look("one's own data")


async def consent_and_withdraw(phone: Screen) -> None:
    """Nothing is ticked beforehand; taking it back is one button."""
    page = phone.page
    await page.goto("/account/consents")
    assert await page.locator("input:checked").count() == 0
    section = page.locator(f"section[aria-labelledby={PURPOSE}]")
    await section.get_by_role("checkbox").check()
    await section.get_by_role("button", name="同意").click()
    await section.get_by_text("已同意").wait_for()
    await phone.look("consents")
    await section.get_by_role("button", name="收回同意").click()
    await section.get_by_text("没有同意").wait_for()
    assert await page.locator("#over").is_visible()
