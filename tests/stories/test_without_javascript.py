"""An old phone, or a strict one: signing in, reading and voting are plain HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council.db import bind, make_engine
from council.identity import passwords
from council.verification import actions as verification_actions
from tests.people import Cast, assemble
from tests.server import Hall, running
from tests.stories.screens import PHONE, open_screen, shots_folder

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Browser

    from tests.server import Client
    from tests.stories.screens import Screen

NAME = "委员01"
LOGIN = "R101"
PASSWORD = "桂花树下的第三家"
PRESENT = 10
MOTION = "同意先试半年"


async def seated(hall: Hall) -> tuple[Cast, Client]:
    """An open meeting at its second item, nine members present; one more can sign in."""
    cast = await assemble()
    by = cast.actor(cast.secretary)
    await verification_actions.verify_at_desk(cast.people[NAME], "户口簿原件", by, PASSWORD)
    secretary = hall.of(cast, cast.secretary)
    await secretary.post(f"/meetings/{cast.meeting}/opening")
    others = [one for one in cast.members if one != NAME][: PRESENT - 1]
    for name in others:
        await secretary.post(
            f"/meetings/{cast.meeting}/attendances", person=cast.people[name], status="present"
        )
    return cast, secretary


async def door_code(secretary: Client, cast: Cast) -> str:
    page = (await secretary.get(f"/meetings/{cast.meeting}/screen")).text
    return page.partition('data-code="')[2][:6]


async def come_in(phone: Screen, cast: Cast, code: str) -> None:
    """A wrong password keeps the login; then in, read what is on, and check in."""
    page, room = phone.page, f"/meetings/{cast.meeting}/room"
    await page.goto(room)
    await page.fill("#login", LOGIN)
    await page.fill("#password", "not this one")
    await page.click("main form button[type=submit]")
    assert await page.input_value("#login") == LOGIN
    await page.fill("#password", PASSWORD)
    await page.click("main form button[type=submit]")
    await page.wait_for_url(f"**{room}")
    assert "2026年第3次会议" in await page.inner_text("#item")
    assert "刷新看最新" in await page.inner_text("#connection")
    await page.fill("#checkin-code", code)
    await page.click("#checkin button")
    await page.wait_for_url(f"**{room}")
    assert await page.get_attribute("#quorum", "data-present") == str(PRESENT)
    assert not await page.locator("#checkin").is_visible()


async def open_poll(hall: Hall, cast: Cast) -> str:
    chair = hall.of(cast, cast.chair)
    made = await chair.post(f"/meetings/{cast.meeting}/polls", text=MOTION, rule="COM")
    path = made.headers["location"]
    await chair.post(f"{path}/opening")
    return path


async def vote(phone: Screen, path: str) -> None:
    """The first page asks again, the second counts; going back and sending twice is once."""
    page = phone.page
    await page.reload()
    await page.get_by_role("button", name="我赞成").click()
    await page.wait_for_url(f"**{path}/confirmation")  # which says nothing of the choice
    assert MOTION in await page.inner_text("h1")
    assert await page.inner_text(".ballot-chosen") == "我赞成"
    await phone.shoot("confirm-without-javascript")
    await page.get_by_role("button", name="确认投票").click()
    await page.wait_for_url(f"**{path}")
    receipt = await page.inner_text("#receipt .code")
    await page.goto(path)
    assert await page.get_by_role("button", name="确认投票").count() == 0
    assert await page.inner_text("#receipt .code") == receipt


async def count(hall: Hall, cast: Cast, path: str) -> None:
    chair = hall.of(cast, cast.chair)
    for act in ("closing", "publication"):
        await chair.post(f"{path}/{act}")
    found = await chair.json(path)
    assert (found["counts"]["yes"], found["denominator"]) == (1, PRESENT)


async def looked_at(chromium: Browser, hall: Hall, shots: Path, path: str) -> list[str]:
    """The same pages with JavaScript, since axe needs it."""
    phone = await open_screen(chromium, hall.origin, "twin", shots, thorough=True, **PHONE)
    await phone.sign_in(LOGIN, PASSWORD, path)
    await phone.look("a poll")
    choose = phone.page.get_by_role("button", name="我赞成")
    if await choose.count():
        await choose.click()
        await phone.look("the page that asks for confirmation")
    await phone.page.context.close()
    return phone.faults


async def test_sign_in_read_check_in_and_vote(
    chromium: Browser, sqlite_url: str, tmp_path: Path
) -> None:
    passwords.use(passwords.CHEAPEST)
    bind(make_engine(sqlite_url))
    shots = shots_folder(tmp_path / "shots")
    async with running(sqlite_url, tmp_path) as hall:
        cast, secretary = await seated(hall)
        phone = await open_screen(
            chromium,
            hall.origin,
            "phone",
            shots,
            thorough=False,
            java_script_enabled=False,
            **PHONE,
        )
        await come_in(phone, cast, await door_code(secretary, cast))
        path = await open_poll(hall, cast)
        faults = await looked_at(chromium, hall, shots, path)
        await vote(phone, path)
        await count(hall, cast, path)
        await phone.page.goto(path)
        assert await phone.page.get_attribute("#result", "data-verdict") == "failed"
        faults += await looked_at(chromium, hall, shots, path)
        await phone.page.context.close()
    passwords.use(passwords.CHEAPEST)
    assert faults == []
