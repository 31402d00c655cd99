"""Text in lines of a fixed width, for chat groups."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from council.documents.lines import CLOSING, HANGING, OPENING, columns, wrapped

HANZI = st.sampled_from("会议纪要通过反对一二三，。、“”（）《》：；abc12 -")


def test_a_chinese_character_is_two_columns_wide_and_a_letter_one() -> None:
    assert columns("会议3-A") == 7
    assert columns("e\u0301") == 1


def test_lines_are_full_and_no_line_begins_with_a_mark_that_closes() -> None:
    lines = wrapped("会议听取了说明，同意列入计划。", 14)
    assert lines == ["会议听取了说明，", "同意列入计划。"]


def test_a_mark_that_opens_goes_to_the_next_line() -> None:
    assert wrapped("会议研究了“银龄暖桌”", 12) == ["会议研究了", "“银龄暖桌”"]


def test_a_number_is_not_torn_apart_unless_it_is_longer_than_a_line() -> None:
    assert wrapped("至少须要2026年", 10) == ["至少须要", "2026年"]
    assert wrapped("a" * 25, 10) == ["a" * 10, "a" * 10, "a" * 5]


def test_later_lines_hang() -> None:
    assert wrapped("责任人袁昆腔", 8, hanging="　　") == ["责任人袁", "　　昆腔"]


@given(st.text(HANZI, max_size=120), st.integers(12, 40))
def test_nothing_is_lost_and_no_line_is_too_wide(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(columns(line) <= width + HANGING for line in lines)
    narrow = [one for one in lines if one[0] in CLOSING and one.strip("".join(CLOSING | OPENING))]
    assert all(lines.index(one) == 0 or columns(lines[lines.index(one) - 1]) >= 2 for one in narrow)
