"""OWN-10, OWN-15: who counts as reached, how long a notice hangs, what has to wait."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from council.clock import ZONE
from council.refusal import Refused
from council.voting.delivery import rules
from council.voting.delivery.rules import Attempt, Standing

DAY = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 9, 0, tzinfo=ZONE)
HANGING = Standing(1, {}, 1, DAY, date(2026, 11, 27))


def tried(unit: str, channel: str, *, arrived: bool = True, days: int = 0) -> Attempt:
    return Attempt(unit, channel, arrived, DAY, days)


def test_each_unit_counts_once_by_what_reached_it_first() -> None:
    attempts = [
        tried("a", "in_person", arrived=False),
        tried("a", "left"),
        tried("a", "post"),
        tried("b", "post", arrived=False),
        tried("b", "posted", arrived=False, days=7),
        tried("c", "posted", arrived=False, days=7),
        tried("c", "in_person"),
    ]
    found = rules.standing(["a", "b", "c", "d"], attempts)
    assert found.by == {"in_person": 1, "left": 1}
    assert (found.reached, found.posted, found.missing) == (2, 1, 1)
    assert found.reached + found.posted + found.missing == found.units


@pytest.mark.parametrize(
    ("days", "last"), [(7, date(2026, 11, 27)), (1, date(2026, 11, 21)), (15, date(2026, 12, 5))]
)
def test_own_15_the_day_on_which_it_is_put_up_is_not_counted(days: int, last: date) -> None:
    attempts = [tried("a", "posted", arrived=False, days=days)]
    found = rules.standing(["a"], attempts)
    assert (found.posted_since, found.posted_until) == (DAY, last)
    assert found.hangs(last)
    assert not found.complete(last)
    assert found.complete(last + timedelta(days=1))


def test_a_unit_that_is_reached_later_no_longer_waits_for_its_notice() -> None:
    attempts = [tried("a", "posted", arrived=False, days=7)]
    assert not rules.standing(["a"], attempts).complete(DAY)
    assert rules.standing(["a"], [*attempts, tried("a", "left")]).complete(DAY)


def test_without_a_list_nothing_is_complete() -> None:
    assert not rules.standing([], []).complete(DAY)


@pytest.mark.parametrize(
    ("today", "binding", "refused"),
    [
        (date(2026, 11, 27), True, "delivery.still_posted"),
        (date(2026, 11, 28), True, ""),
        (date(2026, 11, 27), False, ""),  # an opinion is counted; it says that it is not complete
    ],
)
def test_own_15_a_vote_that_decides_waits_for_its_notices(
    today: date, *, binding: bool, refused: str
) -> None:
    assert why(lambda: rules.must_have_hung(HANGING, today, binding=binding)) == refused


@pytest.mark.parametrize(
    ("binding", "told", "refused"),
    [
        (True, False, "delivery.committee_first"),
        (True, True, ""),
        (False, False, ""),
        (False, True, ""),
    ],
)
def test_own_10_the_committee_is_told_before_a_vote_that_decides(
    *, binding: bool, told: bool, refused: str
) -> None:
    assert why(lambda: rules.must_have_told_committee(binding=binding, told=told)) == refused


@pytest.mark.parametrize(
    ("attempts", "refused"),
    [
        ([], "delivery.try_first"),
        ([tried("a", "in_person", arrived=False)], ""),
        ([tried("b", "in_person", arrived=False)], "delivery.try_first"),
        ([tried("a", "left")], "delivery.reached_already"),
        ([tried("a", "posted", arrived=False, days=7)], "delivery.try_first"),
    ],
)
def test_own_15_only_what_was_tried_and_not_reached_is_put_up(
    attempts: list[Attempt], refused: str
) -> None:
    assert why(lambda: rules.may_post(["a"], attempts)) == refused


@pytest.mark.parametrize(
    ("state", "enters", "tells"),
    [
        ("created", "delivery.not_now", ""),
        ("announced", "", ""),
        ("open", "", ""),
        ("closed", "delivery.not_now", "delivery.over"),
        ("published", "delivery.not_now", "delivery.over"),
        ("cancelled", "delivery.not_now", "delivery.over"),
    ],
)
def test_evidence_is_entered_until_the_vote_ends(state: str, enters: str, tells: str) -> None:
    assert why(lambda: rules.may_enter(state)) == enters
    assert why(lambda: rules.may_tell_committee(state)) == tells


@pytest.mark.parametrize(
    ("at", "refused"),
    [
        (AT, ""),
        (AT + timedelta(seconds=1), "delivery.in_future"),
        (AT.replace(hour=0), ""),  # on the day of the announcement
        (AT - timedelta(days=1), "delivery.too_early"),
    ],
)
def test_it_happened_after_the_announcement_and_before_now(at: datetime, refused: str) -> None:
    assert why(lambda: rules.must_be_in_time(at, AT.replace(hour=8), AT)) == refused


def why(ask: object) -> str:
    """The code of a refusal, empty where there is none."""
    try:
        ask()  # type: ignore[operator]
    except Refused as refusal:
        return refusal.code
    return ""
