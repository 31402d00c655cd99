"""After the votes: what came of it, the minutes, and who can read them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from pypdf import PdfReader

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from tests.stories.people import Evening
    from tests.stories.screens import Screen

OUTCOME = "四个服务项目公示五个工作日，没有异议就列入年度项目"
EDITED = "会议建议各楼长逐户说明。"


async def conclude(story: Evening, due: date) -> None:
    """会后有结果: the agreed words of item 3, the next step, who and by when."""
    page = story.table.page
    await page.click("a[href='#tab-after']")
    await page.click("#outcome-3 > summary")
    await page.fill("#outcome-text-3", OUTCOME)
    await page.select_option("#outcome-step-3", "implement")
    await page.fill("#outcome-who-3", "邓水磨")
    await page.fill("#outcome-due-3", due.isoformat())
    await page.click("#outcome-3 button")
    await page.locator("#outcomes dd", has_text="邓水磨").wait_for()
    await story.table.look("the table after the votes")
    await page.click("a[href='#tab-during']")


async def close_meeting(story: Evening) -> None:
    page = story.table.page
    await page.click("#close-meeting > summary")
    await page.click("#control-closing")
    await page.wait_for_selector("#control-minutes")
    await story.phone.page.get_by_text("会议已经结束").wait_for()
    await story.phone.look("the phone after the meeting")


async def make_minutes(story: Evening) -> str:
    """Draft, one paragraph edited, two signatures, published; the minutes' path."""
    page = story.table.page
    await page.click("#control-minutes")
    await page.wait_for_url("**/minutes/*")
    path = page.url.removeprefix(page.url.split("/minutes/")[0])
    assert "应到15人，实到13人" in await page.inner_text("article")
    await _edit(story.table, "item.3.more", EDITED)
    await story.table.look("the draft minutes")
    await page.get_by_role("button", name="当场宣读").click()
    await page.get_by_role("button", name="以记录人身份签字").click()
    await story.chair.page.goto(path)
    await story.chair.page.get_by_role("button", name="以主持人身份签字").click()
    await story.chair.page.get_by_role("button", name="签发并公开").click()
    await story.chair.page.get_by_role("link", name="下载 PDF").wait_for()
    return path


async def _edit(table: Screen, key: str, words: str) -> None:
    paragraph = table.page.locator(f'[id="{key}"]')
    await paragraph.locator("summary").click()
    await paragraph.locator("textarea").fill(words)
    await paragraph.get_by_role("button").click()
    await table.page.locator(f'[id="{key}"] .para-words', has_text=words).wait_for()


async def read_in_public(passer_by: Screen, path: str) -> None:
    """Somebody who is not signed in: from the front page to the minutes and the PDF."""
    page = passer_by.page
    await page.goto("/")
    await passer_by.look("the public page")
    await passer_by.shoot("public", whole=True)
    await page.goto("/meetings")
    await passer_by.look("all meetings")
    await page.click(f"a[href='{path}']")
    words = await page.inner_text("article")
    for expected in _facts():
        assert expected in words
    await passer_by.look("the minutes")
    await passer_by.shoot("minutes", whole=True)
    async with page.expect_download() as coming:
        await page.get_by_role("link", name="下载 PDF").click()
    file = passer_by.shots / "minutes.pdf"
    await (await coming.value).save_as(file)
    _check_pdf(file)


def _facts() -> tuple[str, ...]:
    return (
        "应到15人，实到13人，请假2人",
        f"协商意见：{OUTCOME}",
        EDITED,
        "邓水磨",
        "修正案3-A",
        "赞成11",
    )


def _check_pdf(file: Path) -> None:
    """The text of the archive's copy, without the breaks of its lines."""
    reader = PdfReader(io.BytesIO(file.read_bytes()))
    text = "".join("".join(page.extract_text() for page in reader.pages).split())
    for expected in _facts():
        assert expected in text, expected
