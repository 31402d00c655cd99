"""A passkey in a real browser, on a phone: made, signed in with, used once, taken away."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.async_playwright import Axe

from council import db, settings
from council.identity import sessions
from tests import people
from tests.identity.test_logins import PASSWORD, settle
from tests.server import COOKIE, running

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from playwright.async_api import Browser, Page

NUMBER = "127.0.0.1"
PHONE = {"width": 375, "height": 812}
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


async def faults(page: Page) -> list[str]:
    """What axe finds, in 长辈版 too, and whether the page is wider than the phone."""
    found = []
    for elder in ("1", "0"):
        await page.evaluate(f"document.documentElement.className = {elder} ? 'elder' : ''")
        results = (await Axe().run(page)).response
        found += [one["id"] for one in results["violations"]]
        if await page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append("wider than the phone")
    return found


async def forget_session(page: Page) -> None:
    await page.context.clear_cookies(name=COOKIE)


async def add_this_phone(page: Page) -> None:
    await page.goto("/account/passkeys")
    await page.fill("#label", "我的手机")
    await page.click("text=加上这台设备")
    await page.wait_for_url("**/account/passkeys?done=added")
    assert await faults(page) == []


async def sign_in_with_it(page: Page) -> None:
    await forget_session(page)
    await page.goto("/sign-in?next=/account/passkeys")
    assert await faults(page) == []
    await page.click("text=用通行密钥登录")
    await page.wait_for_url("**/account/passkeys")


async def replay(page: Page) -> str:
    """The same answer a second time: where it leads."""
    await forget_session(page)
    await page.goto("/sign-in")
    await page.evaluate(
        """() => {
            const form = document.querySelector('form[data-passkey="sign-in"]');
            const submit = HTMLFormElement.prototype.submit;
            HTMLFormElement.prototype.submit = function () {
              sessionStorage.setItem("answer", new URLSearchParams(new FormData(this)).toString());
              submit.call(this);
            };
            form.requestSubmit();
        }"""
    )
    await page.wait_for_url(lambda url: not url.endswith("/sign-in"))
    await forget_session(page)
    return str(
        await page.evaluate(
            """async () => (await fetch("/sign-in/passkey", {
                method: "POST",
                headers: {"content-type": "application/x-www-form-urlencoded"},
                body: sessionStorage.getItem("answer"),
            })).url"""
        )
    )


async def take_it_away(page: Page) -> None:
    await page.click("text=去掉")
    await page.wait_for_url("**/account/passkeys?done=removed")
    await forget_session(page)
    await page.goto("/sign-in")
    await page.click("text=用通行密钥登录")
    await page.wait_for_url("**/sign-in?why=passkey.wrong**")
    assert await faults(page) == []


async def password_alone(page: Page) -> None:
    await page.fill("#login", "r032")
    await page.fill("#password", PASSWORD)
    await page.click("text=显示密码")
    assert await page.get_attribute("#password", "type") == "text"
    await page.press("#password", "Enter")
    await page.wait_for_url("**/second-factor**")


@asynccontextmanager
async def phone(browser: Browser, origin: str, token: str) -> AsyncIterator[Page]:
    """A phone that somebody is signed in on, with an authenticator of its own."""
    context = await browser.new_context(viewport=PHONE, base_url=origin)  # type: ignore[arg-type]  # a TypedDict
    page = await context.new_page()
    tools = await context.new_cdp_session(page)
    await tools.send("WebAuthn.enable")
    await tools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    await context.add_cookies([{"name": COOKIE, "value": token, "url": origin}])
    yield page
    await context.close()


@pytest.mark.nightly  # the residents' story makes one and signs in with it
async def test_an_officer_makes_a_passkey_and_it_counts_as_two_factors(
    chromium: Browser, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db.bind(db.make_engine(sqlite_url))
    cast = await people.assemble(members=4)
    await settle(cast, "袁昆腔")
    token = await sessions.start(cast.people["袁昆腔"], "phone", second_factor=True)
    read = settings.read

    def local(env: dict[str, str]) -> settings.Settings:
        """Browsers take a name for whom passkeys are, not a number: localhost."""
        return read(env | {"COUNCIL_ORIGIN": env["COUNCIL_ORIGIN"].replace(NUMBER, "localhost")})

    monkeypatch.setattr("tests.server.read", local)
    async with (
        running(sqlite_url, tmp_path) as hall,
        phone(chromium, hall.settings.origin, token) as page,
    ):
        await add_this_phone(page)
        await sign_in_with_it(page)
        assert (await page.request.get("/terminals")).ok, "no second step is asked"
        assert "/sign-in?why=passkey." in await replay(page)
        await sign_in_with_it(page)
        await take_it_away(page)
        await password_alone(page)
