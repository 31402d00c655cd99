"""When a meeting can be, and who is of age (RES-ALL)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from council.meetings import rules
from council.refusal import Refused

START = datetime(2026, 12, 20, 6, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("kind", "ends", "at", "code"),
    [
        ("party", START + HOUR, START, "kind"),
        ("council", START, START, "ends_first"),
        ("council", START + HOUR, START + 13 * HOUR, "past"),
    ],
)
def test_a_meeting_that_cannot_be_is_refused(
    kind: str, ends: datetime, at: datetime, code: str
) -> None:
    with pytest.raises(Refused, match=rf"meeting\.{code}"):
        rules.must_convene(kind, START, ends, at)


def test_a_meeting_of_this_morning_may_still_be_entered() -> None:
    rules.must_convene("res_rep", START, START + HOUR, START + 3 * HOUR)


def test_somebody_is_of_age_on_the_eighteenth_birthday() -> None:
    on = date(2026, 12, 20)
    assert rules.of_age(date(2008, 12, 20), on)
    assert not rules.of_age(date(2008, 12, 21), on)
    assert rules.of_age(date(2008, 2, 29), date(2026, 3, 1))
    assert rules.of_age(None, on)


def test_the_agenda_grows_by_the_next_number_until_the_meeting_opens() -> None:
    rules.may_extend("announced", 3, 2)
    with pytest.raises(Refused, match=r"agenda\.changed"):
        rules.may_extend("announced", 3, 3)
    with pytest.raises(Refused, match=r"agenda\.fixed"):
        rules.may_extend("open", 3, 2)
