"""Files as secretaries keep them: titles above, words of their own, addresses in one cell."""

from __future__ import annotations

from datetime import date

import pytest

from council.refusal import Refused
from council.roll import cells, changes, headings, reading, sheets
from council.roll import reading_work as work
from council.roll.changes import Known
from council.roll.import_forms import columns_said
from council.roll.reading import UnitRow

TODAY = date(2026, 12, 5)
FLAT = UnitRow("3-1-502", "3幢", "1单元", "502", 8860, "产证")
TEXT = """苏锦一社区2026年居民花名册,,,,
填表人：袁昆腔,,,,
序号,户主姓名,联系电话,门牌号,身份
1,顾水巷,154 0000 0003,苏锦一村3幢1单元502室,产权人
2,沈石桥,154 0000 0001,3-1-502,家属
"""


def understood(content: bytes) -> work.Understood:
    return work.understand(content, {})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_headings_are_found_below_titles_in_any_usual_text_file(
    encoding: str, separator: str
) -> None:
    (found,) = understood(TEXT.replace(",", separator).encode(encoding)).unclear
    assert (found.row, found.kind) == (3, "people")
    assert dict(found.guess) == {
        "户主姓名": "姓名", "联系电话": "电话", "门牌号": "地址", "身份": "与房屋关系",
    }  # fmt: skip
    assert found.samples["联系电话"] == "154 0000 0003"


def read(text: str, known: Known) -> tuple[reading.Reading, changes.Plan]:
    (sheet,) = sheets.read(text.encode())
    found = headings.find(sheet)
    assert found is not None
    table = headings.table(sheet, found, found.guess)
    made = reading.read([table], known.units, b"pepper", TODAY)
    return made, changes.plan(made, known, complete=True)


def test_people_only_find_their_flats_by_address_and_get_numbers() -> None:
    _, plan = read(TEXT, Known({FLAT.code: FLAT}, {}))
    assert [(one.roll_no, one.name, one.homes) for one in plan.new_people] == [
        ("D00001", "顾水巷", (("3-1-502", "业主"),)),
        ("D00002", "沈石桥", (("3-1-502", "家属"),)),
    ]


def test_who_is_on_the_roll_is_found_without_a_number_and_who_is_missing_is_proposed() -> None:
    _, first = read(TEXT, Known({FLAT.code: FLAT}, {}))
    people = {one.roll_no: one for one in first.new_people}
    ids = {"D00001": ("a", "verified"), "D00002": ("b", "listed")}
    known = Known({FLAT.code: FLAT}, people, ids)
    shorter = "\n".join(TEXT.splitlines()[:-1]).replace("154 0000 0003", "15400000009")
    _, plan = read(shorter, known)
    assert [(one.row.roll_no, one.columns) for one in plan.changed_people] == [
        ("D00001", ("电话",))
    ]
    assert [one["id"] for one in plan.leaving] == ["b"]


def test_findings_speak_in_the_words_of_the_file() -> None:
    made, _ = read(TEXT.replace("502室", "909室"), Known({FLAT.code: FLAT}, {}))
    assert [(one.row, one.column, one.code) for one in made.refused] == [
        (4, "门牌号", "roll.unit_unknown")
    ]


def test_companies_and_households_and_new_flats_come_in_too() -> None:
    text = (
        "姓名,住址,面积,关系,户号,信用代码\n"
        "苏锦置业有限公司,5幢101,120.5,开发商,,91320500MA1XXXXX0X\n"
        "钱二,5幢101,,租户,2,\n"
    )
    made, plan = read(text, Known({}, {}))
    assert [(one.code, one.area) for one in plan.new_units] == [("5-101", 12050)]
    assert [(one.unit, one.kind) for one in plan.new_companies] == [("5-101", "developer")]
    assert [(one.household, one.homes) for one in made.people] == [(2, (("5-101", "租户"),))]


@pytest.mark.parametrize(
    ("written", "flat"),
    [
        ("苏锦一村3幢1单元502室", ("3", "1", "502")),
        ("3-1-502", ("3", "1", "502")),
        ("三栋二单元 502", ("3", "2", "502")),
        ("３号楼５０２", ("3", "", "502")),
        ("3#-1-0502", ("3", "1", "502")),
        ("人民路100号", None),
    ],
)
def test_an_address_names_a_flat(written: str, flat: tuple[str, str, str] | None) -> None:
    assert cells.place(written) == flat


def test_what_the_page_of_columns_says_is_checked() -> None:
    (found,) = understood(TEXT.encode()).unclear
    asked = [work.as_question(found)]
    typed = {f"column-0-{at}": found.guess.get(one, "") for at, one in enumerate(found.headings)}
    said = columns_said(typed, asked)
    assert said == {found.key: dict(found.guess)}
    assert work.understand(TEXT.encode(), said).unclear == []
    for wrong, code in (
        ({"column-0-2": "姓名"}, "roll.column_twice"),
        ({"column-0-1": ""}, "roll.column_missing"),
        ({"column-0-1": "密码"}, "form.choice"),
        ({"kind-0": "-"}, "roll.columns"),
    ):
        with pytest.raises(Refused) as refused:
            columns_said(typed | wrong, asked)
        assert refused.value.code == code


def test_a_text_without_headings_is_no_roll() -> None:
    for text in (b"x", b"a,b\n1,2\n", "今天,明天\n".encode()):
        with pytest.raises(Refused) as refused:
            understood(text)
        assert refused.value.code == "roll.no_table"
