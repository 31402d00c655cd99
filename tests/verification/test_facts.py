from __future__ import annotations

from datetime import date

import pytest

from council.verification.facts import OnRoll, Told, agree

ROLL = OnRoll("赵评弹", "123X", date(1965, 4, 2))


@pytest.mark.parametrize(
    ("name", "fact", "right"),
    [
        ("赵评弹", "123x", True),
        ("赵评弹", "１２３Ｘ", True),
        (" 赵 评弹", "19650402", True),
        ("赵评弹", "1965-4-2", True),
        ("赵评弹", "1965年4月2日", True),
        ("赵评谈", "123X", False),
        ("赵评弹", "1234", False),
        ("赵评弹", "", False),
        ("", "123X", False),
        ("赵评弹", "1965042", False),
    ],
)
def test_name_and_one_fact_must_be_right(name: str, fact: str, *, right: bool) -> None:
    assert agree(Told(name, fact), ROLL) is right


def test_a_fact_that_the_roll_does_not_have_is_no_way_in() -> None:
    empty = OnRoll("赵评弹", "", None)
    assert not empty.enough
    assert not any(agree(Told("赵评弹", fact), empty) for fact in ("", "0", "19000101"))
