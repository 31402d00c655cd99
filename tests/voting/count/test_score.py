"""Scores: the range, sums and exact means, what a missing score is, and ties by top scores."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.voting.count import score
from council.voting.count.counted import CHOSEN, IN, OUT, Row, Stage
from council.voting.count.seats import fill

if TYPE_CHECKING:
    from collections.abc import Callable

    from council.voting.count.counted import Counted

NAMES = ("A", "B", "C")
MEAN = {"by": "mean"}
LOWEST = {"missing": "lowest"}

# What it is about, ballots, parameters → values, chosen, faults.
CASES: list[tuple[str, Any, dict[str, Any], list[Any], tuple[int, ...], dict[str, int]]] = [
    ("sums", (((5, 3, 0), 2), ((0, 4, 1), 3)), {}, [10, 18, 3], (1,), {}),
    ("a mean is exact", (((5, 4, 3), 1), ((4, 4, 3), 2)), MEAN, [Fraction(13, 3), 4, 3], (0,), {}),
    (
        "a third more is more",
        (((4, 4, 0), 2), ((4, 5, 0), 1)),
        MEAN,
        [4, Fraction(13, 3), 0],
        (1,),
        {},
    ),
    (
        "what is missing is not scored",
        (((None, 3, 3), 1), ((4, 3, 3), 1)),
        MEAN,
        [4, 3, 3],
        (0,),
        {},
    ),
    (
        "what is missing is the lowest",
        (((None, 3, 2), 1), ((4, 3, 2), 1)),
        {**MEAN, **LOWEST},
        [2, 3, 2],
        (1,),
        {},
    ),
    (
        "the lowest may be above nothing",
        (((None, 3, 3), 2),),
        {**LOWEST, "lowest": 1},
        [2, 6, 6],
        (),
        {},
    ),
    (
        "the range may lie on both sides of nothing",
        (((-2, 1, 0), 2),),
        {"lowest": -2, "highest": 2},
        [-4, 2, 0],
        (1,),
        {},
    ),
    (
        "outside of the range is invalid",
        (((6, 0, 0), 2), ((0, -1, 0), 1), ((0, 0, 1), 1)),
        {},
        [0, 0, 1],
        (2,),
        {"outside": 3},
    ),
    (
        "another length is invalid",
        (((1, 1), 2), ((1, 0, 0, 0), 1), ((0, 0, 1), 1)),
        {},
        [0, 0, 1],
        (2,),
        {"incomplete": 3},
    ),
    ("who has no score is not chosen", (((None, 0, 0), 1),), {"seats": 3}, [0, 0, 0], (1, 2), {}),
    ("an empty ballot is valid", (((None, None, None), 1),), {}, [0, 0, 0], (), {}),
    ("equal ones leave the seat open", (((5, 0, 0), 1), ((0, 5, 0), 1)), {}, [5, 5, 0], (), {}),
    (
        "more top scores go first",
        (((5, 3, 0), 1), ((1, 3, 0), 1)),
        {"ties": "top"},
        [6, 6, 0],
        (0,),
        {},
    ),
    (
        "equal top scores leave the seat open",
        (((5, 0, 0), 1), ((0, 5, 0), 1)),
        {"ties": "top"},
        [5, 5, 0],
        (),
        {},
    ),
    (
        "equal top scores go by the order",
        (((5, 0, 0), 1), ((0, 5, 0), 1)),
        {"ties": "top", "order": (2, 1, 0)},
        [5, 5, 0],
        (1,),
        {},
    ),
    (
        "the order alone",
        (((5, 3, 0), 1), ((1, 3, 0), 1)),
        {"ties": "order", "order": (2, 1, 0)},
        [6, 6, 0],
        (1,),
        {},
    ),
]


def differences(count: Callable[..., Counted]) -> list[str]:
    found = []
    for name, ballots, parameters, values, chosen, faults in CASES:
        got = count(NAMES, ballots, **parameters)
        facts = ([row.value for row in got.stages[0].rows], got.chosen, got.more["faults"])
        if facts != (values, chosen, faults) or got.invalid != sum(faults.values()):
            found.append(f"{name}: {facts}")
    return found


def test_every_case_of_the_table() -> None:
    assert differences(score.count) == []


def floored(options: Any, ballots: Any, **parameters: Any) -> Counted:
    """The mean by floor division."""
    true = score.count(options, ballots, **parameters)
    rows = tuple(Row(row.option, row.value // 1) for row in true.stages[0].rows)
    standing = [row.option for row in rows if true.more["scored"][row.option]]
    filled = fill(standing, parameters.get("seats", 1), [row.value for row in rows])
    return replace(true, stages=(Stage("count", rows),), chosen=filled.chosen)


def never_missing(options: Any, ballots: Any, **parameters: Any) -> Counted:
    return score.count(options, ballots, **{**parameters, "missing": "lowest"})


def clipped(options: Any, ballots: Any, **parameters: Any) -> Counted:
    """What lies outside is quietly moved to the edge."""
    low, high = parameters.get("lowest", 0), parameters.get("highest", 5)
    inside = tuple(
        (tuple(one if one is None else min(max(one, low), high) for one in scores), alike)
        for scores, alike in ballots
    )
    return score.count(options, inside, **parameters)


@pytest.mark.parametrize("broken", [floored, never_missing, clipped])
def test_the_table_catches_a_broken_count(broken: Callable[..., Counted]) -> None:
    assert differences(broken) != []


def test_the_floored_mean_is_caught_by_the_cases_of_the_mean() -> None:
    names = [line.split(":")[0] for line in differences(floored)]
    assert "a mean is exact" in names
    assert "a third more is more" in names


def test_a_tie_by_top_scores_is_reported_step_by_step() -> None:
    ballots = (((5, 5, 3), 1), ((1, 1, 3), 1))
    found = score.count(NAMES, ballots, ties="top", order=(1, 0, 2))
    assert [(tie.options, tie.taken, tie.by) for tie in found.ties] == [
        ((0, 1, 2), (), "top"),
        ((0, 1), (1,), "order"),
    ]
    found = score.count(NAMES, ballots, ties="top")
    assert [(tie.options, tie.taken, tie.by) for tie in found.ties] == [
        ((0, 1, 2), (), "top"),
        ((0, 1), (), "open"),
    ]
    assert [row.state for row in found.stages[0].rows] == [IN, IN, OUT]


def test_one_high_score_can_beat_a_hundred_good_ones_by_the_mean_alone() -> None:
    ballots = (((None, 4, 0), 100), ((5, 4, 0), 1))
    assert score.count(NAMES, ballots, by="mean").chosen == (0,)
    assert score.count(NAMES, ballots, by="mean", missing="lowest").chosen == (1,)
    assert score.count(NAMES, ballots).chosen == (1,)


def test_several_seats_go_to_the_highest() -> None:
    found = score.count(NAMES, (((1, 3, 2), 4),), seats=2)
    assert found.chosen == (1, 2)
    assert [row.state for row in found.stages[0].rows] == [OUT, CHOSEN, CHOSEN]
    assert (found.more["total"], found.more["scored"]) == ([4, 12, 8], [4, 4, 4])


@pytest.mark.parametrize(
    "parameters",
    [{"lowest": 5}, {"by": "median"}, {"missing": "mean"}, {"ties": "lot"}, {"ties": "order"}],
)
def test_parameters_that_cannot_be_meant_are_refused(parameters: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        score.count(NAMES, (), **parameters)


one_score = st.none() | st.integers(-1, 6)
ballot = st.tuples(one_score, one_score, one_score)
piles = st.lists(st.tuples(ballot, st.integers(1, 3)), max_size=7).map(tuple)
rules = st.fixed_dictionaries(
    {
        "by": st.sampled_from(["sum", "mean"]),
        "missing": st.sampled_from(["unscored", "lowest"]),
        "ties": st.sampled_from(["open", "top"]),
        "seats": st.integers(1, 3),
    }
)


@given(piles, st.permutations(range(7)), rules)
def test_the_order_of_ballots_changes_nothing(ballots: Any, order: list[int], rule: Any) -> None:
    turned = tuple(ballots[place] for place in order if place < len(ballots))
    assert score.count(NAMES, ballots, **rule) == score.count(NAMES, turned, **rule)


@given(piles, st.permutations(range(3)), rules)
def test_other_numbers_for_the_options_permute_the_result(
    ballots: Any, order: list[int], rule: Any
) -> None:
    renamed = tuple((tuple(scores[one] for one in order), alike) for scores, alike in ballots)
    first = score.count(NAMES, ballots, **rule)
    second = score.count(tuple(NAMES[one] for one in order), renamed, **rule)
    assert set(first.chosen) == {order[one] for one in second.chosen}
    for row in second.stages[0].rows:
        true = first.stages[0].rows[order[row.option]]
        assert replace(true, option=row.option) == row


@given(piles, st.integers(0, 2), rules)
def test_one_more_ballot_for_an_option_never_lowers_its_sum(
    ballots: Any, option: int, rule: Any
) -> None:
    rule = {**rule, "by": "sum"}
    best = tuple(5 if one == option else None for one in range(3))
    before = score.count(NAMES, ballots, **rule)
    after = score.count(NAMES, (*ballots, (best, 1)), **rule)
    assert after.stages[0].rows[option].value == before.stages[0].rows[option].value + 5
    assert option not in before.chosen or option in after.chosen


@given(piles, rules)
def test_no_value_is_ever_a_float(ballots: Any, rule: Any) -> None:
    values = [row.value for row in score.count(NAMES, ballots, **rule).stages[0].rows]
    assert all(isinstance(value, int | Fraction) for value in values)
