"""The demo's dates move together, so that its committee meets today."""

from __future__ import annotations

from datetime import date

from council.clock import local
from council.demo.calendar import Calendar


def test_every_day_of_the_data_moves_by_the_same_number_of_days() -> None:
    when = Calendar(date(2027, 3, 1))
    assert when.day("2026-12-05") == date(2027, 3, 1)
    assert when.day("2026-11-15") == date(2027, 2, 9)


def test_days_and_years_in_sentences_move_too() -> None:
    when = Calendar(date(2027, 3, 1))
    assert when.retold("开放空间议事会(11月15日)成果报告") == "开放空间议事会(2月9日)成果报告"
    assert when.retold("自2027年1月起,2026年第3次会议") == "自2028年1月起,2027年第3次会议"


def test_moments_are_meant_on_the_wall_clock_of_the_community() -> None:
    assert local(Calendar(date(2026, 12, 5)).at(-1, 14)).isoformat() == "2026-12-04T14:00:00+08:00"
