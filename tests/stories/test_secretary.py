"""From the last word of the demo's meeting to published minutes: what it costs the secretary.

She signed in before the meeting, two hours ago, so she is asked for her password again where she
signs. The chair's own acts are counted beside hers: to sign and to issue is not her business.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from council import db
from council.clock import now
from council.demo import access
from council.demo.cast import CHAIR, SECRETARY
from council.identity import sessions
from tests.server import COOKIE
from tests.stories.counted import Counted
from tests.stories.last_word import OUTCOME, demo_cast, hold
from tests.stories.screens import LAPTOP, PHONE, open_screen, shots_folder
from tests.stories.servers import served

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Browser, Locator, Page
    from pypdf import PageObject

    from council.demo.cast import Cast
    from council.settings import Settings
    from tests.stories.screens import Screen

AT_MOST = 12
EVENING = timedelta(hours=2)  # since anybody typed a password
CORRECTED = "会议建议各楼长逐户说明。"
A4 = (595, 842)  # points
BACK_AT_THE_TAB = "() => document.dispatchEvent(new Event('visibilitychange'))"


@dataclass(slots=True)
class Office:
    """Two officers at their screens, with the passwords that they know by heart."""

    her: Counted
    his: Counted
    password: str
    chairs_password: str


async def seated(screen: Screen, cast: Cast, number: str, page: str) -> Counted:
    """On the page that they have had open all evening."""
    token = await sessions.start(cast.id(number), "test")
    await db.rows(
        "UPDATE session SET proved_at = {} WHERE token_hash = {}",
        now() - EVENING,
        sessions.hash_of(token),
    )
    context = screen.page.context
    origin = page.partition("/meetings/")[0]
    await context.add_cookies([{"name": COOKIE, "value": token, "url": origin}])
    counted = await Counted.watch(screen.page)
    await screen.page.goto(page)
    await screen.live()
    await counted.begin()
    return counted


def button(who: Counted, word: str) -> Locator:
    return who.page.get_by_role("button", name=word)


async def proved(who: Counted, password: str) -> None:
    await who.fill(who.page.locator("#password"), password)
    await who.click(button(who, "是我，继续"))


async def drafted(her: Counted) -> None:
    """The meeting is closed, the draft is made, and one paragraph gets a sentence more."""
    page = her.page
    await her.click(page.locator("#control-closing"))
    await her.click(page.locator("form #control-minutes"))
    paragraph = page.locator('[id="item.3.more"]')
    await her.click(paragraph.locator("summary"))
    await her.correct(paragraph.locator("textarea"), CORRECTED)
    await paragraph.locator(".para-words", has_text=CORRECTED).wait_for()


async def signed(office: Office) -> None:
    """She notes that it was read out, and signs; the chair signs and issues."""
    her, his = office.her, office.his
    await her.click(button(her, "当场宣读"))
    await her.click(button(her, "以记录人身份签字"))
    await proved(her, office.password)
    await her.click(button(her, "以记录人身份签字"))
    await her.page.get_by_text("等另一位签字").wait_for()
    await his.click(his.page.get_by_role("link", name="打开纪要草稿"))
    await his.click(button(his, "以主持人身份签字"))
    await proved(his, office.chairs_password)
    await his.click(button(his, "以主持人身份签字"))
    await his.click(button(his, "签发并公开"))
    await his.page.get_by_role("link", name="下载 PDF").wait_for()


async def taken_along(her: Counted, folder: Path) -> str:
    """Her page says that they are issued and leads to them: PDF and poster; their address."""
    page = her.page
    await page.evaluate(BACK_AT_THE_TAB)  # it asks every eight seconds as well
    await her.click(page.get_by_role("link", name="看公开的纪要"))
    minutes = await her.download(page.get_by_role("link", name="下载 PDF"), folder / "minutes.pdf")
    number = await page.locator(".minutes-no span").first.inner_text()
    text = words_of(minutes)
    assert number.endswith("号")
    for expected in (number, CORRECTED, OUTCOME):
        assert expected in text, expected
    link = page.get_by_role("link", name="海报 PDF（A4） 同意将 XM-01 至 XM-04")
    poster = await her.download(link, folder / "poster.pdf")
    assert [size(one) for one in PdfReader(poster).pages] == [A4]
    assert "通过" in words_of(poster)
    return page.url.partition("#")[0]


def words_of(file: Path) -> str:
    return "".join("".join(one.extract_text() for one in PdfReader(file).pages).split())


def size(page: PageObject) -> tuple[int, int]:
    return round(page.mediabox.width), round(page.mediabox.height)


async def read_by_anybody(page: Page, path: str) -> None:
    """From the front page, by its links, by somebody who is nobody here."""
    await page.goto("/")
    await page.click(f"a[href='{path}']")
    assert CORRECTED in await page.inner_text("article")


@pytest.mark.slow
async def test_from_the_last_word_to_print(
    chromium: Browser, loaded: Settings, tmp_path: Path
) -> None:
    told = access.read(loaded.data)
    assert told is not None
    cast = await demo_cast()
    await hold(loaded, cast, told.meeting)
    shots = shots_folder(tmp_path / "shots")
    with served(loaded.database_url, loaded.data, 1) as (origin,):
        at = f"{origin}/meetings/{told.meeting}"
        screens = [
            await open_screen(chromium, origin, name, shots, thorough=False, **look)
            for name, look in (("table", LAPTOP), ("chair", LAPTOP), ("passer-by", PHONE))
        ]
        both = await asyncio.gather(
            seated(screens[0], cast, SECRETARY, f"{at}/table"),
            seated(screens[1], cast, CHAIR, f"{at}/chair"),
        )
        office = Office(*both, told.first("secretary").password, told.first("chair").password)
        await drafted(office.her)
        await signed(office)
        url = await taken_along(office.her, tmp_path)
        await read_by_anybody(screens[2].page, url.removeprefix(origin))
        hers, his = await office.her.vouched(), await office.his.vouched()
        print(f"\nsecretary {hers}: {office.her.acts}\nchair {his}: {office.his.acts}")  # noqa: T201 - figures
        assert hers <= AT_MOST
        for screen in screens:
            await screen.page.context.close()
