from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from council.demo import roll as demo
from council.refusal import Refused
from council.roll import sheets, workbook
from tests.trust.bombs import SHEET, parts

if TYPE_CHECKING:
    from collections.abc import Callable


def rebuilt(change: Callable[[dict[str, bytes]], None], *, packed: bool = True) -> bytes:
    """The sample with its parts changed."""
    changed = parts()
    change(changed)
    out = io.BytesIO()
    kind = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(out, "w", kind) as made:
        for name, content in changed.items():
            made.writestr(name, content)
    return out.getvalue()


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        sheets.read(content)
    assert refused.value.status == 422
    return refused.value.code


def with_cell(address: str) -> bytes:
    def change(parts: dict[str, bytes]) -> None:
        row = address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") or "1"
        cell = f'<row r="{row}"><c r="{address}"><v>1</v></c></row></sheetData>'
        parts[SHEET] = parts[SHEET].replace(b"</sheetData>", cell.encode())

    return rebuilt(change)


def test_the_sample_is_read() -> None:
    found = sheets.read(demo.SAMPLE.read_bytes())
    assert [(one.name, len(one.rows)) for one in found] == [("单元", 25), ("居民", 41)]
    assert found[1].rows[3][0] == 4
    assert found[1].rows[3][1][6] == "32999919840102037X"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04", "roll.not_xlsx"),
        (b"PK\x05\x06" + b"\0" * 18, "roll.not_xlsx"),
        (b"\xd0\xcf\x11\xe0" * 300, "roll.old_excel"),
        (b"\xff\xfe\x00\xd8", "roll.not_table"),
        (b"PK" + b"\0" * sheets.MOST_PACKED, "roll.too_large"),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, code: str) -> None:
    assert refusal(content) == code


def test_a_cell_at_the_limit_is_read_and_one_beyond_it_is_refused() -> None:
    assert sheets.read(with_cell("AX20001"))[1].rows[-1][0] == 20_001
    for address in ("A20100", "AY2000", "XFD1048576", "A99999999999", "ABCD100"):
        assert refusal(with_cell(address)) == "roll.too_many"


def test_rows_and_cells_stand_in_their_order() -> None:
    assert refusal(with_cell("A3")) == "roll.not_xlsx"


def test_cells_without_addresses_are_counted() -> None:
    def change(parts: dict[str, bytes]) -> None:
        cells = b"<row>" + b"<c><v>1</v></c>" * 51 + b"</row></sheetData>"
        parts[SHEET] = parts[SHEET].replace(b"</sheetData>", cells)

    assert refusal(rebuilt(change)) == "roll.too_many"


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/sharedStrings.xml"])
def test_broken_xml_is_refused(part: str) -> None:
    def change(parts: dict[str, bytes]) -> None:
        parts[part] = parts[part][: len(parts[part]) // 2]

    assert refusal(rebuilt(change)) == "roll.not_xlsx"


def test_an_encrypted_part_is_refused() -> None:
    content = bytearray(rebuilt(lambda _: None, packed=False))
    place = content.index(b"PK\x01\x02")
    content[place + 8] |= workbook.ENCRYPTED
    assert refusal(bytes(content)) == "roll.locked"


def test_pictures_and_macros_do_not_reach_the_reader() -> None:
    def change(parts: dict[str, bytes]) -> None:
        parts["xl/vbaProject.bin"] = b"macro"

    with zipfile.ZipFile(io.BytesIO(workbook.honest(rebuilt(change)))) as honest:
        assert "xl/vbaProject.bin" not in honest.namelist()
        assert SHEET in honest.namelist()
