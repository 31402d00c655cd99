"""Residents have old phones: nothing is used that came after Chromium 80.

A line that is only an extra, and whose page is whole without it, may say so:
`/* whole without: … */` in CSS, `// whole without: …` in JavaScript.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from council.checks import sources
from council.checks.newer import CSS, JS, Newer

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

EXTRA = "whole without:"
CSS_COMMENT = re.compile(r"/\*.*?\*/|\"[^\"\n]*\"|'[^'\n]*'", re.DOTALL)
JS_COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'`\\])//[^\n]*", re.DOTALL)
STYLE_BLOCK = re.compile(r"\{[^{}]*\}")
GAP = re.compile(r"(?<![\w-])(?:grid-)?(?:row-|column-)?gap\s*:[^;}]*")
IS_FLEXIBLE = re.compile(r"display\s*:\s*(?:inline-)?flex")
IS_GRID = re.compile(r"display\s*:\s*(?:inline-)?grid|column(?:s|-count|-width)\s*:")


def too_new() -> list[str]:
    """Each place in our style sheets and scripts that Chromium 80 would not understand."""
    faults = [(path, in_css(_read(path))) for path in sources.files("static", ".css")]
    faults += [(path, in_js(_read(path))) for path in sources.files("static", ".js")]
    return [f"{sources.name(path)}:{line}: {what}" for path, all_ in faults for line, what in all_]


def in_css(text: str) -> list[tuple[int, str]]:
    """What is too new in a style sheet, with its line."""
    plain = sources.blank(text, CSS_COMMENT)
    return _unless_extra(text, [*_listed(plain, CSS), *_gaps(plain), *_nested(plain)])


def in_js(text: str) -> list[tuple[int, str]]:
    """What is too new in a script, with its line."""
    return _unless_extra(text, _listed(sources.blank(text, JS_COMMENT), JS))


def _listed(text: str, table: Iterable[Newer]) -> list[tuple[int, str]]:
    return [place for feature in table for place in feature.places(text)]


def _gaps(text: str) -> list[tuple[int, str]]:
    """`gap` outside a grid: flexible boxes have it only since Chromium 84."""
    return [
        (text.count("\n", 0, block.start() + gap.start()) + 1, f"{gap[0]} outside a grid (84)")
        for block in STYLE_BLOCK.finditer(text)
        for gap in GAP.finditer(block[0])
        if IS_FLEXIBLE.search(block[0])
        or not (IS_GRID.search(block[0]) or gap[0].startswith("grid-"))
    ]


def _nested(text: str) -> list[tuple[int, str]]:
    """A rule inside a rule; inside @media and its like it is as old as CSS."""
    found: list[tuple[int, str]] = []
    openers: list[str] = []
    start = 0
    for position, letter in enumerate(text):
        if letter in "{};":
            words = text[start:position].strip()
            start = position + 1
            if letter == "{":
                if openers and not openers[-1].startswith("@"):
                    line = text.count("\n", 0, position) + 1
                    found.append((line, f"{words} inside {openers[-1]} (Chromium 112)"))
                openers.append(words)
            elif letter == "}" and openers:
                openers.pop()
    return found


def _unless_extra(text: str, found: list[tuple[int, str]]) -> list[tuple[int, str]]:
    lines = text.splitlines()
    return sorted((line, what) for line, what in found if EXTRA not in lines[line - 1])


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")
