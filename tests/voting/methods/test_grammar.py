"""One ballot, one string: what each method takes, and why it refuses all else."""

from __future__ import annotations

import pytest

from council.refusal import Refused
from council.voting.methods import grammar
from council.voting.methods.parameters import must_fit
from council.voting.methods.sheet import CODES, MOST, Sheet, coded, sheet_of

THREE = coded([("甲", 100), ("乙", 200), ("丙", 300)])


def sheet(method: str, **given: object) -> Sheet:
    return Sheet(method, THREE, must_fit(method, THREE, {"budget": 500, **given}))


CHOOSE = sheet("choose", maximum=2, seats=1)
APPROVAL, SCORE = sheet("approval"), sheet("score", highest=5)
DOTS, RANKS = sheet("dots", dots=5, on_one=3), sheet("irv")
BUDGET = sheet("budget", maximum=2)


@pytest.mark.parametrize(
    ("of", "text", "marks"),
    [
        (CHOOSE, "a", {"a": 1}),
        (CHOOSE, "a,c", {"a": 1, "c": 1}),
        (APPROVAL, "-", {}),
        (APPROVAL, "a,b,c", {"a": 1, "b": 1, "c": 1}),
        (SCORE, "a=5,b=0", {"a": 5, "b": 0}),
        (SCORE, "-", {}),
        (DOTS, "a=3,c=2", {"a": 3, "c": 2}),
        (RANKS, "b>a>c", {"b": 1, "a": 2, "c": 3}),
        (RANKS, "c", {"c": 1}),
        (BUDGET, "b,c", {"b": 1, "c": 1}),
    ],
)
def test_a_ballot_is_read_and_written_the_same(of: Sheet, text: str, marks: dict[str, int]) -> None:
    assert grammar.read(of, text) == marks
    assert grammar.write(of, marks) == text


UNKNOWN = "poll.choice_unknown"


@pytest.mark.parametrize(
    ("of", "text", "code"),
    [
        (CHOOSE, "-", "ballot.too_few"),
        (CHOOSE, "a,b,c", "ballot.too_many"),
        (CHOOSE, "c,a", UNKNOWN),  # not in the order of the options: two strings for one ballot
        (CHOOSE, "a,a", UNKNOWN),
        (CHOOSE, "d", UNKNOWN),
        (CHOOSE, "yes", UNKNOWN),
        (CHOOSE, "", UNKNOWN),
        (CHOOSE, "a,", UNKNOWN),
        (CHOOSE, "a>b", UNKNOWN),
        (APPROVAL, "a=1", UNKNOWN),
        (SCORE, "a=6", "ballot.outside"),
        (SCORE, "a=05", UNKNOWN),
        (SCORE, "a=-1", UNKNOWN),
        (SCORE, "a=٣", UNKNOWN),  # a digit, but not one of ours
        (SCORE, "a", UNKNOWN),
        (SCORE, "a=99999", UNKNOWN),
        (DOTS, "a=3,b=3", "ballot.dots_too_many"),
        (DOTS, "a=4", "ballot.dots_on_one"),
        (DOTS, "a=0", UNKNOWN),
        (RANKS, "-", "ballot.no_rank"),
        (RANKS, "a>a", UNKNOWN),
        (RANKS, "a>", UNKNOWN),
        (RANKS, "a,b", UNKNOWN),
        (BUDGET, "a,b,c", "ballot.too_many"),
    ],
)
def test_what_is_no_ballot_is_refused_with_its_reason(of: Sheet, text: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        grammar.must_be_ballot(of, text)
    assert (refused.value.code, refused.value.status) == (code, 422)
    assert not grammar.is_ballot(of, text)


@pytest.mark.parametrize(
    ("marks", "code", "rank"),
    [
        ({"a": 1, "b": 1}, "ballot.rank_twice", 1),
        ({"a": 1, "b": 3}, "ballot.rank_missing", 2),
        ({"a": 2}, "ballot.rank_missing", 1),
        ({}, "ballot.no_rank", None),
    ],
)
def test_ranks_follow_each_other_and_none_comes_twice(
    marks: dict[str, int], code: str, rank: int | None
) -> None:
    with pytest.raises(Refused) as refused:
        grammar.must_fit(RANKS, marks)
    assert (refused.value.code, refused.value.values.get("rank")) == (code, rank)


@pytest.mark.parametrize(
    ("of", "ballots"),
    [
        (CHOOSE, ["a", "b,c"]),
        (APPROVAL, ["-", "a,b,c"]),
        (SCORE, ["a=5,b=5,c=5", "-"]),
        (DOTS, ["a=3,b=1,c=1", "c=3"]),
        (RANKS, ["c>b>a", "a"]),
        (BUDGET, ["b,c", "-"]),
    ],
)
def test_no_ballot_is_longer_than_the_longest(of: Sheet, ballots: list[str]) -> None:
    assert all(len(one) <= len(grammar.longest(of)) for one in ballots)
    assert all(grammar.is_ballot(of, one) for one in ballots)


def test_the_longest_ballot_there_can_be_fits_into_its_column() -> None:
    options = coded([(code, 1) for code in CODES])
    longest = [
        grammar.longest(Sheet(method, options, must_fit(method, options, given)))
        for method, given in {
            "score": {"highest": 10},
            "stv": {},
            "dots": {"dots": 20},
            "approval": {},
        }.items()
    ]
    assert len(options) == MOST
    assert max(map(len, longest)) <= 400


def test_a_plain_poll_has_no_sheet_and_a_kept_one_is_read_back() -> None:
    assert sheet_of("yes_no_abstain", "[]", "{}") is None
    kept = sheet_of("score", SCORE.options_text(), SCORE.parameters_text())
    assert kept == SCORE
