"""Twenty-five files that mean harm, made when they are needed; each is small when it arrives."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import TYPE_CHECKING

from council.demo.roll import SAMPLE

if TYPE_CHECKING:
    from collections.abc import Callable

SHEET = "xl/worksheets/sheet2.xml"
STRINGS = "xl/sharedStrings.xml"
MEGABYTE = 1024 * 1024
SPACE = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEAD = b'<?xml version="1.0"?><worksheet xmlns="' + SPACE + b'"><sheetData>'
FOOT = b"</sheetData></worksheet>"


def parts() -> dict[str, bytes]:
    with zipfile.ZipFile(SAMPLE) as sample:
        return {name: sample.read(name) for name in sample.namelist()}


def packed(made: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in made.items():
            archive.writestr(name, content)
    return out.getvalue()


def book(**changed: bytes) -> bytes:
    """The sample with parts put in or replaced; `sheet` and `strings` are short for their paths."""
    paths = {"sheet": SHEET, "strings": STRINGS}
    return packed(parts() | {paths.get(name, name): content for name, content in changed.items()})


def rows_without_end() -> bytes:
    return book(sheet=HEAD + b"<row><c><v>1</v></c></row>" * 1_000_000 + FOOT)


def cells_on_one_spot() -> bytes:
    return book(sheet=HEAD + b'<row r="1">' + b'<c r="A1"/>' * 4_000_000 + b"</row>" + FOOT)


def last_corner() -> bytes:
    cell = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return book(sheet=HEAD + b'<row r="1"><c r="A1"><v>1</v></c></row>' + cell + FOOT)


def wide_row() -> bytes:
    return book(sheet=HEAD + b"<row>" + b"<c><v>1</v></c>" * 16_384 + b"</row>" + FOOT)


def zeros() -> bytes:
    return book(**{"xl/media/a.bin": b"\0" * (60 * MEGABYTE)})


def lying_header() -> bytes:
    """The directory says a thousand bytes, the part holds thirty million."""
    whole = book(sheet=parts()[SHEET] + b" " * 30 * MEGABYTE)
    with zipfile.ZipFile(io.BytesIO(whole)) as made:
        true = made.getinfo(SHEET).file_size
    return whole.replace(struct.pack("<I", true), struct.pack("<I", 1000))


def nested() -> bytes:
    inner = b"\0" * (8 * MEGABYTE)
    for _ in range(6):
        inner = packed({f"{at}.zip": inner for at in range(10)})
    return inner


def nested_within() -> bytes:
    inner = zeros()
    return book(**{f"xl/embeddings/{at}.xlsx": inner for at in range(201)})


def overlapping() -> bytes:
    """Two entries of the directory name one place: much from little."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts().items():
            archive.writestr(name, content)
        archive.writestr("xl/media/0.bin", b"\0" * MEGABYTE)
        first = archive.infolist()[-1]
        for at in range(1, 180):
            twin = zipfile.ZipInfo(f"xl/media/{at}.bin")
            for field in ("header_offset", "compress_size", "file_size", "CRC", "compress_type"):
                setattr(twin, field, getattr(first, field))
            archive.filelist.append(twin)
            archive.NameToInfo[twin.filename] = twin
        archive.comment = b"changed"  # so that the directory is written again
    return out.getvalue()


def entities() -> bytes:
    levels = b"".join(f'<!ENTITY e{at} "{f"&e{at - 1};" * 10}">'.encode() for at in range(1, 10))
    kind = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "lol">' + levels + b"]>"
    return book(strings=kind + b"<sst><si><t>&e9;</t></si></sst>")


def outer_entity() -> bytes:
    kind = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    return book(strings=kind + b"<sst><si><t>&e;</t></si></sst>")


def doctype_in_sheet() -> bytes:
    return book(sheet=b'<!DOCTYPE x [<!ENTITY a "aa">]>' + HEAD + FOOT)


def outer_links() -> bytes:
    return book(**{"xl/externalLinks/externalLink1.xml": b"<externalLink/>"})


def huge_strings() -> bytes:
    return book(strings=b"<sst>" + b"<si><t>" + b"x" * (45 * MEGABYTE) + b"</t></si></sst>")


def many_strings() -> bytes:
    one = b"<si><t>" + b"y" * 1000 + b"</t></si>"
    return book(strings=b"<sst>" + one * 40_000 + b"</sst>")


def huge_attribute() -> bytes:
    return book(sheet=HEAD + b'<row a="' + b"z" * (40 * MEGABYTE) + b'"/>' + FOOT)


def deep() -> bytes:
    return book(sheet=HEAD + b"<a>" * 1_000_000 + b"</a>" * 1_000_000 + FOOT)


def traversal() -> bytes:
    return book(**{"../../../../tmp/evil.xml": b"<x/>"})


def drive_letter() -> bytes:
    return book(**{"C:\\windows\\evil.xml": b"<x/>"})


def many_parts() -> bytes:
    return book(**{f"xl/media/{at}.png": b"" for at in range(5000)})


def two_of_one_name() -> bytes:
    """The one that is checked is not the one that is read."""
    out = io.BytesIO(book())
    with zipfile.ZipFile(out, "a") as archive:
        archive.filelist.append(archive.getinfo(SHEET))
        archive.comment = b"changed"  # so that the directory is written again
    return out.getvalue()


def half() -> bytes:
    return book()[:-200]


def columns_of_text() -> bytes:
    return ("姓名,电话" + ",x" * 1_000_000 + "\n").encode()


def zero_bytes() -> bytes:
    return "姓名,电话\n".encode() + b"\0" * (4 * MEGABYTE)


def open_quotation() -> bytes:
    return '姓名,电话\n"张三,1'.encode() + b"\nline" * 900_000


FILES: dict[str, Callable[[], bytes]] = {
    made.__name__: made
    for made in (
        rows_without_end, huge_strings, lying_header, entities, columns_of_text,
        cells_on_one_spot, last_corner, wide_row, zeros, nested, nested_within, overlapping,
        outer_entity, doctype_in_sheet, outer_links, many_strings, huge_attribute, deep, traversal,
        drive_letter, many_parts, two_of_one_name, half, zero_bytes, open_quotation,
    )
}  # fmt: skip
EACH_RUN = 5  # the first so many; all of them nightly
