"""From a row of the roll to an account: found while typing, a letter, a password, a passkey."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.stories.residents_street import PASSWORD, RESIDENT, TELEPHONE

if TYPE_CHECKING:
    from tests.stories.screens import Screen

REASON = "送信前核对电话"
AUTHENTICATOR: dict[str, Any] = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


async def find(desk: Screen) -> None:
    """The first letters of a name, and the row is there; the address names nobody."""
    page = desk.page
    await page.goto("/roll")
    await page.locator("#text").press_sequentially("ssq")
    await page.locator("#found a").wait_for()
    assert await page.locator("#found a").all_inner_texts() == [RESIDENT]
    assert page.url.endswith("/roll")
    await desk.look("the register")
    await page.locator("#found a").click()
    await page.wait_for_url("**/people/*")


async def look_in_full(desk: Screen) -> None:
    """Numbers are masked until somebody says why."""
    page = desk.page
    assert TELEPHONE not in await page.inner_text("main")
    await desk.look("one person")
    await page.locator("summary", has_text="看完整资料").click()
    await page.fill("#why", REASON)
    await page.get_by_role("button", name="写明理由，看完整资料").click()
    await page.locator("main .notice[role=status]").wait_for()
    assert TELEPHONE in await page.inner_text("main")


async def print_letter(desk: Screen) -> tuple[str, str]:
    """Both parts of the code, as they are printed."""
    page = desk.page
    await page.get_by_role("link", name="当面核验或印入户信").click()
    await desk.look("somebody at the desk")
    await page.get_by_role("button", name="印入户信", exact=True).click()
    codes = page.locator("dd.input-code")
    await codes.nth(1).wait_for()
    await desk.look("a household letter")
    return await codes.nth(0).inner_text(), await codes.nth(1).inner_text()


async def open_letter(phone: Screen, front: str, secret: str) -> None:
    """The address of the square code: its secret is read by the page and leaves the bar."""
    page = phone.page
    await page.goto(f"/letter/{front}#{secret.replace('-', '')}")
    await page.locator("#scanned-code").wait_for()
    assert "#" not in page.url
    await phone.look("the letter")
    await page.fill("#password", PASSWORD)
    await page.fill("#repeat", PASSWORD)
    await page.click("main form button[type=submit]")
    await page.wait_for_url("**/account?*")
    assert "核验好了" in await page.inner_text("main .notice[role=status]")
    await phone.look("the account")


async def not_me(phone: Screen) -> None:
    """Somebody else picks the shared phone up: out, and nothing of hers is left on it."""
    page = phone.page
    await page.get_by_role("button", name="这不是我，退出").click()
    await page.wait_for_url("**/sign-in")
    assert await page.input_value("#login") == ""
    assert RESIDENT not in await page.content()
    await phone.look("signing in")


async def sign_in_by_telephone(phone: Screen) -> None:
    page = phone.page
    await page.goto("/sign-in?next=/account")
    await page.fill("#login", f"{TELEPHONE[:3]} {TELEPHONE[3:7]} {TELEPHONE[7:]}")
    await page.fill("#password", PASSWORD)
    await page.press("#password", "Enter")
    await page.wait_for_url("**/account")


async def make_a_passkey(phone: Screen) -> None:
    """Made on this phone, and the next time no password is asked."""
    page = phone.page
    tools = await page.context.new_cdp_session(page)
    await tools.send("WebAuthn.enable")
    await tools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    await page.get_by_role("link", name="通行密钥").click()
    await page.fill("#label", "我的手机")
    await phone.look("passkeys")
    await page.get_by_role("button", name="加上这台设备").click()
    await page.wait_for_url("**/account/passkeys?done=added")
    await page.get_by_role("button", name="退出登录").click()
    await page.wait_for_url("**/sign-in")
    await page.goto("/sign-in?next=/account")
    await page.get_by_role("button", name="用通行密钥登录").click()
    await page.wait_for_url("**/account")
