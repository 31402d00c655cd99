"""WISH-1 to WISH-9 as tables."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from council.ideas.rules import STATES as IN_REGISTER
from council.refusal import NotThere, Refused
from council.wishes import rules
from council.wishes.figures import Figures
from council.wishes.rules import Claiming, Terms, Wishing

if TYPE_CHECKING:
    from collections.abc import Callable

TODAY = date(2026, 12, 1)
PULSE = Wishing("想要一只电子血压计", "goods", 158_00, contact="0512-00000001", may_show=True)


def said(ask: Callable[[], object]) -> str:
    try:
        ask()
    except Refused as why:
        return why.code
    except NotThere:
        return "not there"
    return ""


def test_a_wish_goes_its_way_and_no_other() -> None:
    way = ("show", "claim", "approve", "tell", "deliver", "confirm")
    state = "review"
    for act in way:
        state = rules.after(act, state)
    assert state == "fulfilled"
    for act, over in itertools.product(rules.LIFE, rules.OVER):
        with pytest.raises(Refused, match=r"wish\.not_now"):
            rules.after(act, over)


def test_every_state_is_reached_and_has_a_word_in_the_register() -> None:
    reached = {after for states in rules.LIFE.values() for after in states.values()} | {"review"}
    assert reached == set(rules.STATES)
    assert set(rules.IN_REGISTER) == set(rules.STATES)
    assert set(rules.IN_REGISTER.values()) <= set(IN_REGISTER)


@pytest.mark.parametrize(
    ("what", "code"),
    [
        (PULSE, ""),
        (replace(PULSE, text=""), "wish.text"),
        (replace(PULSE, text="长" * 501), "wish.text"),
        (replace(PULSE, category="money"), "wish.category"),
        (replace(PULSE, value=-1), "wish.value"),
        (replace(PULSE, value=10_000_01), "wish.value"),
        (replace(PULSE, wanted_by=date(2026, 11, 30)), "wish.wanted_by"),
        (replace(PULSE, wanted_by=TODAY), ""),
        (replace(PULSE, age="child"), "wish.guardian"),
        (replace(PULSE, age="child", guardian="沈石桥"), ""),
        (replace(PULSE, contact=""), "wish.contact"),
    ],
)
def test_a_wish_has_words_a_kind_a_way_to_reach_and_for_a_child_a_guardian(
    what: Wishing, code: str
) -> None:
    assert said(lambda: rules.must_wish(what, TODAY)) == code


@pytest.mark.parametrize(
    ("shown", "value", "consent", "agreed", "code"),
    [
        ("一只血压计", 200_00, True, False, ""),
        ("一只血压计", 200_01, True, False, "wish.over_limit"),
        ("一只血压计", 0, False, True, "wish.no_consent"),
        ("", 0, True, False, "wish.shown"),
        ("长" * 121, 0, True, False, "wish.shown"),
        ("透析回来想有人接", 0, True, False, "wish.sensitive"),
        ("透析回来想有人接", 0, True, True, ""),
    ],
)
def test_on_the_wall_is_what_was_agreed_to_within_the_limit(
    shown: str, value: int, code: str, *, consent: bool, agreed: bool
) -> None:
    about = bool(rules.sensitive(shown))
    ask = lambda: rules.may_show(  # noqa: E731 - one question in many cases
        shown, value, rules.VALUE_LIMIT, consent=consent, about_health=about, agreed=agreed
    )
    assert said(ask) == code


@pytest.mark.parametrize(
    ("state", "wisher", "person", "in_hand", "code"),
    [
        ("verified", "a", "b", 0, ""),
        ("verified", None, "b", 4, ""),
        ("verified", "a", "b", 5, "wish.enough"),
        ("verified", "a", "a", 0, "wish.own"),
        ("listed", "a", "b", 0, "wish.unverified"),
    ],
)
def test_who_may_claim(
    state: str, wisher: str | None, person: str, in_hand: int, code: str
) -> None:
    assert said(lambda: rules.may_claim(state, wisher, person, in_hand)) == code


@pytest.mark.parametrize(
    ("what", "code"),
    [
        (Claiming("resident"), ""),
        (Claiming("king"), "wish.claimer"),
        (Claiming("society"), "wish.organisation"),
        (Claiming("society", "小巷工匠"), ""),
        (Claiming("resident", promise="长" * 301), "wish.reason"),
    ],
)
def test_as_what_one_claims(what: Claiming, code: str) -> None:
    assert said(lambda: rules.must_claim(what)) == code


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        (Terms(), ""),
        (Terms(0, 15), "wish.terms"),
        (Terms(200_00, 0), "wish.terms"),
        (Terms(200_00, 91), "wish.terms"),
    ],
)
def test_what_a_community_may_settle(terms: Terms, code: str) -> None:
    assert said(lambda: rules.must_be_terms(terms)) == code


def test_figures_are_shares_of_what_hung_on_the_wall() -> None:
    """WISH-7: 60 shown and 32 claimed are 53 %, as one community counted."""
    sums = Figures(made=64, shown=60, claimed=32, fulfilled=30, days=371, rated=8, content=7)
    assert (sums.claim_rate, sums.fulfil_rate, sums.content_rate) == (53, 50, 88)
    assert sums.tenths_of_days == 124
    nothing = Figures(0, 0, 0, 0, 0, 0, 0)
    assert (nothing.claim_rate, nothing.tenths_of_days, nothing.content_rate) == (0, 0, 0)
