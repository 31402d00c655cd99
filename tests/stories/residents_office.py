"""What takes two officers: a newcomer, a claim, a neighbour's word; before it the second factor."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from council.identity import totp
from tests.stories.residents_street import NEIGHBOUR, PASSWORD, RESIDENT, SECRETARY
from tests.verification.neighbourhood import ID

if TYPE_CHECKING:
    from tests.stories.screens import Screen

NEWCOMER = "陆租客"
OTHER = "河边第二棵柳树后面"
TOLD = "信今天才送到，代码已经被用过"
GROUND = "同楼住了八年"


async def _sign_in(screen: Screen) -> None:
    page = screen.page
    await page.goto("/sign-in?next=/confirmations")
    await page.fill("#login", "R031")
    await page.fill("#password", PASSWORD)
    await page.press("#password", "Enter")
    await page.wait_for_url("**/second-factor?next=/confirmations")


async def set_up_second_factor(chair: Screen, step: int) -> None:
    """The secret is typed from the page; signed out, the next digits let the chair in again."""
    page = chair.page
    await _sign_in(chair)
    await chair.look("setting up the second factor")
    secret = base64.b32decode((await page.inner_text("#secret")).replace(" ", ""))
    await page.fill("#code", totp.digits(secret, step - 1))
    await page.press("#code", "Enter")
    await page.locator("#recovery-codes li").nth(7).wait_for()
    await chair.look("recovery codes")
    await page.get_by_role("link", name="我抄好了，继续").click()
    await page.wait_for_url("**/confirmations")
    await page.get_by_role("button", name="退出登录").click()
    await page.wait_for_url("**/sign-in")
    await _sign_in(chair)
    await chair.look("the second step")
    await page.fill("#code", totp.digits(secret, step))
    await page.press("#code", "Enter")
    await page.wait_for_url("**/confirmations")
    await chair.look("nothing to confirm")


async def enter_newcomer(desk: Screen) -> None:
    """A tenant whom the roll does not know: looked at here, asked for, not yet on the roll."""
    page = desk.page
    await page.goto("/desk")
    await page.fill("#who", NEWCOMER)
    await page.press("#who", "Enter")
    await desk.look("nobody is found at the desk")
    await page.locator("main .empty").get_by_role("link", name="登记新居民").click()
    await page.fill("#name", NEWCOMER)
    await page.select_option("#gender", "男")
    await page.fill("#code", "3-2-502")
    await page.select_option("#evidence", "lease")
    await page.fill("#number", ID)
    await desk.look("a newcomer")
    await page.get_by_role("button", name="提出，请另一位复核").click()
    await page.wait_for_url("**/confirmations/*")
    assert await page.get_by_role("button", name="确认，马上生效").count() == 0
    await desk.look("what one asked for")


async def confirm(screen: Screen, what: str, who: str) -> None:
    """The second officer reads what is asked, and by whom, and says yes."""
    page = screen.page
    await page.goto("/confirmations")
    await (
        page.locator("section[aria-labelledby=waiting] li", has_text=who)
        .get_by_role("link", name="去复核")
        .click()
    )
    assert who in await page.inner_text("main")
    await screen.look(f"confirming {what}")
    await page.get_by_role("button", name="确认，马上生效").click()
    await page.wait_for_url("**/confirmations**")
    answered = page.locator("section[aria-labelledby=answered] li", has_text=who)
    assert "已确认" in await answered.first.inner_text()


async def is_verified(desk: Screen, who: str) -> None:
    """The roll says so."""
    page = desk.page
    await page.goto("/roll")
    await page.fill("#text", who)
    await page.press("#text", "Enter")
    row = page.locator("#found tr", has_text=who)
    await row.wait_for()
    assert "已核验" in await row.inner_text()


async def claim(phone: Screen, front: str, secret: str) -> None:
    """Another one holds the same letter and finds it used."""
    page = phone.page
    await page.goto(f"/letter/{front}#{secret.replace('-', '')}")
    await page.fill("#password", OTHER)
    await page.fill("#repeat", OTHER)
    await page.click("main form button[type=submit]")
    await page.get_by_role("link", name="这封信已被用过，不是我").click()
    await page.wait_for_url("**/letter-claims")
    await page.fill("#public", front)
    await page.fill("#secret", secret)
    await page.fill("#told", TOLD)
    await page.fill("#contact", "3-1-101，晚上在家")
    await phone.look("a letter that somebody used")
    await page.get_by_role("button", name="告诉工作人员").click()
    await page.locator("main .notice[role=status]").wait_for()
    assert RESIDENT not in await page.content(), "whose row it is, is nobody's business"


async def settle_claim(desk: Screen) -> None:
    """It stands in the queue; whoever did not raise it decides, and says why."""
    page = desk.page
    await page.goto("/conflicts")
    await desk.look("claims")
    await page.get_by_role("link", name=RESIDENT).click()
    assert TOLD in await page.inner_text("main")
    await desk.look("one claim")
    await page.check("input[name=outcome][value=holder]")
    await page.fill("#ground", "看过户口簿，电话里也问过")
    await page.get_by_role("button", name="就这样定").click()
    await page.locator("#settled").wait_for()
    assert SECRETARY in await page.inner_text("main")


async def vouch(leader: Screen) -> None:
    """A group leader sees the own building only, and one word is not enough."""
    page = leader.page
    await page.goto("/vouching")
    await page.locator("summary", has_text="为这位作证").first.click()
    await leader.look("vouching")
    await page.locator("input[name=ground]").first.fill(GROUND)
    await page.get_by_role("button", name="我作证，请复核").first.click()
    await page.locator("main .notice[role=status]").wait_for()
    assert NEIGHBOUR in await page.inner_text("main")
