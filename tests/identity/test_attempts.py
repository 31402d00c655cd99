from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from council.identity import attempts
from council.identity.attempts import MOST, PAUSE, Attempts
from council.refusal import Refused

NOON = datetime(2026, 12, 5, 12, tzinfo=UTC)


def test_ten_failures_rest_a_quarter_of_an_hour() -> None:
    counted = Attempts()
    for _ in range(MOST):
        counted.may_try("a", NOON)
        counted.tried("a", NOON)
    with pytest.raises(Refused) as refused:
        counted.may_try("a", NOON + timedelta(minutes=5))
    assert (refused.value.code, refused.value.values) == ("sign_in.rest", {"minutes": 10})
    counted.may_try("b", NOON)
    counted.may_try("a", NOON + PAUSE)


def test_success_forgives() -> None:
    counted = Attempts()
    for _ in range(MOST):
        counted.tried("a", NOON)
    counted.succeeded("a")
    counted.may_try("a", NOON)


def test_a_try_without_an_answer_does_not_count() -> None:
    counted = Attempts()
    for _ in range(MOST):
        counted.tried("a", NOON)
    counted.not_answered("a")
    counted.may_try("a", NOON)
    counted.not_answered("b")
    counted.may_try("b", NOON)


def test_the_count_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "KEPT", 3)
    counted = Attempts()
    for number in range(50):
        counted.tried(str(number), NOON)
    assert list(counted._failed) == ["47", "48", "49"]
