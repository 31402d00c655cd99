"""Names as they may be printed, and how wide they are: a Chinese letter is two columns."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

UNSHOWN = {"Cc", "Cs", "Co", "Zl", "Zp"}
# They turn around what follows, so a name could change how the line after it reads; and the two
# that XML does not allow.
STEERING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffe\uffff")


def plain(text: str) -> str:
    """One line without anything that steers a terminal or is not allowed in XML."""
    return "".join(_shown(letter) for letter in " ".join(text.split()))


def width(text: str) -> int:
    """Columns of a terminal."""
    return sum(_columns(letter) for letter in text)


def pad(text: str, columns: int, *, right: bool = False) -> str:
    space = " " * max(columns - width(text), 0)
    return space + text if right else text + space


def wrap(text: str, columns: int, measure: Callable[[str], int] = width) -> list[str]:
    """Lines of at most so many columns; broken at a space if there is one, else anywhere."""
    lines: list[str] = []
    line = ""
    for letter in text:
        line += letter
        if measure(line) > columns:
            at = line.rfind(" ", 1, -1)
            end = at if at > 0 else len(line) - 1
            lines.append(line[:end].rstrip())
            line = line[end:].lstrip()
    return [*lines, line.rstrip()]


def shorten(text: str, columns: int, measure: Callable[[str], int] = width) -> str:
    """With … where it had to be cut."""
    if measure(text) <= columns:
        return text
    while text and measure(f"{text}…") > columns:
        text = text[:-1]
    return f"{text}…"


def _shown(letter: str) -> str:
    hidden = letter in STEERING or unicodedata.category(letter) in UNSHOWN
    return "\ufffd" if hidden else letter


def _columns(letter: str) -> int:
    if unicodedata.category(letter) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(letter) in {"W", "F"} else 1
