"""A push loses nothing that is half typed, and moves nothing that is about to be pressed.

On a phone of 375 px and at the secretary's table, in Chromium. The control is the same page with
a live.js that neither waits nor scrolls.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tests.room.open_pages import live, meeting, reach, seq, shown

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Browser, Page, Route

    from tests.room.open_pages import Meeting

LAPTOP = {"width": 1440, "height": 900}
ROOM_FOR_A_PIXEL = 1.0
HALF = 400  # px of a phone
TEXT = "每月第一个周六清理楼道"
HASTY = (
    ("if (isPressed() || (isFilledIn(old)", "if (false && (isFilledIn(old)"),
    ("controls(from).forEach", "[].forEach"),
)
RESTLESS = (("window.scrollBy(0, again", "void (0, again"),)


async def careless(held: Meeting, changes: tuple[tuple[str, str], ...]) -> Page:
    """A phone with a live.js that lacks some of its care."""

    async def changed(route: Route) -> None:
        answer = await route.fetch()
        body = await answer.text()
        for careful, other in changes:
            assert careful in body, careful
            body = body.replace(careful, other)
        await route.fulfill(response=answer, body=body)

    phone = await held.open("委员01")
    await phone.context.route("**/js/live*.js*", changed)
    await phone.reload()
    await live(phone)
    return phone


async def top(page: Page, selector: str) -> float:
    box = await page.locator(selector).bounding_box()
    assert box is not None, selector
    return box["y"]


async def offer_half_typed(page: Page) -> None:
    await page.click("#offer-more > summary")
    await page.fill("#offer-doer", "物业")
    await page.fill("#offer-text", TEXT)


async def push_above(held: Meeting, page: Page, by: str = "委员02") -> None:
    """A motion of somebody else: the words of the item above grow, and so does the stance."""
    before = await seq(page)
    await held.offer(by, "在小区门口设一个快递柜，由物业每天清理一次，并且每月公布一次费用")
    await reach(page, before + 1)


async def test_a_push_loses_no_form_and_moves_no_control_under_the_thumb(
    chromium: Browser, sqlite_url: str, tmp_path: Path
) -> None:
    async with meeting(chromium, sqlite_url, tmp_path) as held:
        await held.opened("委员01", "委员02", "委员03")
        phone, table = (
            await held.open("委员01"),
            await held.open("袁昆腔", "table", viewport=LAPTOP),
        )
        await live(phone)
        await live(table)
        await offer_half_typed(phone)
        await table.click("#motion-details > summary")
        await table.fill("#motion-text", TEXT)
        await table.select_option("#motion-mover", index=1)
        await table.fill("#line", "委员03 赞成 先试")
        there = await top(phone, "#offer-text")
        await push_above(held, phone)
        assert abs(await top(phone, "#offer-text") - there) <= ROOM_FOR_A_PIXEL
        for page, field in ((phone, "#offer-text"), (table, "#motion-text")):
            assert await page.input_value(field) == TEXT
        assert await phone.input_value("#offer-doer") == "物业"
        assert await table.input_value("#motion-mover") != ""
        assert await table.input_value("#line") == "委员03 赞成 先试"
        await phone.evaluate("() => document.activeElement.blur()")
        await phone.wait_for_selector("#second-2")
        assert await phone.input_value("#offer-text") == TEXT, "what came later kept it, too"
        await ballot_stays(held, phone)


async def ballot_stays(held: Meeting, phone: Page) -> None:
    """Somebody comes while the ballot is open, and once more while a finger is down on it."""
    await held.ask()
    yes = "#ballot button[value=yes]"
    await phone.wait_for_selector(yes)
    await phone.locator(yes).scroll_into_view_if_needed()
    there, before = await top(phone, yes), await seq(phone)
    await held.come("委员04", "委员05", "委员06")
    await reach(phone, before + 1)
    assert abs(await top(phone, yes) - there) <= ROOM_FOR_A_PIXEL
    box = await phone.locator(yes).bounding_box()
    assert box is not None
    await phone.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    await phone.mouse.down()
    before = await seq(phone)
    await held.come("委员04", status="left")
    await held.act("log-lines", line="备注 有人离席")
    await reach(phone, before + 1)
    await phone.mouse.up()
    await phone.wait_for_selector("#ballot [data-confirm]", state="visible")
    assert abs(await top(phone, "#ballot") - there) < HALF, "the second step is in view"
    await phone.click("#ballot [data-confirm]")
    await phone.wait_for_selector("#receipt")
    fresh = await held.again(phone.context)
    await live(fresh)
    assert await shown(phone) == await shown(fresh)


async def test_control_without_that_care_text_is_lost_and_the_field_moves(
    chromium: Browser, sqlite_url: str, tmp_path: Path
) -> None:
    async with meeting(chromium, sqlite_url, tmp_path) as held:
        await held.opened("委员01", "委员02", "委员03")
        phone = await careless(held, HASTY)
        await offer_half_typed(phone)
        await push_above(held, phone)
        assert await phone.input_value("#offer-text") != TEXT
        still = await careless(held, RESTLESS)
        await offer_half_typed(still)
        there = await top(still, "#offer-text")
        await push_above(held, still, "委员03")
        assert await still.input_value("#offer-text") == TEXT
        assert abs(await top(still, "#offer-text") - there) > ROOM_FOR_A_PIXEL


async def test_a_push_leaves_the_focus_on_the_head_of_a_box(
    chromium: Browser, sqlite_url: str, tmp_path: Path
) -> None:
    """A secretary without a mouse is about to open it."""
    async with meeting(chromium, sqlite_url, tmp_path) as held:
        await held.opened("委员01", "委员02")
        table = await held.open("袁昆腔", "table", viewport=LAPTOP)
        await live(table)
        await table.click("a[href='#tab-after']")
        head = "#outcome-2 > summary"
        await table.focus(head)
        await push_above(held, table)
        assert await table.evaluate("(head) => document.activeElement.matches(head)", head)


async def at_the_second_tap(held: Meeting, phone: Page) -> None:
    """The choice is made, and only its confirmation is missing."""
    await held.ask()
    await phone.click("#ballot button[value=yes]")
    await phone.wait_for_selector("#ballot [data-confirm]", state="visible")


async def confirm(phone: Page) -> None:
    await phone.click("#ballot [data-confirm]")
    await phone.wait_for_selector("#receipt")


async def keep_back(phone: Page) -> None:
    """Everything is asked for once more; of the ballot it waits until the vote is through."""
    await phone.evaluate("() => document.dispatchEvent(new CustomEvent('council:catch-up'))")
    await phone.wait_for_function(
        "() => window.councilLive.state().held.includes('ballot-place')", polling=20
    )


async def test_who_has_voted_is_not_given_the_ballot_again_that_was_kept_back(
    chromium: Browser, sqlite_url: str, tmp_path: Path
) -> None:
    async with meeting(chromium, sqlite_url, tmp_path) as held:
        await held.opened("委员01", "委员02")
        phone = await held.open("委员01")
        await live(phone)
        await at_the_second_tap(held, phone)
        await keep_back(phone)
        await confirm(phone)
        assert await phone.locator("#ballot").count() == 0


async def test_nor_the_one_that_was_asked_for_before_and_comes_after(
    chromium: Browser, sqlite_url: str, tmp_path: Path
) -> None:
    async with meeting(chromium, sqlite_url, tmp_path) as held:
        await held.opened("委员01", "委员02")
        phone = await held.open("委员01")
        await live(phone)
        await at_the_second_tap(held, phone)
        asked, voted, answered = asyncio.Event(), asyncio.Event(), asyncio.Event()

        async def late(route: Route) -> None:
            before = await route.fetch()
            asked.set()
            await voted.wait()
            await route.fulfill(response=before)
            answered.set()

        await phone.route("**/live?*", late)
        await phone.evaluate("() => document.dispatchEvent(new CustomEvent('council:catch-up'))")
        await asked.wait()
        await confirm(phone)
        voted.set()
        await answered.wait()
        await phone.wait_for_timeout(300)
        assert await phone.locator("#ballot").count() == 0


async def test_control_a_page_that_lets_it_in_first_asks_again_for_the_vote(
    chromium: Browser, sqlite_url: str, tmp_path: Path
) -> None:
    async with meeting(chromium, sqlite_url, tmp_path) as held:
        await held.opened("委员01", "委员02")
        phone = await careless(held, (('addEventListener("council:counted", count)', "count"),))
        await at_the_second_tap(held, phone)
        await keep_back(phone)
        await confirm(phone)
        assert await phone.locator("#ballot").count() == 1
