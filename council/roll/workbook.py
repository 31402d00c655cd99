"""An uploaded XLSX → plain rows, with limits checked before anything is unpacked or parsed.

A workbook is a zip of XML by a stranger: it may be huge when unpacked, lie about its size, or
place one cell in the last corner so that a dense table of it fills the memory.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING, Any, TypeVar
from xml.parsers import expat

import python_calamine as calamine

from council.refusal import unreadable
from council.roll import cells

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Result = TypeVar("Result")

MEGABYTE = 1024 * 1024
MOST_PACKED = 5 * MEGABYTE
MOST_UNPACKED = 50 * MEGABYTE
MOST_PARTS = 200
MOST_ROWS = 20_000  # of people or units; the heading comes on top
MOST_COLUMNS = 50
ENCRYPTED = 1  # bit of a zip entry's flags


def read(packed: bytes, wanted: dict[str, tuple[str, ...]]) -> dict[str, list[dict[str, Any]]]:
    """The rows of the `wanted` sheets by their headings. Slow for large files: run in a thread.

    Raises roll.too_large, .not_xlsx, .locked, .too_many, .sheet_missing, .column_missing.
    """
    book = _open(_repacked(packed))
    return {sheet: _rows(book, sheet, columns) for sheet, columns in wanted.items()}


def _repacked(packed: bytes) -> bytes:
    """The same parts in a fresh, honest zip: what the reader gets was measured by us."""
    if len(packed) > MOST_PACKED:
        raise unreadable("roll.too_large", most=MOST_PACKED // MEGABYTE)
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            _check_directory(archive.infolist())
            return _copy(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise unreadable("roll.not_xlsx") from error
    except RuntimeError as error:  # what zipfile says of an encrypted part
        raise unreadable("roll.locked") from error


def _check_directory(parts: Sequence[zipfile.ZipInfo]) -> None:
    """By the directory alone, before a byte is unpacked."""
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise unreadable("roll.too_large", most=MOST_PACKED // MEGABYTE)
    if any(part.flag_bits & ENCRYPTED for part in parts):
        raise unreadable("roll.locked")
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise unreadable("roll.not_xlsx")


def _copy(archive: zipfile.ZipFile) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as honest:
        for name in dict.fromkeys(archive.namelist()):
            content = archive.read(name)  # never more than the directory said, or BadZipFile
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                _check_sheet(content)
            honest.writestr(name, content)
    return out.getvalue()


def _check_sheet(content: bytes) -> None:
    """No cell beyond the limits and no document type: both would be built up in memory."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _no_doctype
    parser.StartElementHandler = _Places().start
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise unreadable("roll.not_xlsx") from error


def _no_doctype(*_: Any) -> None:
    raise unreadable("roll.not_xlsx")


class _Places:
    """Follows rows and cells, with or without written addresses."""

    def __init__(self) -> None:
        self.row = 0
        self.column = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind = name.rpartition(":")[2]
        if kind == "row":
            self.row = _number(attributes.get("r"), self.row + 1)
            self.column = 0
        elif kind == "c":
            address = attributes.get("r", "")
            letters = address.rstrip("0123456789")
            self.column = _column(letters) if letters else self.column + 1
            self.row = max(self.row, _number(address[len(letters) :] or None, self.row))
        if self.row > MOST_ROWS + 1 or self.column > MOST_COLUMNS:
            raise unreadable("roll.too_many", rows=MOST_ROWS, columns=MOST_COLUMNS)


def _number(written: str | None, otherwise: int) -> int:
    if written is None:
        return otherwise
    return int(written) if written.isdecimal() and len(written) < 9 else MOST_ROWS * 2  # noqa: PLR2004 - longer is surely too far


def _column(letters: str) -> int:
    """A is 1, Z is 26, AA is 27; anything odd is far outside."""
    if len(letters) > 3 or not letters.isascii() or not letters.isalpha():  # noqa: PLR2004 - XFD is the last
        return MOST_COLUMNS * 2
    total = 0
    for letter in letters.upper():
        total = total * 26 + ord(letter) - ord("A") + 1
    return total


def _parsed(work: Callable[[], Result]) -> Result:
    """Whatever the parser says of a stranger's file, a Rust panic included, is one refusal."""
    try:
        return work()
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # pyo3's PanicException is no Exception
        raise unreadable("roll.not_xlsx") from error


def _open(honest: bytes) -> calamine.CalamineWorkbook:
    return _parsed(lambda: calamine.CalamineWorkbook.from_filelike(io.BytesIO(honest)))


def _rows(
    book: calamine.CalamineWorkbook, sheet: str, columns: tuple[str, ...]
) -> list[dict[str, Any]]:
    """One dict a row below the heading, row 2 first; empty rows stay, so that numbers fit."""
    if sheet not in book.sheet_names:
        raise unreadable("roll.sheet_missing", sheet=sheet)
    table = _parsed(lambda: book.get_sheet_by_name(sheet).to_python(skip_empty_area=False))
    heading = [cells.plain(value) for value in table[0]] if table else []
    missing = [column for column in columns if column not in heading]
    if missing:
        raise unreadable("roll.column_missing", sheet=sheet, columns="、".join(missing))
    places = [(column, heading.index(column)) for column in columns]
    return [{column: row[place] for column, place in places} for row in table[1:]]
