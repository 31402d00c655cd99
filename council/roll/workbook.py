"""An uploaded XLSX → plain rows; everything is counted while it streams, before it is built up.

A workbook is a zip of XML by a stranger: it may be huge when unpacked, lie about its size, name
parts outside its folder, or place one cell in the last corner so that a table of it fills the
memory. What passes is copied into a fresh, honest zip; only that is given to the reader.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING, Any, TypeVar

import python_calamine as calamine

from council.refusal import unreadable
from council.roll.sheet_xml import Watch
from council.roll.sheets import (
    MEGABYTE,
    MOST_COLUMNS,
    MOST_PACKED,
    MOST_PARTS,
    MOST_ROWS,
    MOST_SHEETS,
    MOST_UNPACKED,
    Sheet,
    too_large,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

Result = TypeVar("Result")

ENCRYPTED = 1  # bit of a zip entry's flags
PIECE = 64 * 1024
OF_USE = (  # parts that say what stands in the cells; pictures, macros and the rest stay behind
    "[Content_Types].xml",
    "_rels/.rels",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
)
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError)


def read(packed: bytes) -> list[Sheet]:
    """The visible sheets. Slow for large files and meant for a process of its own.

    Raises roll.too_large, .not_xlsx, .locked, .linked, .too_many.
    """
    book = _parsed(lambda: calamine.CalamineWorkbook.from_filelike(io.BytesIO(honest(packed))))
    visible = (calamine.SheetVisibleEnum.Visible, calamine.SheetTypeEnum.WorkSheet)
    names = [one.name for one in book.sheets_metadata if (one.visible, one.typ) == visible]
    if len(names) > MOST_SHEETS:
        raise too_large()
    return [Sheet(name, _rows(book, name)) for name in names]


def honest(packed: bytes) -> bytes:
    """The parts of use in a fresh zip: what the reader gets was measured by us."""
    if len(packed) > MOST_PACKED:
        raise too_large()
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            _check_directory(archive.infolist())
            return _copy(archive)
    except BROKEN as error:
        raise unreadable("roll.not_xlsx") from error
    except RuntimeError as error:  # what zipfile says of an encrypted part
        raise unreadable("roll.locked") from error


def _check_directory(parts: Sequence[zipfile.ZipInfo]) -> None:
    """By the directory alone, before a byte is unpacked."""
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise too_large()
    if any(part.flag_bits & ENCRYPTED for part in parts):
        raise unreadable("roll.locked")
    names = [part.filename for part in parts]
    if "xl/workbook.xml" not in names or len(set(names)) != len(names) or _outside(names):
        raise unreadable("roll.not_xlsx")
    if any(name.startswith("xl/externalLinks/") for name in names):
        raise unreadable("roll.linked")


def _outside(names: Iterable[str]) -> bool:
    """A name that would leave the folder, were it ever unpacked into one."""
    return any(
        name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")
        for name in names
    )


def _copy(archive: zipfile.ZipFile) -> bytes:
    """All parts are unpacked and counted, also those that are not copied: a directory may lie."""
    out = io.BytesIO()
    left = [MOST_UNPACKED]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for name in archive.namelist():
            sheet = name.startswith("xl/worksheets/") and name.endswith(".xml")
            if name in OF_USE or sheet:
                with made.open(name, "w") as target:
                    watch = Watch(sheet=sheet)
                    for piece in _pieces(archive, name, left):
                        watch.feed(piece)
                        target.write(piece)
                    watch.end()
            else:
                for _ in _pieces(archive, name, left):
                    pass
    return out.getvalue()


def _pieces(archive: zipfile.ZipFile, name: str, left: list[int]) -> Iterable[bytes]:
    """Never more than the directory said (or BadZipFile), nor than is allowed in all."""
    with archive.open(name) as source:
        while piece := source.read(PIECE):
            left[0] -= len(piece)
            if left[0] < 0:
                raise too_large()
            yield piece


def _parsed(work: Callable[[], Result]) -> Result:
    """Whatever the parser says of a stranger's file, a Rust panic included, is one refusal."""
    from council.refusal import Refused

    try:
        return work()
    except (KeyboardInterrupt, SystemExit, Refused):
        raise
    except BaseException as error:  # pyo3's PanicException is no Exception
        raise unreadable("roll.not_xlsx") from error


def _rows(book: calamine.CalamineWorkbook, name: str) -> list[tuple[int, list[Any]]]:
    """Rows with anything in them, numbered as the spreadsheet does."""
    table = _parsed(lambda: book.get_sheet_by_name(name).to_python(skip_empty_area=False))
    if len(table) > MOST_ROWS + 20 or any(len(row) > MOST_COLUMNS for row in table[:1]):
        raise unreadable("roll.too_many", rows=MOST_ROWS, columns=MOST_COLUMNS)
    return [(number, row) for number, row in enumerate(table, start=1) if any(c != "" for c in row)]


__all__ = ["MEGABYTE", "MOST_PACKED", "MOST_ROWS", "MOST_UNPACKED", "honest", "read"]
