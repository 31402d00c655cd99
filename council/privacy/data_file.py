"""One's own data as a file: JSON for a program, XLSX for a person."""

from __future__ import annotations

import io
import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import xlsxwriter

from council.privacy import data_words

if TYPE_CHECKING:
    from council.privacy.data_queries import Part

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTH = 22  # characters of a column


def as_json(found: dict[str, list[Part]], at: datetime) -> bytes:
    """Classes, tables and columns by their names in the database; times in ISO 8601, UTC."""
    data = {name: {part.table: list(part.rows) for part in parts} for name, parts in found.items()}
    whole = {"made_at": at.isoformat(timespec="seconds"), "data": data}
    return json.dumps(whole, ensure_ascii=False, indent=1, default=_plain).encode()


def _plain(value: Any) -> str:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def as_xlsx(found: dict[str, list[Part]]) -> bytes:
    """One sheet a class, in the reader's language. Every cell is a text: nothing is a formula."""
    packed = io.BytesIO()
    book = xlsxwriter.Workbook(packed, {"in_memory": True, "strings_to_formulas": False})
    bold = book.add_format({"bold": True})
    titles, tables, columns = data_words.classes(), data_words.tables(), data_words.columns()
    for name, parts in found.items():
        title, why, kept = titles[name]
        sheet = book.add_worksheet(title[:31])
        sheet.set_column(0, 12, WIDTH)
        sheet.write_string(0, 0, f"{why} {kept}")
        at = 2
        for part in parts:
            sheet.write_string(at, 0, tables[part.table], bold)
            for across, column in enumerate(part.rows[0]):
                sheet.write_string(at + 1, across, columns.get(column, column), bold)
            for down, row in enumerate(part.rows):
                for across, (column, value) in enumerate(row.items()):
                    sheet.write_string(at + 2 + down, across, data_words.value(column, value))
            at += len(part.rows) + 3
    book.close()
    return packed.getvalue()
