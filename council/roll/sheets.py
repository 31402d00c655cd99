"""An uploaded file → sheets of plain rows, whatever the program that wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from council.refusal import unreadable

if TYPE_CHECKING:
    from council.refusal import Refused

MEGABYTE = 1024 * 1024
MOST_PACKED = 5 * MEGABYTE
MOST_UNPACKED = 50 * MEGABYTE
MOST_PARTS = 200
MOST_ROWS = 20_000  # of people or units; titles and the heading come on top
MOST_COLUMNS = 50
MOST_ABOVE = 20  # rows of titles and headings
MOST_SHEETS = 60
LONGEST_CELL = 32_767  # characters: Excel's own limit

ZIP, OLE = b"PK", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows with anything in them: (number as the spreadsheet counts, cells)."""

    name: str
    rows: list[tuple[int, list[Any]]]


def too_large() -> Refused:
    return unreadable("roll.too_large", most=MOST_PACKED // MEGABYTE)


def too_many() -> Refused:
    return unreadable("roll.too_many", rows=MOST_ROWS, columns=MOST_COLUMNS)


def read(packed: bytes) -> list[Sheet]:
    """The sheets of an XLSX, or the one table of a text file (CSV).

    Raises roll.too_large, .too_many, .old_excel and what `workbook` and `delimited` raise.
    """
    from council.roll import delimited, workbook

    if len(packed) > MOST_PACKED:
        raise too_large()
    if packed.startswith(OLE):
        raise unreadable("roll.old_excel")
    if packed.startswith(ZIP):
        return workbook.read(packed)
    return [Sheet("", delimited.read(packed))]
