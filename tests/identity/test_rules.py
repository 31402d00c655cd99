from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from council.identity import rules
from council.refusal import NotThere, Refused

NOON = datetime(2026, 12, 5, 12, tzinfo=UTC)
NONE: frozenset[str] = frozenset()


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (" 154 0000-0007 ", "15400000007"),
        ("１５４００００００07", "15400000007"),
        ("R003", "r003"),
        ("SJ-001", "sj-001"),
    ],
)
def test_a_login_is_read_with_forgiveness(typed: str, stored: str) -> None:
    assert rules.login_key(typed) == stored


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("七个字符不够哦", "password.short"),
        ("x1" * 65, "password.long"),
        ("Password1", "password.common"),
        ("abababab", "password.common"),
        ("154 0000 0007", "password.like_login"),
    ],
)
def test_a_weak_password_is_refused(password: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        rules.check_password(password, ("15400000007",), frozenset({"password1"}))
    assert (refusal.value.code, refusal.value.status) == (code, 422)


@pytest.mark.parametrize("password", ["桂花树下第三家", "a b c d e f", "x1z" * 42])
def test_a_long_sentence_is_welcome(password: str) -> None:
    rules.check_password(password + "。", (), NONE)


def test_an_officers_session_dies_sooner() -> None:
    far = NOON + timedelta(days=30)
    assert rules.session_ends(NOON, far, ()) == NOON + timedelta(days=14)
    assert rules.session_ends(NOON, far, ("chair",)) == NOON + timedelta(hours=12)
    assert rules.session_ends(NOON, NOON + timedelta(hours=1), ()) == NOON + timedelta(hours=1)
    at_terminal = rules.session_ends(NOON, far, ("chair",), terminal=True)
    assert at_terminal == NOON + timedelta(minutes=3)


@pytest.mark.parametrize("offices", [(), ("chair",), ("supervisor", "social_worker", "admin")])
def test_to_others_than_staff_the_roll_is_not_there(offices: tuple[str, ...]) -> None:
    with pytest.raises(NotThere):
        rules.staff_only(offices)
