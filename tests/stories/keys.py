"""A secretary who has a keyboard and no mouse; every key is counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.async_api import Page

WORD = (
    "() => { const it = document.activeElement;"
    " return it && it.matches('a, button, summary') ? it.innerText : '' }"
)
FOCUS = "() => document.activeElement && document.activeElement.id"


@dataclass(slots=True)
class Keys:
    """`pressed` are keys and shortcuts, `typed` are characters, `lines` what went into the log."""

    page: Page
    pressed: int = 0
    typed: int = 0
    lines: int = 0

    def taken(self) -> tuple[int, int]:
        """Keys and characters since this was asked last."""
        told, self.pressed, self.typed = (self.pressed, self.typed), 0, 0
        return told

    async def press(self, key: str, times: int = 1) -> None:
        for _ in range(times):
            await self.page.keyboard.press(key)
        self.pressed += times

    async def type(self, text: str) -> None:
        await self.page.keyboard.insert_text(text)
        self.typed += len(text)

    async def line(self, text: str) -> None:
        """One input in the log."""
        await self.press("Alt+l")
        await self.type(text)
        await self.press("Enter")
        self.lines += 1
        await self.page.wait_for_function("() => document.getElementById('line').value === ''")

    async def tab_on(self, word: str) -> None:
        """Tabs until the control with this word has the focus, and Enter."""
        for _ in range(80):
            if word in await self.page.evaluate(WORD):
                await self.press("Enter")
                return
            await self.press("Tab")
        message = f"no tab leads to {word}"
        raise AssertionError(message)

    async def go(self, then: str) -> None:
        """The next act, whatever it is; `then` is what the page shows afterwards."""
        await self.page.wait_for_selector("[data-key=G]")
        await self.press("Alt+g")
        await self.page.wait_for_selector(then, state="attached")

    async def tab_to(self, id_: str) -> None:
        """As many tabs as it takes, and they are counted."""
        for _ in range(80):
            if await self.page.evaluate(FOCUS) == id_:
                return
            await self.press("Tab")
        message = f"no tab leads to {id_}"
        raise AssertionError(message)

    async def choose(self, id_: str, value: str) -> None:
        """In a select that has the focus: down to the value."""
        await self.tab_to(id_)
        steps = await self.page.evaluate(
            "([id, value]) => { const it = document.getElementById(id);"
            " return Array.from(it.options).findIndex((one) => one.value === value)"
            " - it.selectedIndex }",
            [id_, value],
        )
        await self.press("ArrowDown", steps)
