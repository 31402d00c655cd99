"""Watching the XML of a workbook while it streams by: too much of anything stops it at once."""

from __future__ import annotations

from typing import Any
from xml.parsers import expat

from council.refusal import unreadable
from council.roll.sheets import (
    LONGEST_CELL,
    MEGABYTE,
    MOST_ABOVE,
    MOST_COLUMNS,
    MOST_ROWS,
    too_large,
    too_many,
)

LAST_ROW = MOST_ROWS + MOST_ABOVE
MOST_CELLS = LAST_ROW * MOST_COLUMNS
MOST_ELEMENTS = 4 * MOST_CELLS  # a cell, its value, and twice as much for what stands around
MOST_TEXT = 16 * MEGABYTE  # characters of all cells
MOST_WAITING = 256 * 1024  # bytes of one tag: more would be kept whole in memory
DEEPEST = 40
FAR = 9  # digits of a row's number; longer is surely too far
LETTERS = 3  # XFD is the last column


class Watch:
    """Feed the bytes of one part; raises roll.not_xlsx, .too_many or .too_large."""

    def __init__(self, *, sheet: bool) -> None:
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = _no_doctype
        self._parser.StartElementHandler = self._start_in_sheet if sheet else self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._fed = self._depth = self._elements = 0
        self._letters = self._longest = 0
        self._row = self._column = 0

    def feed(self, piece: bytes) -> None:
        self._parse(piece, last=False)
        self._fed += len(piece)
        if self._fed - max(self._parser.CurrentByteIndex, 0) > MOST_WAITING:
            raise unreadable("roll.not_xlsx")

    def end(self) -> None:
        """The part is over: it must be whole."""
        self._parse(b"", last=True)

    def _parse(self, piece: bytes, *, last: bool) -> None:
        try:
            self._parser.Parse(piece, last)
        except expat.ExpatError as error:
            raise unreadable("roll.not_xlsx") from error

    def _start(self, name: str, _: dict[str, str]) -> None:
        self._depth += 1
        self._elements += 1
        if self._depth > DEEPEST:
            raise unreadable("roll.not_xlsx")
        if self._elements > MOST_ELEMENTS:
            raise too_many()
        if name in {"si", "c"}:
            self._longest = 0

    def _start_in_sheet(self, name: str, attributes: dict[str, str]) -> None:
        """Follows rows and cells, with or without written addresses."""
        self._start(name, attributes)
        kind = name.rpartition(":")[2]
        if kind == "row":
            before, self._row = self._row, _number(attributes.get("r"), self._row + 1)
            self._column = 0
            self._forward(before, self._row)
        elif kind == "c":
            self._longest = 0
            address = attributes.get("r", "")
            letters = address.rstrip("0123456789")
            before = self._column
            self._column = _column(letters) if letters else before + 1
            self._forward(before, self._column)
            self._row = max(self._row, _number(address[len(letters) :] or None, self._row))
        else:
            return
        if self._row > LAST_ROW or self._column > MOST_COLUMNS:
            raise too_many()

    @staticmethod
    def _forward(before: int, now: int) -> None:
        """Rows and cells stand in order, so that there are no more of them than places."""
        if now <= before:
            raise unreadable("roll.not_xlsx")

    def _end(self, _: str) -> None:
        self._depth -= 1

    def _text(self, text: str) -> None:
        self._letters += len(text)
        self._longest += len(text)
        if self._letters > MOST_TEXT or self._longest > LONGEST_CELL:
            raise too_large()


def _no_doctype(*_: Any) -> None:
    raise unreadable("roll.not_xlsx")


def _number(written: str | None, otherwise: int) -> int:
    if written is None:
        return otherwise
    return int(written) if written.isdecimal() and len(written) < FAR else LAST_ROW * 2


def _column(letters: str) -> int:
    """A is 1, Z is 26, AA is 27; anything odd is far outside."""
    if len(letters) > LETTERS or not letters.isascii() or not letters.isalpha():
        return MOST_COLUMNS * 2
    total = 0
    for letter in letters.upper():
        total = total * 26 + ord(letter) - ord("A") + 1
    return total
