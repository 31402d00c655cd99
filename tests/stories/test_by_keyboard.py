"""The demo's meeting of today, run by keyboard at the table and voted by thumb on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from council import db
from council.demo import evening
from council.demo.cast import CHAIR, SECRETARY
from council.demo.roll import community
from council.identity import queries, sessions
from tests.server import COOKIE, running
from tests.stories.keys import Keys
from tests.stories.screens import LAPTOP, PHONE

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

    from council.identity.queries import Someone
    from council.settings import Settings
    from tests.server import Hall

    People = dict[str, Someone]

THUMB = "R001"
MOST_LINES = 40  # inputs in the log that an hour's meeting may need
LINES = (
    "沈石桥 赞成 先试半年，再看到会人数",
    "曾绣绷 反对 周六上午物业人手最紧",
    "梁蚕豆 赞成 上班的人只有周末能来",
    "备注 吕宋锦请求把票数附在纪要后面",
)


async def opened(
    browser: Browser, hall: Hall, person: str, path: str, look: dict[str, object]
) -> Page:
    context = await browser.new_context(base_url=hall.origin, locale="zh-CN", **look)  # type: ignore[arg-type]
    token = await sessions.start(person, "test", second_factor=True)
    await context.add_cookies([{"name": COOKIE, "value": token, "url": hall.origin}])
    page = await context.new_page()
    page.set_default_timeout(15_000)
    await page.goto(path)
    await page.wait_for_selector("#connection[data-state=on]", state="attached")
    return page


async def meeting_of_today() -> str:
    found = await db.row("SELECT id FROM meeting WHERE state = 'announced' AND kind = 'council'")
    assert found is not None
    return str(found["id"])


@pytest.mark.browser
async def test_the_demos_meeting_by_keyboard_and_by_thumb(
    chromium: Browser, loaded: Settings
) -> None:
    """From the notice to the report of what was done; figures are printed for whoever counts."""
    place = await db.row("SELECT id FROM community")
    assert place is not None
    cast = await queries.by_roll_no(place["id"])
    base = f"/meetings/{await meeting_of_today()}"
    async with running(loaded.database_url, loaded.data) as hall:
        table = await opened(chromium, hall, cast[SECRETARY].id, f"{base}/table", LAPTOP)
        phone = await opened(chromium, hall, cast[THUMB].id, f"{base}/room", PHONE)
        chair = await opened(chromium, hall, cast[CHAIR].id, f"{base}/chair", LAPTOP)
        keys, told = Keys(table), {}
        await give_notice(keys, base)
        told["notice"] = keys.taken()
        await open_and_check_in(keys, phone, cast)
        told["check-in of 15"] = keys.taken()
        for no in range(1, 6):
            await keys.go(f"#item[data-no='{no}']")
        keys.taken()
        await vote(keys, phone, hall, cast)
        told["one motion and its vote"] = keys.taken()
        for line in LINES:
            await keys.line(line)
        await conclude(keys)
        told["the outcome"] = keys.taken()
        await to_the_end(keys)
        keys.taken()
        await publish(keys, chair)
        told["publication"] = keys.taken()
        await follow_up(keys)
        print(f"\n(keys, characters): {told}; lines in the log: {keys.lines}")  # noqa: T201 - figures
        assert keys.lines <= MOST_LINES
        for page in (table, phone, chair):
            await page.context.close()


async def give_notice(keys: Keys, base: str) -> None:
    """One more point was agreed on: it goes onto the agenda and into a numbered notice."""
    page = keys.page
    before = (await page.goto(f"{base}/agenda"), await page.locator("#notices ~ ul li").count())[1]
    await keys.tab_to("item-title")
    await keys.type("楼道感应灯的位置")
    await keys.press("Enter")
    await page.get_by_text("7. 楼道感应灯的位置").wait_for()
    await keys.press("Alt+g")
    await page.get_by_text("通知发出以后有改动").wait_for(state="detached")
    assert await page.locator("#notices ~ ul li").count() == before + 1
    await page.goto(f"{base}/table")
    await page.wait_for_selector("#connection[data-state=on]", state="attached")


async def open_and_check_in(keys: Keys, phone: Page, cast: People) -> None:
    """Thirteen come, two are on leave: two lines and three keys."""
    names = [cast[seat].name for seat in evening.seats()]
    await keys.go("#control-item")
    await keys.line(f"到会 {' '.join(names[:13])}")
    await keys.line(f"请假 {' '.join(names[13:])}")
    await phone.wait_for_selector("#quorum[data-met=true][data-present='13']", state="attached")


async def vote(keys: Keys, phone: Page, hall: Hall, cast: People) -> None:
    """Item 5: a motion is entered, put to the vote, counted and published without a mouse."""
    item = next(one for one in community()["meeting"]["items"] if one["no"] == 5)
    await keys.press("Alt+m")
    await keys.tab_to("motion-text")
    await keys.type(item["motion"])
    await keys.choose("motion-mover", cast["R001"].id)
    await keys.choose("motion-seconder", cast["R011"].id)
    for field, text in (("motion-doer", "书记员"), ("motion-when", "2027年1月起")):
        await keys.tab_to(field)
        await keys.type(text)
    await keys.press("Enter")
    await keys.page.wait_for_selector("#control-poll-5")
    await keys.go("#control-poll-opening")
    await keys.go("#control-poll-closing")
    await phone.tap("#ballot button[value=yes]")
    await phone.tap("#ballot [data-confirm]")
    await phone.wait_for_selector("#receipt")
    await others_vote(hall, cast)
    await keys.page.wait_for_selector("#turnout[data-cast='13']", state="attached")
    await keys.go("#control-poll-publication")
    await keys.go("#result[data-verdict]")
    assert await phone.get_attribute("#result", "data-verdict") == "passed"


async def others_vote(hall: Hall, cast: People) -> None:
    found = await db.row("SELECT id FROM poll WHERE state = 'open' ORDER BY opened_at DESC")
    assert found is not None
    for at, seat in enumerate(one for one in evening.seats()[:13] if one != THUMB):
        client = hall.client(await sessions.start(cast[seat].id, "test", second_factor=True))
        fields = {"choice": "yes" if at < 9 else "no", "idem": f"{at:032x}", "rev": "0"}
        await client.post(f"/polls/{found['id']}/ballots", **fields)


async def conclude(keys: Keys) -> None:
    """会后有结果: what came of item 5, who sees to it, until when."""
    page = keys.page
    await keys.press("Alt+r")
    await keys.tab_on("记下第5项的结果")
    await keys.tab_to("outcome-text-5")
    await keys.type("议事会固定在每月第一个周六上午。")
    await keys.choose("outcome-step-5", "implement")
    await keys.tab_to("outcome-who-5")
    await keys.type("袁昆腔")
    await keys.tab_to("outcome-due-5")
    await page.fill("#outcome-due-5", "2031-01-04")
    await keys.tab_to("outcome-told-5")
    await keys.press("Enter")
    await page.locator("#outcomes dd", has_text="袁昆腔").wait_for()


async def to_the_end(keys: Keys) -> None:
    """The last items, the end, the draft of the minutes."""
    await keys.go("#item[data-no='6']")
    await keys.go("#item[data-no='7']")
    await keys.go("#control-minutes")
    await keys.press("Alt+g")
    await keys.page.wait_for_url("**/minutes/*")


async def publish(keys: Keys, chair: Page) -> None:
    """The recorder signs by keyboard, the chair on their own page, and it is public."""
    page = keys.page
    await keys.press("Alt+g")  # read out, everybody agreed
    await page.get_by_role("button", name="以记录人身份签字").wait_for()
    await keys.press("Alt+g")
    await page.get_by_text("等另一位签字").wait_for()
    await chair.goto(page.url)
    await chair.get_by_role("button", name="以主持人身份签字").click()
    await chair.get_by_role("button", name="签发并公开").click()
    await chair.get_by_role("link", name="下载 PDF").wait_for()
    await page.reload()
    await page.get_by_role("link", name="下载 PDF").wait_for()


async def follow_up(keys: Keys) -> None:
    """落实有回音: the one responsible reports, and everybody can read it."""
    page = keys.page
    await page.goto("/follow-up")
    await page.get_by_role("link", name="议事会固定在每月第一个周六上午").first.click()
    await keys.tab_to("report")
    await keys.type("场地已经订好。")
    await keys.tab_on("写下进展")
    await page.locator(".told-text", has_text="场地已经订好。").wait_for()
    await page.goto("/outcomes")
    assert "场地已经订好" in await page.inner_text("main")
