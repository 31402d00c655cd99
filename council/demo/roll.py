"""The demo community's roll as a spreadsheet, in the form that the import takes.

`python3 -m council.demo.roll` (with the project's interpreter) writes data/roll.xlsx again;
with a path as its argument, it writes there.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import xlsxwriter

from council.roll.reading import PEOPLE, PEOPLE_COLUMNS, UNIT_COLUMNS, UNITS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    Table: TypeAlias = Sequence[Sequence[str]]

DATA = Path(__file__).with_name("data")
SAMPLE = DATA / "roll.xlsx"
MADE = datetime(2026, 11, 22, tzinfo=UTC)  # written into the file: the same bytes every time
WIDTH = 16


@cache
def community() -> dict[str, Any]:
    """Everything that the demo knows; all people in it are invented."""
    found: dict[str, Any] = json.loads((DATA / "community.json").read_text(encoding="utf-8"))
    return found


def units() -> list[list[str]]:
    return [
        [
            unit["id"],
            unit["building"],
            unit["entrance"],
            unit["room"],
            unit["exclusive_area_m2"],
            unit["area_source"],
        ]
        for unit in community()["units"]
    ]


def people() -> list[list[str]]:
    homes = _homes()
    return [_person(one, homes.get(one["id"], [])) for one in community()["residents"]]


def _person(one: dict[str, Any], homes: list[tuple[str, str]]) -> list[str]:
    return [
        one["id"],
        one["name"],
        one["gender"],
        one["birth_date"],
        one["hukou"],
        one["phone"],
        one["resident_id_demo"],
        "、".join(unit for unit, _ in homes),
        "、".join(tie for _, tie in homes),
        "是" if one["display_mode"] == "长辈版" else "否",
    ]


def _homes() -> dict[str, list[tuple[str, str]]]:
    """Person → (unit, tie): owners first, then who lives there or acts for a company."""
    found: dict[str, list[tuple[str, str]]] = {}
    for unit in community()["units"]:
        owners = [one for one in unit["owner"]["owners"] if one.startswith("R")]
        lodger = "租户" if unit["household"]["kind"] == "出租" else "家属"
        ties = dict.fromkeys(owners, "业主")
        ties |= {one: lodger for one in unit["household"]["members"] if one not in ties}
        if unit["owner"]["voter"] is not None:
            ties.setdefault(unit["owner"]["voter"], "代表")
        for person, tie in ties.items():
            found.setdefault(person, []).append((unit["id"], tie))
    return found


def write(path: Path, unit_rows: Table, people_rows: Table) -> None:
    """A workbook of these rows under the headings of the import; every cell is text."""
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_numbers": False})
    book.set_properties({"created": MADE})
    head = book.add_format({"bold": True, "bottom": 1})
    text = book.add_format({"num_format": "@"})
    for name, columns, rows in (
        (UNITS, UNIT_COLUMNS, unit_rows),
        (PEOPLE, PEOPLE_COLUMNS, people_rows),
    ):
        sheet = book.add_worksheet(name)
        sheet.set_column(0, len(columns) - 1, WIDTH, text)
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, columns, head)
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number, 0, row, text)
    book.close()


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE
    write(target, units(), people())
    print(target)
