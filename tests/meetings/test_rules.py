"""Numbers of motions, the one input line, the door code and the quorum: pure rules."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from council.meetings import agenda, attendance, log
from council.refusal import Refused

AT = datetime(2026, 12, 5, 6, 0, 10, tzinfo=UTC)
NAMES = {"沈石桥": "p1", "沈石": "p2", "欧阳砚台": "p3"}


def test_motions_and_amendments_are_numbered_after_their_item() -> None:
    """MTG-7: depth two at most."""
    assert agenda.motion_number(3, []) == "3"
    assert agenda.motion_number(3, ["3"], "3") == "3-A"
    assert agenda.motion_number(3, ["3", "3-A"], "3") == "3-B"
    assert agenda.motion_number(3, ["3", "3-A"], "3-A") == "3-A-1"
    assert agenda.motion_number(3, ["3", "3-A", "3-A-1"], "3-A") == "3-A-2"
    assert agenda.motion_number(3, ["3", "3-A", "13"]) == "3.2"
    with pytest.raises(Refused) as refused:
        agenda.motion_number(3, ["3"], "3-A-1")
    assert refused.value.code == "motion.too_deep"


@pytest.mark.parametrize(
    ("line", "understood"),
    [
        ("沈石桥 赞成 先试半年", log.Line("speech", "p1", "yes", "先试半年")),
        ("沈石桥反对：太贵", log.Line("speech", "p1", "no", "太贵")),
        ("沈石 说一句", log.Line("speech", "p2", "", "说一句")),
        ("决定 形成两套意见", log.Line("decision", "", "", "形成两套意见")),
        ("备注：请看附件", log.Line("note", "", "", "请看附件")),
        ("动议 欧阳砚台 改到周六", log.Line("motion", "p3", "", "改到周六")),
        ("赞成的人很多", log.Line("note", "", "", "赞成的人很多")),
    ],
)
def test_the_one_line_is_understood_by_how_it_begins(line: str, understood: log.Line) -> None:
    assert log.understand(line, NAMES) == understood


def test_a_door_code_is_new_every_thirty_seconds_and_valid_for_ninety() -> None:
    code = attendance.door_code(b"key", "m", AT)
    later = [AT + timedelta(seconds=s) for s in (0, 19, 30, 60, 79)]
    assert all(attendance.code_opens(b"key", "m", at, code) for at in later)
    assert not attendance.code_opens(b"key", "m", AT + timedelta(seconds=80), code)
    assert not attendance.code_opens(b"key", "other", AT, code)
    assert not attendance.code_opens(b"other", "m", AT, code)
    assert not attendance.code_opens(b"key", "m", AT, "１２３４５６")


def test_who_left_is_absent_and_leave_is_counted_apart() -> None:
    """DOC-6: 应到15,实到13,请假2."""
    heads = [attendance.Head("甲", "present")] * 13 + [attendance.Head("乙", "leave")] * 2
    counted = attendance.count(heads)
    assert (counted.called, counted.present, counted.leave, counted.absent) == (15, 13, 2, 0)
    assert attendance.by_sector(heads) == [("甲", 13, 13), ("乙", 0, 2)]
    assert attendance.count([attendance.Head("甲", "left")]).absent == 1
