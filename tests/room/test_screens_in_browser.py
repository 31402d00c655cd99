"""The screens in a browser: typed words stay, a lost answer counts once, no socket is needed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.async_playwright import Axe

from tests.commands.running import free_port, started

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.async_api import Browser, Page, Route

NO_SOCKET = "window.WebSocket = class { constructor() { throw new Error('none'); } };"
PHONE = {"width": 375, "height": 812}
LAPTOP = {"width": 1440, "height": 900}
WALL = {"width": 1920, "height": 1080}
MOTION = "同意将四个服务项目列入2027年度项目并公示。"


@pytest.fixture(scope="module")
def access(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """A running demo: its address, its meeting, and who can sign in."""
    folder = tmp_path_factory.mktemp("demo")
    with started(["demo", "--data", str(folder), "--port", str(free_port())], {}):
        yield json.loads((folder / "access.json").read_text(encoding="utf-8"))


def person(access: dict[str, Any], role: str, number: int = 0) -> dict[str, str]:
    found: dict[str, str] = [one for one in access["people"] if one["role"] == role][number]
    return found


async def screen(
    browser: Browser, access: dict[str, Any], who: dict[str, str], name: str, **more: Any
) -> Page:
    """Signed in, on one screen of the meeting, in a context of its own."""
    script = more.pop("script", "")
    context = await browser.new_context(bypass_csp=True, reduced_motion="reduce", **more)
    if script:
        await context.add_init_script(script)
    page = await context.new_page()
    await page.goto(f"{access['origin']}/sign-in")
    await page.fill("[name=login]", who["login"])
    await page.fill("[name=password]", who["password"])
    await page.click("main button[type=submit]")
    await page.wait_for_load_state()
    await page.goto(f"{access['origin']}/meetings/{access['meeting']}/{name}")
    return page


async def check_in(page: Page, hall: Page) -> None:
    code = await hall.get_attribute("#door", "data-code")
    await page.fill("#checkin-code", code or "")
    await page.click("#checkin button")
    await page.wait_for_selector("#checkin", state="hidden")


async def lose_the_first_answer(route: Route) -> None:
    """The server has counted the vote; the phone never hears of it."""
    await route.fetch()
    await route.abort()


async def faults(page: Page) -> list[str]:
    found = (await Axe().run(page)).response["violations"]
    return [f"{page.url} {one['id']} {one['nodes'][0]['html'][:120]}" for one in found]


@dataclass(frozen=True, slots=True)
class Screens:
    """Two phones, one of them without a socket, and the three screens of the officers."""

    first: Page
    second: Page
    table: Page
    chair: Page
    hall: Page

    def __iter__(self) -> Iterator[Page]:
        return iter((self.first, self.second, self.table, self.chair, self.hall))


async def open_screens(browser: Browser, access: dict[str, Any]) -> Screens:
    secretary = person(access, "secretary")
    members = person(access, "member"), person(access, "member", 1)
    return Screens(
        await screen(browser, access, members[0], "room", viewport=PHONE),
        await screen(browser, access, members[1], "room", viewport=PHONE, script=NO_SOCKET),
        await screen(browser, access, secretary, "table", viewport=LAPTOP),
        await screen(browser, access, person(access, "chair"), "chair", viewport=LAPTOP),
        await screen(browser, access, secretary, "screen", viewport=WALL, color_scheme="dark"),
    )


async def gather(on: Screens) -> None:
    """The meeting opens, two come in by the code of the door, the secretary marks the rest."""
    await on.table.click("#control-opening")
    await on.hall.wait_for_selector("#door[data-code]")
    await check_in(on.first, on.hall)
    await on.second.wait_for_selector("#connection[data-state=poll]")
    await check_in(on.second, on.hall)
    await on.table.click("#people-details > summary")
    for present in range(3, 12):
        await on.table.click("#people .person button[value=present] >> nth=0")
        await on.table.wait_for_selector(f'#quorum[data-present="{present}"]')
    assert await on.table.get_attribute("#people-details", "open") is not None


async def move(on: Screens) -> None:
    """Half a motion is typed while the chair goes on and back: every word stays."""
    await on.chair.click("#go-3")
    await on.first.wait_for_selector('#item[data-no="3"]')
    await on.table.click("#motion-details > summary")
    await on.table.fill("#motion-text", MOTION)
    await on.chair.click("#go-4")
    await on.second.wait_for_selector('#item[data-no="4"]')
    assert await on.table.input_value("#motion-text") == MOTION
    await on.chair.click("#go-3")
    await on.table.select_option("#motion-mover", index=1)
    await on.table.select_option("#motion-seconder", index=2)
    await on.table.click("#motions form button[type=submit]")


async def vote(on: Screens) -> None:
    """The ballot is on the two phones alone; the first one loses the answer to its vote."""
    await on.chair.click("#control-poll-3")
    await on.chair.click("#control-poll-opening")
    await on.first.wait_for_selector("#ballot")
    await on.second.wait_for_selector("#ballot")
    assert [await page.locator("#ballot").count() for page in on] == [1, 1, 0, 0, 0]
    await on.first.context.route("**/ballots", lose_the_first_answer, times=1)
    await on.first.click("#ballot [value=yes]")
    await on.first.click("[data-confirm]")
    await on.first.wait_for_selector("#sending[data-state=retrying]")
    await on.first.wait_for_selector("#receipt")
    await on.hall.wait_for_selector('#turnout[data-cast="1"]')


async def close(on: Screens) -> None:
    """The end of the poll takes the ballot away even from whoever is just confirming."""
    receipt = await on.first.inner_text("#receipt .receipt-code")
    await on.second.click("#ballot [value=no]")
    await on.chair.click("#control-poll-closing")
    await on.second.wait_for_selector("#ballot", state="detached")
    await on.first.wait_for_selector("#turnout[data-state=closed]")
    assert await on.first.inner_text("#receipt .receipt-code") == receipt
    await on.first.reload()
    assert await on.first.inner_text("#receipt .receipt-code") == receipt
    await on.chair.click("#control-poll-publication")
    for page in on:
        await page.wait_for_selector("#result[data-verdict=failed]", state="attached")


async def test_one_vote_on_every_screen(chromium: Browser, access: dict[str, Any]) -> None:
    on = await open_screens(chromium, access)
    await gather(on)
    await move(on)
    await vote(on)
    assert [fault for page in on for fault in await faults(page)] == []
    await close(on)
    assert [fault for page in (on.first, on.hall) for fault in await faults(page)] == []
    for page in on:
        await page.context.close()
