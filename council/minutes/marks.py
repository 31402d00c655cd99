r"""The few marks that a paragraph of the minutes may hold, and what they come to (pure).

A small part of Markdown, the same on the page, on paper, as text document and as plain text:
`**strong**`, a line that begins with `- ` is a point of a list, a short line `（一）……` a heading
of the second level. `\*` and a `-` after a backslash are the signs themselves. Everything else,
also what would be markup elsewhere, is what was typed.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from council.minutes.blocks import Paragraph, as_data

if TYPE_CHECKING:
    from collections.abc import Iterator

    from council.minutes.blocks import Draft

_HEADING = re.compile(r"（[一二三四五六七八九十]{1,3}）[^。；]{1,24}")
_POINT = re.compile(r"[-•·]\s+(?=\S)")
_STRONG = re.compile(r"(?<!\\)\*\*(?=\S)(.+?)(?<=[^\s\\])\*\*")
_ESCAPED = re.compile(r"\\([*\\-])")


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one look."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it is printed."""

    kind: str  # text | point | heading
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """Its words without marks."""
        return "".join(one.text for one in self.runs)


def lines(text: str) -> tuple[Line, ...]:
    """The lines of a paragraph that have words."""
    return tuple(_line(one.strip()) for one in text.split("\n") if one.strip())


def shown(draft: Draft) -> dict[str, Any]:
    """`as_data` for whoever shows it: each paragraph also has its lines."""
    data = as_data(draft)
    for block, values in zip(draft.blocks, data["blocks"], strict=True):
        if isinstance(block, Paragraph):
            values["lines"] = [asdict(one) for one in lines(block.text)]
    return data


def _line(text: str) -> Line:
    if point := _POINT.match(text):
        return Line("point", tuple(_runs(text[point.end() :])))
    kind = "heading" if _HEADING.fullmatch(text) else "text"
    return Line(kind, tuple(_runs(text)))


def _runs(text: str) -> Iterator[Run]:
    at = 0
    for found in _STRONG.finditer(text):
        if found.start() > at:
            yield Run(_plain(text[at : found.start()]))
        yield Run(_plain(found[1]), strong=True)
        at = found.end()
    if at < len(text):
        yield Run(_plain(text[at:]))


def _plain(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)
