"""The ballot as a screen reader reads it, and as an eye sees it: in order, alike, neutral."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.room.open_pages import live, meeting
from tests.room.test_two_devices import vote

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Browser, Page

ELDER = "() => document.documentElement.classList.add('elder')"
LOOKS = """() => Array.from(document.querySelectorAll('#ballot .choice-button')).map((each) => {
    const style = getComputedStyle(each), box = each.getBoundingClientRect();
    return [style.color, style.backgroundColor, style.borderColor, style.fontSize,
            style.fontWeight, Math.round(box.width), Math.round(box.height)].join(' ');
})"""
HEIGHT = """() => Math.min(...Array.from(document.querySelectorAll('#ballot .choice-button'))
    .map((each) => each.getBoundingClientRect().height))"""
LARGE, SMALL = 60, 44  # px (UX-3)


async def read_aloud(page: Page, place: str) -> list[str]:
    """Roles and names in the order in which they are read."""
    found = await page.locator(place).aria_snapshot()
    return [re.sub(r"^[\s-]+|:$| \[level=\d\]", "", line) for line in found.splitlines()]


def alike(looks: list[str]) -> bool:
    return len(looks) == 3 and len(set(looks)) == 1


@pytest.mark.parametrize("elder", [False, True])
async def test_the_ballot_is_read_in_order_and_its_three_buttons_are_alike(
    chromium: Browser, sqlite_url: str, tmp_path: Path, elder: Any
) -> None:
    async with meeting(chromium, sqlite_url, tmp_path) as held:
        await held.opened("委员01", "委员02")
        await held.ask()
        phone = await held.open("委员01")
        await live(phone)
        if elder:
            await phone.evaluate(ELDER)
        heard = await read_aloud(phone, "#ballot-place")
        wanted = ["请您表决", "通过服务项目", "赞成", "反对", "弃权", "记名表决"]
        found = [next(at for at, line in enumerate(heard) if word in line) for word in wanted]
        assert found == sorted(found), heard
        assert [line for line in heard if line.startswith("button")] == [
            f'button "{word}"' for word in ("我赞成", "我反对", "弃权")
        ]
        assert alike(await phone.evaluate(LOOKS))
        assert await phone.evaluate(HEIGHT) >= (LARGE if elder else SMALL)
        await vote(phone, "no")
        said = await read_aloud(phone, "#receipt-place")
        assert said[0].startswith('region "已投票，已送达"'), said
        assert await phone.evaluate("() => document.activeElement.id") == "receipt"
        assert not await phone.locator("#ballot").count()


async def test_control_a_button_that_stands_out_is_seen(
    chromium: Browser, sqlite_url: str, tmp_path: Path
) -> None:
    async with meeting(chromium, sqlite_url, tmp_path) as held:
        await held.opened("委员01", "委员02")
        await held.ask()
        phone = await held.open("委员01")
        await phone.locator("#ballot").wait_for()
        await phone.evaluate("document.querySelector('#ballot [value=yes]').style.color = 'green'")
        assert not alike(await phone.evaluate(LOOKS))
