"""The table of votes as arithmetic: thresholds, bases, ties (rules 2.1, RES-3, RES-5, TV-1)."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.meetings.shares import Share
from council.refusal import Refused
from council.voting import rules
from council.voting.casting.ballots import Ballot, receipt_code
from council.voting.casting.judge import PollNow, Stored, judge

OPEN = PollNow("m", "open", "yes_no_abstain", allow_revote=False)
REVOTE = PollNow("m", "open", "yes_no_abstain", allow_revote=True)


def decide(code: str, called: int, present: int, yes: int, no: int, abstain: int) -> rules.Outcome:
    counts = {"yes": yes, "no": no, "abstain": abstain}
    return rules.decide(rules.PRESETS[code], called=called, present=present, counts=counts)


@pytest.mark.parametrize(
    ("yes", "no", "abstain", "verdict"),
    [(6, 6, 1, "failed"), (11, 1, 1, "passed"), (6, 5, 2, "failed"), (7, 6, 0, "passed")],
)
def test_the_committee_needs_more_than_half_of_those_present(
    yes: int, no: int, abstain: int, verdict: str
) -> None:
    found = decide("COM", 15, 13, yes, no, abstain)
    assert (found.verdict, found.numerator, found.denominator, found.needed) == (
        verdict,
        yes,
        13,
        7,
    )


def test_the_same_twenty_people_have_two_outcomes() -> None:
    """TV-1: 20 present, 8 yes, 7 no, 3 abstain, 2 silent."""
    assert decide("COM", 20, 20, 8, 7, 3).verdict == "failed"
    assert decide("RES-REP", 20, 20, 8, 7, 3).verdict == "failed"
    assert decide("RONR", 20, 20, 8, 7, 3).verdict == "passed"


@pytest.mark.parametrize(
    ("code", "called", "quorum", "present", "needed"),
    [
        ("RES-ALL", 1800, 901, 901, 451),  # RES-3
        ("RES-ALL", 620, 311, 311, 156),  # RES-3
        ("RES-REP", 54, 36, 36, 19),  # RES-5
        ("COM", 15, 10, 13, 7),
    ],
)
def test_quorum_and_majority_have_exact_numbers(
    code: str, called: int, quorum: int, present: int, needed: int
) -> None:
    found = decide(code, called, present, needed, 0, 0)
    assert (found.quorum_needed, found.needed, found.verdict) == (quorum, needed, "passed")
    assert decide(code, called, quorum - 1, present, 0, 0).verdict == "invalid"
    assert decide(code, called, present, needed - 1, 0, 0).verdict == "failed"


@given(
    base=st.integers(0, 5000), num=st.integers(1, 9), den=st.integers(1, 9), strict=st.booleans()
)
def test_the_least_number_is_the_first_that_reaches_the_share(
    *, base: int, num: int, den: int, strict: bool
) -> None:
    share = Share(num, den, strict=strict)
    least = share.least(base)
    assert share.reached(least, base)
    assert least == 0 or not share.reached(least - 1, base)
    exact = Fraction(base * num, den)
    assert share.reached(least, base) == (least > exact if strict else least >= exact)


def test_a_rule_comes_back_from_the_database_as_it_was_frozen() -> None:
    for rule in rules.PRESETS.values():
        assert rules.from_data(rule.as_data()) == rule


def test_nobody_present_passes_nothing() -> None:
    assert decide("RONR", 0, 0, 0, 0, 0).verdict == "failed"


def ballot(choice: str = "yes", idem: str = "a" * 16, rev: int = 0) -> Ballot:
    return Ballot("p", "x", choice, idem, rev)


FRESH = Stored(4, None, None, None)
VOTED = Stored(4, 1, "a" * 16, "R")


def test_a_first_ballot_gets_revision_one_and_a_retry_keeps_it() -> None:
    assert judge(ballot(), OPEN, FRESH) == (FRESH, 1)
    assert judge(ballot(), OPEN, VOTED) == (VOTED, 1)
    assert judge(ballot(), PollNow("m", "closed", "yes_no_abstain", False), VOTED) == (VOTED, 1)


@pytest.mark.parametrize(
    ("sent", "poll", "stored", "code"),
    [
        (ballot(), OPEN, None, "poll.not_on_roll"),
        (ballot(), PollNow("", "none", "", False), FRESH, "poll.not_on_roll"),
        (ballot(), PollNow("m", "created", "yes_no_abstain", False), FRESH, "poll.not_open"),
        (ballot(), PollNow("m", "closed", "yes_no_abstain", False), FRESH, "poll.closed"),
        (ballot(choice="maybe"), OPEN, FRESH, "poll.choice_unknown"),
        (ballot(idem="b" * 16), OPEN, VOTED, "poll.voted"),
        (ballot(idem="b" * 16, rev=1), OPEN, VOTED, "poll.voted"),
        (ballot(idem="b" * 16), REVOTE, VOTED, "poll.voted"),
        (ballot(idem="b" * 16, rev=2), REVOTE, VOTED, "poll.stale"),
        (ballot(idem="b" * 16, rev=3), OPEN, FRESH, "poll.stale"),
    ],
)
def test_every_other_ballot_is_refused_with_its_reason(
    sent: Ballot, poll: PollNow, stored: Stored | None, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        judge(sent, poll, stored)
    assert refused.value.code == code


def test_a_changed_vote_must_know_the_one_that_it_replaces() -> None:
    assert judge(ballot(idem="b" * 16, rev=1), REVOTE, VOTED) == (VOTED, 2)


def test_a_receipt_is_bound_to_poll_elector_choice_and_revision() -> None:
    codes = {
        receipt_code(b"k", poll, no, choice, rev)
        for poll in ("p", "q")
        for no in (1, 2)
        for choice in ("yes", "no")
        for rev in (1, 2)
    }
    assert len(codes) == 16
    assert receipt_code(b"k", "p", 1, "yes", 1) != receipt_code(b"j", "p", 1, "yes", 1)
