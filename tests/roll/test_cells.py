from __future__ import annotations

from datetime import date, datetime

import pytest

from council.roll import cells
from council.roll.cells import BadCellError

TODAY = date(2026, 12, 5)


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (101.0, "101"),
        (101, "101"),
        ("　１０１ ", "101"),
        ("张\u200b三\u0000", "张三"),
        ("", ""),
    ],
)
def test_a_cell_is_read_as_a_person_would(value: object, read: str) -> None:
    assert cells.plain(value) == read


@pytest.mark.parametrize(
    "value",
    [
        "1956-10-17",
        "1956/10/17",
        "1956.10.17",
        "1956年10月17日",
        "19561017",
        "１９５６－１０－１７",
        19561017.0,
        date(1956, 10, 17),
        datetime(1956, 10, 17, 8, 30),  # noqa: DTZ001 - a spreadsheet knows no zone
    ],
)
def test_dates_come_in_many_forms(value: object) -> None:
    assert cells.day(value, TODAY) == date(1956, 10, 17)


@pytest.mark.parametrize("value", ["1956-13-01", "2027-01-01", "1066-10-14", "昨天", 12345.0])
def test_what_is_no_possible_date_is_refused(value: object) -> None:
    with pytest.raises(BadCellError, match=r"roll\.date"):
        cells.day(value, TODAY)


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("154 0000 0007", "15400000007"),
        (15400000007.0, "15400000007"),
        ("+86 15400000007", "15400000007"),
        ("１５４－００００－０００７", "15400000007"),
        ("(0512) 6500 0001", "051265000001"),
        ("", ""),
    ],
)
def test_phones_are_kept_as_digits(value: object, read: str) -> None:
    assert cells.phone(value) == read


@pytest.mark.parametrize("value", ["12", "25400000007", "154000000071", "电话", "=1+1"])
def test_what_is_no_phone_is_refused(value: object) -> None:
    with pytest.raises(BadCellError, match=r"roll\.phone"):
        cells.phone(value)


@pytest.mark.parametrize(
    ("value", "hundredths"),
    [("58.60", 5860), (58.6, 5860), (58, 5800), ("５８．６㎡", 5860), ("118.600", 11860)],
)
def test_areas_are_whole_hundredths(value: object, hundredths: int) -> None:
    assert cells.area(value) == hundredths


@pytest.mark.parametrize("value", ["", "0", "-5", "58.605", "大", "1e5", "9999999", "NaN"])
def test_what_is_no_area_is_refused(value: object) -> None:
    with pytest.raises(BadCellError, match=r"roll\.area"):
        cells.area(value)


def test_an_empty_elder_cell_says_nothing() -> None:
    assert [cells.elder(value) for value in ("是", "长辈版", True, "否", False, 0.0, "")] == [
        True,
        True,
        True,
        False,
        False,
        False,
        None,
    ]
    with pytest.raises(BadCellError):
        cells.elder("也许")


def test_a_cell_may_hold_several() -> None:
    assert cells.several("1-1-101、3-2-301， 4-1-101;") == ["1-1-101", "3-2-301", "4-1-101"]
