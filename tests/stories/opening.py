"""The meeting begins: everybody in their place, the door, the quorum, the agenda, a motion."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from council.demo.roll import community
from tests.stories.people import ON_LEAVE

if TYPE_CHECKING:
    from tests.stories.people import Evening

QUORUM = 10  # two thirds of fifteen
ON_EVERY_SCREEN = 3.0  # seconds at most, on a busy machine; one on a quiet one


async def open_meeting(story: Evening) -> None:
    """The secretary opens; every screen hears of it."""
    await story.table.page.click("#control-opening")
    await story.phone.until("#checkin-code")
    await story.hall.until("#door[data-code]")
    assert await story.hall.page.get_attribute("#quorum", "data-met") == "false"


async def check_in(story: Evening) -> float:
    """By the code of the hall screen; seconds from the deciding answer to the last screen."""
    code = await story.hall.page.get_attribute("#door", "data-code") or ""
    await _type_code(story, code)
    tardy = None
    for number, seat in enumerate(story.present, start=2):
        if number == QUORUM:
            tardy = asyncio.create_task(story.everywhere("#quorum[data-met=true]"))
        answer = await story.others[seat].post(f"{story.at}/attendances", code=code)
        assert answer.status_code == 303
        if number == QUORUM:
            answered = time.monotonic()
        if number < QUORUM:
            assert await story.hall.page.locator("#quorum[data-met=true]").count() == 0
    assert tardy is not None
    took = await tardy - answered
    assert took < ON_EVERY_SCREEN
    await story.everywhere("#quorum[data-present='13'][data-called='15']")
    return took


async def _type_code(story: Evening, code: str) -> None:
    """A wrong code is refused with a sentence; the right one makes the form go away."""
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for typed in (wrong, code):
        await story.phone.page.fill("#checkin-code", typed)
        await story.phone.page.click("#checkin button")
        if typed == wrong:
            await story.phone.until("#refusal:not([hidden])")
            assert "短码" in await story.phone.page.inner_text("#refusal")
            await story.phone.look("a wrong door code")
    await story.phone.until("#checkin[hidden]")
    await story.hall.until("#quorum[data-present='1']")


async def excuse(story: Evening) -> None:
    """The secretary marks two on leave by clicks."""
    page = story.table.page
    await page.click("#people-details > summary")
    for seat in ON_LEAVE:
        name = story.cast.people[seat].name
        await page.get_by_role("button", name=f"{name} 请假").click()
        await page.get_by_role("button", name=f"{name} 到会").wait_for()
        await page.locator(".person", has_text=name).get_by_text("请假", exact=False).wait_for()
    await page.click("#people-details > summary")


async def go_to(story: Evening, no: int) -> None:
    """The chair turns to a point of the agenda; all screens follow."""
    await story.chair.page.click(f"#go-{no}")
    await story.everywhere(f"#item[data-no='{no}']")


async def move(story: Evening, text: str, mover: str, seconder: str, amends: str = "") -> None:
    """A motion or amendment is entered at the table; the phones read its words."""
    page = story.table.page
    if amends:  # a form that somebody fills in is left alone, so first the choice must be there
        await page.locator("#motion-amends option").nth(1).wait_for(state="attached")
    await page.click("#motion-details > summary")
    await page.fill("#motion-text", text)
    await page.select_option("#motion-mover", story.cast.id(mover))
    await page.select_option("#motion-seconder", story.cast.id(seconder))
    if amends:
        choices = page.locator("#motion-amends option")
        assert (await choices.nth(1).inner_text()).startswith(f"动议{amends}：")
        await page.select_option("#motion-amends", index=1)
    else:
        await page.fill("#motion-doer", "社区居委会")
        await page.fill("#motion-when", "年底前")
    await page.click("#motion-details button")
    await story.phone.page.locator("#item .motion-text", has_text=text[:10]).wait_for()


def told(no: str) -> str:
    """The words of a motion of the demo's meeting."""
    for item in community()["meeting"]["items"]:
        if str(item["no"]) == no:
            return str(item["motion"])
        for amendment in item.get("amendments", []):
            if amendment["no"] == no:
                return str(amendment["text"])
    raise LookupError(no)
