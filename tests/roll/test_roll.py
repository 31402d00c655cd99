from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from council.demo import roll as demo
from council.roll import changes as roll_changes
from council.roll import reading as roll
from council.roll.changes import Known
from council.roll.headings import Table
from council.roll.reading import PersonRow, Reading, Row, UnitRow

if TYPE_CHECKING:
    from collections.abc import Mapping

TODAY = date(2026, 12, 5)
PEPPER = b"pepper"


def units() -> list[Row]:
    return [dict(zip(roll.UNIT_COLUMNS, row, strict=True)) for row in demo.units()]


def people() -> list[Row]:
    return [dict(zip(roll.PEOPLE_COLUMNS, row, strict=True)) for row in demo.people()]


def read(
    units: list[Row], people: list[Row], known: Mapping[str, UnitRow] | None = None
) -> Reading:
    tables = [
        Table("units", roll.UNITS, list(enumerate(units, start=2))),
        Table("people", roll.PEOPLE, list(enumerate(people, start=2))),
    ]
    return roll.read(tables, known or {}, PEPPER, TODAY)


def known(reading: Reading) -> Known:
    """The roll after an import of everything."""
    return Known(
        {one.code: one for one in reading.units},
        {one.roll_no: replace(one, row=0, elder=bool(one.elder)) for one in reading.people},
    )


def told(reading: Reading) -> list[tuple[int, str, str]]:
    return [(one.row, one.column, one.code) for one in reading.refused]


def test_the_sample_is_24_units_and_40_people_without_a_finding() -> None:
    reading = read(units(), people())
    assert (len(reading.units), len(reading.people), reading.refused) == (24, 40, [])
    first = reading.people[0]
    assert first.homes == (("1-1-101", "业主"), ("3-2-301", "业主"))
    assert (first.elder, first.gender, first.birth_date) == (True, "男", "1956-10-17")


def test_no_id_number_comes_out_of_the_reading() -> None:
    everything = str(read(units(), people()).plain())
    assert not [row for row in people() if str(row["身份证号"]) in everything]


def test_a_wrong_row_is_refused_with_all_its_faults_and_the_others_stay() -> None:
    rows = people()
    rows[3] |= {"姓名": "", "电话": "12", "住址编号": "9-9-909", "身份证号": "329999198601060465"}
    reading = read(units(), rows)
    assert len(reading.people) == 39
    assert set(told(reading)) == {
        (5, "身份证号", "roll.id_check"),
        (5, "姓名", "roll.missing"),
        (5, "电话", "roll.phone"),
        (5, "住址编号", "roll.unit_unknown"),
    }


def test_a_number_that_stands_twice_is_refused_the_second_time() -> None:
    reading = read(units(), [*people(), people()[6]])
    assert told(reading) == [(42, "编号", "roll.twice"), (42, "身份证号", "roll.twice")]
    assert reading.refused[0].values == {"first": 8}


def test_birth_date_and_gender_must_agree_with_the_number() -> None:
    rows = people()
    rows[0] |= {"出生日期": "1956-10-18", "性别": "女"}
    assert told(read(units(), rows)) == [
        (2, "出生日期", "roll.id_birth"),
        (2, "性别", "roll.id_gender"),
    ]


def test_a_person_may_live_in_a_unit_that_is_known_already() -> None:
    assert read([], people()[:1]).refused[0].code == "roll.unit_unknown"
    assert not read([], people()[:1], {one.code: one for one in read(units(), []).units}).refused


def test_ties_stand_for_all_units_or_for_each() -> None:
    rows = people()
    rows[0] |= {"与房屋关系": "业主、家属、租户"}
    assert told(read(units(), rows)) == [(2, "与房屋关系", "roll.ties")]
    rows[0] |= {"与房屋关系": "邻居"}
    assert told(read(units(), rows)) == [(2, "与房屋关系", "roll.choice")]
    rows[0] |= {"与房屋关系": "业主"}
    assert not read(units(), rows).refused


def test_empty_rows_are_passed_over_and_numbers_still_fit() -> None:
    empty: Row = dict.fromkeys(roll.PEOPLE_COLUMNS, "")
    rows = [people()[0], empty, people()[1] | {"电话": "1"}]
    assert told(read(units(), rows)) == [(4, "电话", "roll.phone")]


def test_wide_digits_are_digits() -> None:
    rows = people()
    rows[0] |= {"电话": "１５４００００００01", "身份证号": "３２９９９９１９５６１０１７０１３５"}
    assert read(units(), rows).people[0] == read(units(), people()).people[0]


def test_staged_rows_come_back_as_they_were() -> None:
    reading = read(units(), [*people(), people()[0]])
    assert roll.from_plain(reading.plain()) == reading


def test_the_same_again_changes_nothing() -> None:
    reading = read(units(), people())
    plan = roll_changes.plan(reading, known(reading))
    assert (plan.effective, plan.same_units, plan.same_people) == (0, 24, 40)


def test_only_what_differs_changes_and_empty_cells_say_nothing() -> None:
    before = known(read(units(), people()))
    rows = people()
    rows[0] = dict.fromkeys(roll.PEOPLE_COLUMNS, "")
    rows[0] |= {"编号": "R001", "姓名": "沈石桥", "电话": "15400009999"}
    plan = roll_changes.plan(read(units(), rows), before)
    assert [one.columns for one in plan.changed_people] == [("电话",)]
    changed = plan.changed_people[0].row
    assert changed == replace(before.people["R001"], phone="15400009999")


def test_an_id_number_of_somebody_else_is_refused() -> None:
    before = known(read(units(), people()))
    rows = [people()[0] | {"编号": "X1"}]
    plan = roll_changes.plan(read([], rows, before.units), before)
    assert [(one.row, one.code, one.values) for one in plan.refused] == [
        (2, "roll.id_taken", {"holder": "R001"})
    ]
    assert plan.effective == 0


def test_two_people_may_share_a_phone() -> None:
    rows = people()
    rows[1] |= {"电话": rows[0]["电话"]}
    reading = read(units(), rows)
    assert not reading.refused
    assert isinstance(reading.people[1], PersonRow)
