"""Tables to take along: XLSX and CSV whose cells are text and never formulas.

A cell that begins like a formula (= + - @, also their wide forms, tab, line break, NUL) gets an
apostrophe before it, in both kinds; the import of the roll takes it off again.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from litestar.response import Response

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠", "'")
KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
WIDTH = 18  # characters of a column


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its name, and what it means for somebody who sees only the file."""

    name: str
    meaning: str


def escaped(text: str) -> str:
    """The text in a form that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


def as_csv(headings: Sequence[Heading], rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with the mark that Excel needs to see it; every field in quotation marks."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([escaped(one.name) for one in headings])
    writer.writerows([escaped(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(
    title: str, headings: Sequence[Heading], rows: Iterable[Sequence[str]], about: tuple[str, str]
) -> bytes:
    """One sheet of rows, and one that says what the columns mean, under the headings `about`.

    Slow for thousands of rows: call it in a thread.
    """
    out = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, {**options, "in_memory": True}) as book:
        head = book.add_format({"bold": True, "bottom": 1})
        text = book.add_format({"num_format": "@"})
        named = [one.name for one in headings]
        _sheet(book.add_worksheet(title[:31]), named, rows, head, text)
        meanings = [(one.name, one.meaning) for one in headings]
        _sheet(book.add_worksheet(about[1][:31]), about, meanings, head, text)
    return out.getvalue()


def _sheet(
    sheet: xlsxwriter.worksheet.Worksheet,
    named: Sequence[str],
    rows: Iterable[Sequence[str]],
    head: xlsxwriter.format.Format,
    text: xlsxwriter.format.Format,
) -> None:
    sheet.set_column(0, len(named) - 1, WIDTH, text)
    sheet.freeze_panes(1, 0)
    for place, name in enumerate(named):
        sheet.write_string(0, place, escaped(name), head)
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            sheet.write_string(number, place, escaped(cell), text)


def download(stem: str, kind: str, content: bytes) -> Response[bytes]:
    """The file under a name of ours: letters, digits and hyphens of `stem`."""
    from litestar.response import Response

    headers = {
        "content-disposition": f'attachment; filename="{stem}.{kind}"',
        "x-content-type-options": "nosniff",
    }
    return Response(content, status_code=200, media_type=KINDS[kind], headers=headers)
