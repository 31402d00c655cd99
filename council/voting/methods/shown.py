"""What is shown of a ballot with several options and of its count, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from council.voting.count.show.letters import plain
from council.voting.methods import grammar
from council.voting.methods.sheet import RANKED, Option, Sheet

if TYPE_CHECKING:
    from markupsafe import Markup

PLAIN_MOST = 1  # who may choose one only gets round marks


@dataclass(frozen=True, slots=True)
class SheetView:
    """One ballot in one language. `how`: what to do with it; `counted`: what then decides."""

    sheet: Sheet
    how: str
    counted: str
    line: str = "{title}"  # of one mark of a ballot
    blank: str = ""

    @property
    def method(self) -> str:
        return self.sheet.method

    @property
    def options(self) -> tuple[Option, ...]:
        return self.sheet.options

    @property
    def kind(self) -> str:
        """one | many | score | dots | rank: which form it needs."""
        if self.method in RANKED:
            return "rank"
        if self.method in {"score", "dots"}:
            return self.method
        return "one" if self.sheet.parameters.get("maximum") == PLAIN_MOST else "many"

    @property
    def highest(self) -> int:
        """Of a score, of dots on one option, or of a rank."""
        p = self.sheet.parameters
        if self.method == "dots":
            return int(p["on_one"] or p["dots"])
        return int(p.get("highest", len(self.options)))

    @property
    def most(self) -> int:
        """Options or dots in all; 0: as many as one likes."""
        p = self.sheet.parameters
        return int(p["dots"] if self.method == "dots" else p.get("maximum", 0))

    def said(self, choice: str) -> tuple[str, ...]:
        """What a ballot says, one line for each mark; a ranking in its order."""
        marks = grammar.read(self.sheet, choice)
        titles = {one.code: plain(one.title) for one in self.options}
        if not marks:
            return (self.blank,)
        order = sorted(marks, key=lambda code: marks[code]) if self.method in RANKED else marks
        return tuple(self.line.format(title=titles[code], n=marks[code]) for code in order)


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    strong: bool = False
    number: bool = False


@dataclass(frozen=True, slots=True)
class TableView:
    """Heads, then lines whose first cell names the line."""

    title: str
    heads: tuple[Cell, ...]
    lines: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class CountView:
    """`sentence` is the result in one; `facts` are what else decided."""

    verdict: str  # chosen | none | ranked | invalid
    winners: tuple[str, ...]
    sentence: str
    facts: tuple[str, ...]
    picture: Markup
    tables: tuple[TableView, ...]
