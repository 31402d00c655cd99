"""The demo's meeting of today, run by keyboard at the table and voted by thumb on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from council import db
from council.demo import evening
from council.demo.cast import SECRETARY
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
    place = await db.row("SELECT id FROM community")
    assert place is not None
    cast = await queries.by_roll_no(place["id"])
    meeting = await meeting_of_today()
    base = f"/meetings/{meeting}"
    async with running(loaded.database_url, loaded.data) as hall:
        table = await opened(chromium, hall, cast[SECRETARY].id, f"{base}/table", LAPTOP)
        phone = await opened(chromium, hall, cast[THUMB].id, f"{base}/room", PHONE)
        keys = Keys(table)
        await open_and_check_in(keys, phone, cast)
        checked_in = keys.pressed, keys.typed
        await vote(keys, phone, hall, cast, base)
        voted = keys.pressed - checked_in[0], keys.typed - checked_in[1]
        for line in LINES:
            await keys.line(line)
        await to_the_end(keys)
        print(f"\ncheck-in of 15: {checked_in}; motion and vote: {voted}; lines {keys.lines}")  # noqa: T201 - figures
        assert keys.lines <= MOST_LINES
        await table.context.close()
        await phone.context.close()


async def open_and_check_in(keys: Keys, phone: Page, cast: People) -> None:
    """Thirteen come, two are on leave: two lines and three keys."""
    names = [cast[seat].name for seat in evening.seats()]
    await keys.go("#control-item")
    await keys.line(f"到会 {' '.join(names[:13])}")
    await keys.line(f"请假 {' '.join(names[13:])}")
    await phone.wait_for_selector("#quorum[data-met=true][data-present='13']", state="attached")


async def vote(keys: Keys, phone: Page, hall: Hall, cast: People, base: str) -> None:
    """Item 5: a motion is entered, put to the vote, counted and published without a mouse."""
    for no in range(1, 6):
        await keys.go(f"#item[data-no='{no}']")
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
    await others_vote(hall, cast, base)
    await keys.page.wait_for_selector("#turnout[data-cast='13']", state="attached")
    await keys.go("#control-poll-publication")
    await keys.go("#result[data-verdict]")
    assert await phone.get_attribute("#result", "data-verdict") == "passed"


async def others_vote(hall: Hall, cast: People, base: str) -> None:
    found = await db.row("SELECT id FROM poll WHERE state = 'open'")
    assert found is not None
    for at, seat in enumerate(one for one in evening.seats()[:13] if one != THUMB):
        client = hall.client(await sessions.start(cast[seat].id, "test", second_factor=True))
        fields = {"choice": "yes" if at < 9 else "no", "idem": f"{at:032x}", "rev": "0"}
        await client.post(f"/polls/{found['id']}/ballots", **fields)


async def to_the_end(keys: Keys) -> None:
    """The last item, the end, the draft of the minutes."""
    await keys.go("#item[data-no='6']")
    await keys.go("#control-minutes")
    await keys.press("Alt+g")
    await keys.page.wait_for_url("**/minutes/*")
