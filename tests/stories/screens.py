"""Pages as people have them open: signed in, listened to, looked at in every look."""

from __future__ import annotations

import json
import os
import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from axe_playwright_python.base import AXE_SCRIPT

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page, WebSocket

SHOTS = "COUNCIL_SHOTS"
PHONE: dict[str, Any] = {
    "viewport": {"width": 375, "height": 812},
    "device_scale_factor": 2,
    "has_touch": True,
}
LAPTOP: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
HALL: dict[str, Any] = {"viewport": {"width": 1920, "height": 1080}}
EVERYTHING: dict[str, Any] = {"resultTypes": ["violations"]}
COLOURS: dict[str, Any] = {**EVERYTHING, "runOnly": ["color-contrast", "link-in-text-block"]}
# The dark theme changes colours and nothing else.
LOOKS = (("light", False, EVERYTHING), ("dark", False, COLOURS), ("light", True, EVERYTHING))
RUN = """(options) => axe.run(options).then((found) => found.violations.map(
    (one) => one.id + ': ' + one.nodes.map((node) => node.target.join(' ')).join(', ')))"""
ELDER = "() => document.documentElement.classList.contains('elder')"
WIDE = "() => document.documentElement.scrollWidth > innerWidth"
TAG = re.compile(r"<[^>]*>")
# 赞成 6, and 6:6:1; a time of day has one colon.
SPLIT = re.compile(r"(?:赞成|反对|弃权)[\s：:]*\d+|\d+\s*[：:]\s*\d+\s*[：:]\s*\d+")


@dataclass(slots=True)
class Screen:
    """One open page, everything that its sockets told it, and what is wrong with its looks."""

    page: Page
    name: str
    shots: Path
    thorough: bool = True
    elder: bool = False  # how its pictures are taken
    looks: tuple[tuple[str, bool, dict[str, Any]], ...] = LOOKS
    frames: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", lambda told: self.frames.append(str(told)))

    async def sign_in(self, login: str, password: str, on: str = "/") -> None:
        await self.page.goto(f"/sign-in?next={on}")
        await self.page.fill("#login", login)
        await self.page.fill("#password", password)
        await self.page.click("main form button[type=submit]")
        await self.page.wait_for_url(f"**{on}")

    async def until(self, selector: str, seconds: float = 5) -> float:
        """Wait for something to be on the page; when it was there (monotonic seconds)."""
        await self.page.wait_for_selector(selector, state="attached", timeout=seconds * 1000)
        return time.monotonic()

    async def live(self) -> None:
        """Until the page has its socket."""
        await self.until("#connection[data-state=on]")

    async def shoot(self, name: str, *, whole: bool = False) -> None:
        """A picture for whoever named a folder for pictures; no check needs it."""
        if os.environ.get(SHOTS):
            await self.picture(name, whole=whole)

    async def picture(self, name: str, *, whole: bool = False) -> None:
        """In the ordinary look or in 长辈版, by light, with no pointer over anything."""
        own = await self.page.evaluate(ELDER)
        await self._dress("light", elder=self.elder)
        await self.page.mouse.move(0, 0)
        await self.page.screenshot(path=self.shots / f"{name}.png", full_page=whole)
        await self._dress("light", elder=own)

    async def look(self, what: str) -> None:
        """axe and the width, light, dark and 长辈版: once for every page, not on each database."""
        if not self.thorough:
            return
        if not await self.page.evaluate("() => Boolean(window.axe)"):
            await self.page.evaluate(AXE_SCRIPT)
        own = await self.page.evaluate(ELDER)
        for scheme, elder, options in self.looks:
            await self._dress(scheme, elder=elder)
            found = await self.page.evaluate(RUN, options)
            found += ["too wide"] if await self.page.evaluate(WIDE) else []
            self.faults += [f"{what} ({scheme}{', 长辈版' * elder}): {one}" for one in found]
        await self._dress("light", elder=own)

    async def _dress(self, scheme: Any, *, elder: bool) -> None:
        await self.page.emulate_media(color_scheme=scheme)
        await self.page.evaluate(
            "(on) => document.documentElement.classList.toggle('elder', on)", elder
        )

    async def splits(self, since: int = 0) -> set[str]:
        """Counts of a vote that can be read on the page or in its frames from `since` on."""
        texts = [await self.page.content()]
        for frame in self.frames[since:]:
            texts += json.loads(frame).get("pieces", {}).values()
        return {one for text in texts for one in SPLIT.findall(TAG.sub(" ", text))}


async def open_screen(
    browser: Browser, origin: str, name: str, shots: Path, *, thorough: bool, **look: Any
) -> Screen:
    """A browser of one's own: no cookie of anybody else is in it."""
    context = await browser.new_context(
        base_url=origin, reduced_motion="reduce", locale="zh-CN", **look
    )
    screen = Screen(await context.new_page(), name, shots, thorough)
    screen.page.set_default_timeout(10_000)
    # Playwright would leave a mark on the owner of a method.
    screen.page.on("websocket", lambda socket: screen.listen(socket))  # noqa: PLW0108 - see above
    return screen


def shots_folder(otherwise: Path) -> Path:
    """COUNCIL_SHOTS names the folder for pictures; else those of a failure go with the test."""
    folder = Path(os.environ.get(SHOTS) or otherwise)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
