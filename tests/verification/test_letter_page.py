from __future__ import annotations

from typing import TYPE_CHECKING

from council import db
from council.verification import actions as verification_actions
from tests import people
from tests.server import running

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Browser

PASSWORD = "桂花树下的第三家"
NARROW = {"width": 375, "height": 812}


async def test_the_scanned_secret_leaves_the_address_and_opens_the_account(
    chromium: Browser, sqlite_url: str, tmp_path: Path
) -> None:
    db.bind(db.make_engine(sqlite_url))
    cast = await people.assemble(members=4)
    async with running(sqlite_url, tmp_path) as hall:
        public, secret = await verification_actions.issue_letter(
            cast.people["顾水巷"], "household", cast.actor("袁昆腔")
        )
        context = await chromium.new_context(viewport=NARROW)  # type: ignore[arg-type]  # a TypedDict
        page = await context.new_page()
        seen: list[str] = []
        page.on("request", lambda request: seen.append(f"{request.url} {request.headers}"))
        await page.goto(f"{hall.origin}/letter/{public}#{secret}")
        assert page.url == f"{hall.origin}/letter/{public}"
        assert await page.locator("#scanned-code").is_visible()
        assert not await page.locator("#secret").is_visible()
        assert not [one for one in seen if secret in one]
        await page.fill("#password", PASSWORD)
        await page.fill("#repeat", PASSWORD)
        await page.click("main form button[type=submit]")
        await page.wait_for_url("**/account?*")
        assert "顾水巷" in await page.inner_text("main")
        await context.close()
