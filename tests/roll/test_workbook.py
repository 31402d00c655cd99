from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from council.demo import roll as demo
from council.refusal import Refused
from council.roll import reading as roll
from council.roll import workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WANTED = {roll.UNITS: roll.UNIT_COLUMNS, roll.PEOPLE: roll.PEOPLE_COLUMNS}
SHEET = "xl/worksheets/sheet2.xml"


def rebuilt(change: Callable[[dict[str, bytes]], None], *, packed: bool = True) -> bytes:
    """The sample with its parts changed."""
    with zipfile.ZipFile(demo.SAMPLE) as sample:
        parts = {name: sample.read(name) for name in sample.namelist()}
    change(parts)
    out = io.BytesIO()
    kind = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(out, "w", kind) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        workbook.read(content, WANTED)
    assert refused.value.status == 422
    return refused.value.code


def with_cell(address: str) -> bytes:
    def change(parts: dict[str, bytes]) -> None:
        row = address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") or "1"
        cell = f'<row r="{row}"><c r="{address}"><v>1</v></c></row></sheetData>'
        parts[SHEET] = parts[SHEET].replace(b"</sheetData>", cell.encode())

    return rebuilt(change)


def test_the_sample_is_read() -> None:
    found = workbook.read(demo.SAMPLE.read_bytes(), WANTED)
    assert [len(found[sheet]) for sheet in WANTED] == [24, 40]
    assert found[roll.PEOPLE][2]["身份证号"] == "32999919840102037X"


def test_the_sample_is_what_the_demo_data_give(tmp_path: Path) -> None:
    fresh = tmp_path / "roll.xlsx"
    demo.write(fresh, demo.units(), demo.people())
    assert workbook.read(fresh.read_bytes(), WANTED) == workbook.read(
        demo.SAMPLE.read_bytes(), WANTED
    )


def test_columns_may_stand_in_any_order_with_others_between(tmp_path: Path) -> None:
    import xlsxwriter  # type: ignore[import-untyped]  # carries no types

    file = tmp_path / "mixed.xlsx"
    book = xlsxwriter.Workbook(file)
    for sheet, columns in WANTED.items():
        made = book.add_worksheet(sheet)
        made.write_row(0, 0, ["备注", *reversed(columns)])
        made.write_row(1, 0, ["x", *reversed([f"{name}1" for name in columns])])
    book.close()
    found = workbook.read(file.read_bytes(), WANTED)
    assert found[roll.UNITS] == [{name: f"{name}1" for name in roll.UNIT_COLUMNS}]


@pytest.mark.parametrize(
    "content", [b"x", b"PK\x03\x04", b"\xd0\xcf\x11\xe0" * 300, b"PK\x05\x06" + b"\0" * 18]
)
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    assert refusal(content) == "roll.not_xlsx"


def test_a_large_file_is_refused_unread() -> None:
    assert refusal(b"PK" + b"\0" * workbook.MOST_PACKED) == "roll.too_large"


def test_a_bomb_is_refused_by_its_directory() -> None:
    def swell(parts: dict[str, bytes]) -> None:
        parts["xl/media/large.bin"] = b"\0" * (workbook.MOST_UNPACKED + 1)

    content = rebuilt(swell)
    assert len(content) < workbook.MOST_PACKED
    assert refusal(content) == "roll.too_large"


def test_a_directory_that_lies_is_found_out() -> None:
    def swell(parts: dict[str, bytes]) -> None:
        parts[SHEET] = parts[SHEET] + b" " * 30 * workbook.MEGABYTE

    content = rebuilt(swell)
    with zipfile.ZipFile(io.BytesIO(content)) as made:
        true = made.getinfo(SHEET).file_size
    lying = content.replace(true.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert lying != content
    assert refusal(lying) == "roll.not_xlsx"


def test_too_many_parts_are_refused() -> None:
    def scatter(parts: dict[str, bytes]) -> None:
        parts.update({f"xl/media/{number}.png": b"" for number in range(201)})

    assert refusal(rebuilt(scatter)) == "roll.too_large"


@pytest.mark.parametrize("address", ["XFD1048576", "A1048576", "AZ2", "B20002", "ZZZZZ9"])
def test_a_cell_in_a_far_corner_is_refused_before_it_fills_the_memory(address: str) -> None:
    assert refusal(with_cell(address)) == "roll.too_many"


def test_a_cell_at_the_limit_is_read() -> None:
    found = workbook.read(with_cell("AX20001"), WANTED)
    assert len(found[roll.PEOPLE]) == workbook.MOST_ROWS


def test_cells_without_addresses_are_counted() -> None:
    def change(parts: dict[str, bytes]) -> None:
        cells = b"<row>" + b"<c><v>1</v></c>" * 51 + b"</row></sheetData>"
        parts[SHEET] = parts[SHEET].replace(b"</sheetData>", cells)

    assert refusal(rebuilt(change)) == "roll.too_many"


def test_a_document_type_is_refused() -> None:
    def change(parts: dict[str, bytes]) -> None:
        entity = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>\n<worksheet'
        parts[SHEET] = parts[SHEET].replace(b"<worksheet", entity, 1)

    assert refusal(rebuilt(change)) == "roll.not_xlsx"


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


def test_a_missing_sheet_or_column_is_named() -> None:
    def rename(parts: dict[str, bytes]) -> None:
        parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace("居民".encode(), b"People")

    assert refusal(rebuilt(rename)) == "roll.sheet_missing"

    def no_name(parts: dict[str, bytes]) -> None:
        strings = parts["xl/sharedStrings.xml"]
        parts["xl/sharedStrings.xml"] = strings.replace("<t>姓名</t>".encode(), b"<t>name</t>")

    with pytest.raises(Refused) as refused:
        workbook.read(rebuilt(no_name), WANTED)
    assert refused.value.values == {"sheet": "居民", "columns": "姓名"}
