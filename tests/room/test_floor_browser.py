"""Raising the hand by thumb, at 375 px and in 长辈版: the button stays where it is."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from axe_playwright_python.async_playwright import Axe

from council.clock import moved_to, now
from council.db import bind, make_engine
from council.meetings import actions
from tests.meetings.debate import BOXES, Debate, begun
from tests.people import assemble
from tests.server import COOKIE, Hall, running

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Browser, Page

PHONE: Any = {"width": 375, "height": 812}
SERIOUS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


async def on_phone(
    browser: Browser,
    hall: Hall,
    debate: Debate,
    name: str,
    *,
    elder: bool = False,
    screen: str = "room",
) -> Page:
    context = await browser.new_context(viewport=PHONE, has_touch=True, bypass_csp=True)
    cookies = {COOKIE: debate.cast.tokens[name], "council_elder": str(int(elder))}
    await context.add_cookies(
        [{"name": key, "value": value, "url": hall.origin} for key, value in cookies.items()]
    )
    page = await context.new_page()
    await page.goto(f"{hall.origin}/meetings/{debate.meeting}/{screen}")
    await page.locator("#connection[data-state=on]").wait_for()
    return page


async def place(page: Page, what: str) -> tuple[float, float]:
    box = await page.locator(what).bounding_box()
    assert box is not None
    assert box["height"] >= 48
    return box["x"], box["y"]


async def faults(page: Page) -> list[str]:
    found = [one["id"] for one in (await Axe().run(page)).response["violations"]]
    return found + (["too wide"] if await page.evaluate(SERIOUS) else [])


async def raise_by_thumb(page: Page, debate: Debate) -> None:
    """While the choices are open somebody else raises a hand: nothing moves, nothing is lost."""
    await page.locator("#dock-raise summary").tap()
    before = await place(page, "#dock-yes"), await place(page, "#dock-raise summary")
    await debate.hand("委员02", "no")
    await page.locator("#floor >> text=委员02").wait_for()
    assert (await place(page, "#dock-yes"), await place(page, "#dock-raise summary")) == before
    assert await faults(page) == []
    await page.locator("#dock-yes").tap()
    await page.locator("#dock-lower").wait_for()
    assert "前面1人在等" in await page.inner_text("#dock")
    assert await faults(page) == []


async def speak(page: Page, debate: Debate) -> None:
    turn = str((await debate.turn("委员01"))["id"])
    await actions.give_floor(debate.meeting, turn, debate.by(), "other")
    await page.locator("#dock-end").wait_for()
    clock = page.locator("#dock [data-turn-left]")
    assert (await clock.inner_text())[:4] in {"02:0", "01:5"}
    first = await clock.inner_text()
    await page.wait_for_function(
        "first => document.querySelector('#dock b').textContent < first", arg=first
    )
    assert await faults(page) == []
    await page.locator("#dock-end").tap()
    await page.locator("#dock-raise").wait_for()
    assert "您还可发言1次" in await page.inner_text("#dock")


async def warned(page: Page, debate: Debate) -> None:
    """By word and pattern at 30 seconds, and by how much it is over; nobody is cut off."""
    for began, stage, word, figure in (
        (95, "warn", "不到30秒", "00:2"),
        (140, "over", "已超时", "+00:"),
    ):
        turn = await debate.hand("委员03", "no")
        with moved_to(now() - timedelta(seconds=began)):
            await actions.give_floor(debate.meeting, turn, debate.by(), "other")
        await page.locator(f"#floor[data-stage={stage}] >> text={word}").wait_for()
        assert (await page.inner_text("#floor .turn-clock")).startswith(figure)
        await actions.end_turn(debate.meeting, turn, debate.by())
        await page.locator("#floor:not([data-stage])").wait_for(state="attached")


async def by_keys(browser: Browser, hall: Hall, debate: Debate) -> None:
    """The secretary gives the floor, stops the clock and ends the turn without a mouse."""
    await debate.hand("委员04", "yes")
    page = await on_phone(browser, hall, debate, "袁昆腔", screen="table")
    for key, then in (("7", "#control-pause"), ("8", "#control-resume"), ("8", "#control-pause")):
        await page.keyboard.press(f"Alt+{key}")
        await page.locator(then).wait_for()
    await page.keyboard.press("Alt+9")
    await page.locator("#floor").get_by_text("02:30", exact=True).wait_for()
    await page.keyboard.press("Alt+7")
    await page.locator("#log >> text=要点待记").last.wait_for()
    await page.fill("#line", "委员04 先试半年")
    await page.keyboard.press("Enter")
    await page.locator("#log >> text=先试半年").wait_for()
    speeches = [one for one in await debate.lines("speech") if one[0] == "委员04"]
    assert speeches == [("委员04", "yes", "先试半年")]
    await page.context.close()


async def test_a_hand_by_thumb(chromium: Browser, sqlite_url: str, tmp_path: Path) -> None:
    engine = make_engine(sqlite_url)
    bind(engine)
    await engine.start_connection_pool()
    debate = await begun(await assemble(members=9))
    async with running(sqlite_url, tmp_path) as hall:
        page = await on_phone(chromium, hall, debate, "委员01")
        await raise_by_thumb(page, debate)
        await speak(page, debate)
        elder = await on_phone(chromium, hall, debate, "委员03", elder=True)
        await elder.locator("#dock-raise summary").tap()
        await elder.locator("#dock-no").tap()
        await elder.locator("#dock-lower").wait_for()
        assert await faults(elder) == []
        await warned(page, debate)
        await page.locator("#dock-raise summary").tap()
        await debate.moves(BOXES, amends=debate.motion)
        await page.locator("#item >> text=修正案").wait_for()
        await page.locator("#dock-yes").tap()
        await page.locator("#refusal:not([hidden])").wait_for()
        assert "已经进到别的动议" in await page.inner_text("#refusal")
        await page.locator("#dock-raise:not([open])").wait_for()
        await by_keys(chromium, hall, debate)
        for one in (page, elder):
            await one.context.close()
    await engine.close_connection_pool()
