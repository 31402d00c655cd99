"""Registers that are taken along: no formulas, no more than may be seen, and a line in the log."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from council import db
from council.organisations import actions as organisations
from council.roll import headings, sheets
from council.site import exports
from council.web import spreadsheet
from council.web.spreadsheet import Heading

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.people import Cast
    from tests.server import Hall

HARM = [f"{sign}cmd|' /C calc'!A0" for sign in spreadsheet.DANGEROUS]
EVERYBODY = tuple({office for one in exports.ALL.values() for office in one.may})


def table(register: exports.Register) -> list[list[str]]:
    """A row for every dangerous beginning, with it in every column at once."""
    rows = ({column.key: harm for column in register.columns} for harm in HARM)
    return [exports.cells(register, row, EVERYBODY, "年度核对") for row in rows]


def formulas(cells: Iterable[object]) -> list[str]:
    """What a spreadsheet would take for a formula."""
    starts = tuple(set(spreadsheet.DANGEROUS) - {"'"})
    return [one for one in map(str, cells) if one.startswith(starts)]


def in_csv(content: bytes) -> list[str]:
    rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return [cell for row in rows for cell in row]


def in_xlsx(content: bytes) -> list[str]:
    return [str(cell) for one in sheets.read(content) for _, row in one.rows for cell in row]


@pytest.mark.parametrize("code", exports.ALL)
def test_no_column_of_any_export_holds_a_formula_and_ours_is_read_back(code: str) -> None:
    register = exports.ALL[code]
    named = [column.heading for column in register.columns]
    rows = table(register)
    assert all(any(row) for row in rows)
    for content, cells in (
        (spreadsheet.as_csv(named, rows), in_csv),
        (spreadsheet.as_xlsx(register.title, named, rows, ("列名", "说明")), in_xlsx),
    ):
        found = cells(content)
        assert formulas(found) == []
        plain = [cell.replace("\0", "") for row in rows for cell in row if "\0" not in cell]
        back = {str(headings._restored(cell)).strip() for cell in found}
        assert {cell.strip() for cell in plain} <= back


def test_a_writer_that_does_not_mark_them_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "escaped", lambda text: text)
    content = spreadsheet.as_csv([Heading("a", "")], [[harm] for harm in HARM])
    assert len(formulas(in_csv(content))) > 10


async def test_everybody_takes_along_what_their_office_may_see(hall: Hall, cast: Cast) -> None:
    secretary, chair = hall.of(cast, "袁昆腔"), hall.of(cast, "曹评话")
    await organisations.register("=HYPERLINK(1)", "其他", cast.actor("袁昆腔"))
    person = cast.people["顾水巷"]
    await db.rows(
        "UPDATE person SET phone = {}, name = {} WHERE id = {}", *("15400000003", "+顾水巷"), person
    )
    for code in exports.ALL:
        for kind in spreadsheet.KINDS:
            answer = await secretary.post(f"/exports/{code}", kind=kind, why="年度核对")
            assert answer.status_code == 200, (code, kind)
            assert f'filename="council-{code}.{kind}"' in answer.headers["content-disposition"]
            cells = (in_csv if kind == "csv" else in_xlsx)(answer.content)
            assert formulas(cells) == []
            if code == "people":
                assert "'+顾水巷" in cells
                assert "154****0003" in cells
                assert "15400000003" not in cells
    full = await secretary.post("/exports/people", kind="csv", why="寄信", full="yes")
    assert "15400000003" in in_csv(full.content)
    hidden = await chair.post("/exports/people", kind="csv", why="寄信", full="yes")
    assert "15400000003" not in in_csv(hidden.content)

    logged = await db.rows("SELECT what, why, rows_seen FROM access_log WHERE why = '寄信'")
    assert [(one["what"], one["rows_seen"]) for one in logged] == [("people", len(cast.people))] * 2
    silent = await secretary.post("/exports/people", kind="csv", why="")
    assert silent.status_code == 422
    assert 'role="alert"' in silent.text
    assert (await chair.post("/exports/access-log", kind="csv", why="看看")).status_code == 404
    assert (await hall.of(cast, "顾水巷").get("/exports")).status_code == 404
