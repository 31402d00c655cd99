"""Which characters the embedded Chinese fonts can print, read from the fonts themselves.

An archival PDF must not hold a character without a glyph. What the fonts do not have
(emoji, other scripts) is printed as 〓, the printers' mark for a missing sort; the page on
the screen keeps the character itself.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

import pylopdf_fonts_zh_cn as fonts

if TYPE_CHECKING:
    from pathlib import Path

MISSING = "〓"
FULL_MAP = 12  # the format of a character map with all planes
_LONG_WORD = re.compile(r"[!-~\u00a1-\u2dff]{16,}")
_BREAK = "\u200b"  # zero-width space: a line may turn here


def printable(text: str) -> str:
    """The text with only characters that the PDF can show; long words may turn."""
    known = covered()
    shown = "".join(_printable(letter, known) for letter in unicodedata.normalize("NFC", text))
    return _LONG_WORD.sub(lambda word: _BREAK.join(_pieces(word[0])), shown)


@cache
def covered() -> frozenset[int]:
    """Code points that the serif has; the template falls back to nothing else."""
    return frozenset(_code_points(fonts.serif_path()))


def _printable(letter: str, known: frozenset[int]) -> str:
    if letter == "\n":
        return letter
    kind = unicodedata.category(letter)
    if kind in {"Cc", "Zl", "Zp"}:
        return " "
    if kind in {"Cf", "Cs"}:  # direction marks and joiners would change what is read
        return ""
    return letter if ord(letter) in known else MISSING


def _pieces(word: str, length: int = 8) -> list[str]:
    return [word[start : start + length] for start in range(0, len(word), length)]


def _code_points(path: Path) -> set[int]:
    """The code points of a font's full character map."""
    font = path.read_bytes()
    start = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", font, start + 2)
    for number in range(count):
        (offset,) = struct.unpack_from(">L", font, start + 8 + 8 * number)
        if struct.unpack_from(">H", font, start + offset)[0] == FULL_MAP:
            return _groups(font, start + offset)
    message = f"{path.name} has no full character map"
    raise ValueError(message)


def _table(font: bytes, tag: bytes) -> int:
    (count,) = struct.unpack_from(">H", font, 4)
    for number in range(count):
        name, _, offset, _ = struct.unpack_from(">4sLLL", font, 12 + 16 * number)
        if name == tag:
            return int(offset)
    message = f"no {tag.decode()} table"
    raise ValueError(message)


def _groups(font: bytes, start: int) -> set[int]:
    (count,) = struct.unpack_from(">L", font, start + 12)
    points: set[int] = set()
    for number in range(count):
        first, last, _ = struct.unpack_from(">LLL", font, start + 16 + 12 * number)
        points.update(range(first, last + 1))
    return points
