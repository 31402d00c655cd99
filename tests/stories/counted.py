"""Somebody at a screen whose every act is counted, and a witness in the page who counts too.

The witness knows nothing of the counting: it sees clicks that the browser trusts, fields that were
changed, pages that were loaded again and addresses that were typed. Whoever does something past
`Counted` is caught by it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Locator, Page, Request

# Kept in the tab's own storage, which outlives a page: a link may take the page away at once.
# Words that correct a paragraph are typed, and typing is not counted; opening the paragraph is.
WITNESS = """(() => {
  const saw = (what) => {
    const all = JSON.parse(sessionStorage.getItem("saw") || "[]");
    sessionStorage.setItem("saw", JSON.stringify([...all, what]));
  };
  const corrects = (it) => it.matches("textarea") && it.closest(".para-edit");
  addEventListener("click", (event) => event.isTrusted && saw("click"), true);
  addEventListener("change", (event) => {
    if (event.isTrusted && !corrects(event.target)) saw("change");
  }, true);
  const [here] = performance.getEntriesByType("navigation");
  if (here && here.type !== "navigate") saw(here.type);
})()"""
BY_LINK = "same-origin"  # what the browser tells a server where a page led to the next one


@dataclass(slots=True)
class Counted:
    """One person's page. `acts` has a word for each act, in the order in which they were done."""

    page: Page
    acts: list[str] = field(default_factory=list)
    _loaded: list[Request] = field(default_factory=list)

    @classmethod
    async def watch(cls, page: Page) -> Counted:
        """Before the page goes anywhere."""
        counted = cls(page)
        await page.add_init_script(WITNESS)
        page.on("request", lambda request: counted._note(request))  # noqa: PLW0108 - as in screens.py
        return counted

    def _note(self, request: Request) -> None:
        if request.is_navigation_request() and request.redirected_from is None:
            self._loaded.append(request)

    async def begin(self) -> None:
        """What was done until now does not count."""
        await self.page.evaluate("() => sessionStorage.removeItem('saw')")
        self.acts.clear()
        self._loaded.clear()

    async def click(self, what: Locator) -> None:
        words = " ".join((await what.inner_text()).split())
        self.acts.append(f"click {words}")
        await what.click()

    async def fill(self, what: Locator, words: str) -> None:
        self.acts.append(f"fill #{await what.get_attribute('id')}")
        await what.fill(words)

    async def correct(self, what: Locator, words: str) -> None:
        """Other words in a paragraph: the one thing that is not counted."""
        await what.fill(words)

    async def download(self, what: Locator, file: Path) -> Path:
        async with self.page.expect_download() as coming:
            await self.click(what)
        await (await coming.value).save_as(file)
        return file

    async def seen(self) -> list[str]:
        """What the witness saw."""
        saw: list[str] = await self.page.evaluate(
            "() => JSON.parse(sessionStorage.getItem('saw') || '[]')"
        )
        sites = [(await one.all_headers()).get("sec-fetch-site") for one in self._loaded]
        return saw + ["address" for one in sites if one != BY_LINK]

    async def vouched(self) -> int:
        """How many acts there were, and the witness saw none beside them."""
        seen = await self.seen()
        assert "address" not in seen, "an address was typed"
        assert len(seen) <= len(self.acts), (seen, self.acts)
        assert seen.count("click") <= sum(one.startswith("click") for one in self.acts)
        return len(self.acts)
