"""Text in lines of a fixed width, for chat groups: Chinese characters are two columns wide.

No line begins with a mark that closes and none ends with one that opens.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

CLOSING = frozenset("，。、；：？！）》」』”’〕】…—·,.;:?!)]%")
OPENING = frozenset("（《「『“‘〔【([")
HANGING = 4  # columns by which closing marks may stand over
_PIECE = re.compile(r"[!-~]+|\s+|.", re.DOTALL)  # a Latin word or number stays whole


def columns(text: str) -> int:
    """How many columns it takes; marks that combine take none."""
    return sum(_columns(one) for one in text)


@lru_cache(maxsize=8192)
def _columns(one: str) -> int:
    if unicodedata.combining(one) or unicodedata.category(one) == "Cf":
        return 0
    return 2 if unicodedata.east_asian_width(one) in "WFA" else 1


def wrapped(text: str, width: int, *, indent: str = "", hanging: str = "") -> list[str]:
    """One paragraph as lines; `indent` before the first, `hanging` before the others."""
    lines, line, at = [], indent, columns(indent)
    for piece in _pieces(text, width - max(at, columns(hanging))):
        wide = columns(piece)
        if at + wide > width and line.strip() and not _hangs(at + wide, piece, width):
            line, carried = _without_opening(line)
            lines.append(line.rstrip())
            line = hanging + carried + piece.lstrip()
            at = columns(line)
        else:
            line += piece
            at += wide
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(text: str, width: int) -> list[str]:
    """Words and single characters; a word longer than a line is cut."""
    found: list[str] = []
    for piece in _PIECE.findall(text):
        cut = piece if piece.strip() else " "
        found += [cut[start : start + width] for start in range(0, len(cut), width)]
    return found


def _hangs(end: int, piece: str, width: int) -> bool:
    return piece in CLOSING and end <= width + HANGING


def _without_opening(line: str) -> tuple[str, str]:
    """The line, and what at its end belongs to the next one."""
    kept = line
    while kept and kept[-1] in OPENING:
        kept = kept[:-1]
    return (kept, line[len(kept) :]) if kept.strip() else (line, "")
