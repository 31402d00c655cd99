"""A text file with separators (CSV) → rows: any usual encoding, comma, semicolon or tab."""

from __future__ import annotations

import csv
import io
from typing import Any

from council.refusal import unreadable
from council.roll.sheets import LONGEST_CELL, MOST_ABOVE, MOST_COLUMNS, MOST_ROWS, too_many

SEPARATORS = (",", ";", "\t")
LOOKED_AT = 50  # lines from which the separator is guessed
MOST_SEPARATORS = 2_000  # in one line; a quoted text may hold some
BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read(packed: bytes) -> list[tuple[int, list[Any]]]:
    """Rows with anything in them, numbered from 1.

    Raises roll.not_table for what is no text or has an open quotation mark, roll.too_many.
    """
    text = _decoded(packed)
    if "\0" in text:
        raise unreadable("roll.not_table")
    separator = _separator(text)
    csv.field_size_limit(LONGEST_CELL)
    rows: list[tuple[int, list[Any]]] = []
    try:
        reader = csv.reader(_lines(text, separator), delimiter=separator, strict=True)
        for number, row in enumerate(reader, start=1):
            _within(number, row)
            if any(row):
                rows.append((number, row))
    except csv.Error as error:
        raise unreadable("roll.not_table") from error
    return rows


def _decoded(packed: bytes) -> str:
    """By its mark; without one UTF-8 when it is, else what Chinese Excel writes: GB18030."""
    for mark, encoding in BOMS:
        if packed.startswith(mark):
            return _try(packed, encoding) or _strange()
    return _try(packed, "utf-8") or _try(packed, "gb18030") or _strange()


def _try(packed: bytes, encoding: str) -> str | None:
    try:
        return packed.decode(encoding)
    except UnicodeDecodeError:
        return None


def _strange() -> str:
    raise unreadable("roll.not_table")


def _lines(text: str, separator: str) -> Any:
    """Line by line; one that is a bomb of columns is stopped before it is taken apart."""
    for line in io.StringIO(text, newline=""):
        if line.count(separator) > MOST_SEPARATORS:
            raise too_many()
        yield line


def _separator(text: str) -> str:
    """The one that parts most of the first lines."""
    lines = [line for _, line in zip(range(LOOKED_AT), io.StringIO(text), strict=False)]
    counts = {one: sum(1 for line in lines if one in line) for one in SEPARATORS}
    return max(SEPARATORS, key=lambda one: (counts[one], sum(line.count(one) for line in lines)))


def _within(number: int, row: list[str]) -> None:
    if number > MOST_ROWS + MOST_ABOVE or any(row[MOST_COLUMNS:]):
        raise too_many()
