"""DOT, OST-5 to OST-7: five dots each, a ranking, never a decision."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.voting.count import dots
from council.voting.count.counted import IN

if TYPE_CHECKING:
    from collections.abc import Callable

    from council.voting.count.counted import Counted

TOPICS = ("电梯", "停车", "食堂", "晒场")
# 46 people placed all five, one placed two, one none: 232 of 240.
EVENING = (((0, 0, 0, 1, 1), 20), ((1, 1, 2, 2, 2), 16), ((0, 1, 2, 3, 3), 10), ((0, 2), 1))

# Rule, what it is about, ballots, parameters → dots, ranks, spent, unused, faults.
CASES: list[tuple[str, str, Any, dict[str, Any], list[int], list[int], int, int, Any]] = [
    (
        "OST-5",
        "48 people, 232 spent, 8 unused",
        EVENING,
        {},
        [71, 82, 59, 20],
        [2, 1, 3, 4],
        232,
        8,
        {},
    ),
    ("OST-5", "all 240", (((0, 0, 0, 0, 0), 48),), {}, [240, 0, 0, 0], [1, 2, 2, 2], 240, 0, {}),
    (
        "OST-5",
        "the 241st makes its ballot invalid",
        (((0,) * 5, 47), ((0,) * 6, 1)),
        {},
        [235, 0, 0, 0],
        [1, 2, 2, 2],
        235,
        5,
        {"too_many": 1},
    ),
    (
        "OST-5",
        "several on one topic",
        (((1, 1, 1), 2),),
        {},
        [0, 6, 0, 0],
        [2, 1, 2, 2],
        6,
        234,
        {},
    ),
    (
        "OST-5",
        "the switch max_per_topic",
        (((1, 1, 1), 2), ((1, 1), 1)),
        {"max_per_topic": 2},
        [0, 2, 0, 0],
        [2, 1, 2, 2],
        2,
        238,
        {"repeated": 2},
    ),
    (
        "OST-5",
        "another number of dots",
        (((1, 1, 1), 2), ((0,) * 4, 1)),
        {"dots_per_person": 3},
        [0, 6, 0, 0],
        [2, 1, 2, 2],
        6,
        138,
        {"too_many": 1},
    ),
    (
        "OST-5",
        "a topic that is not on the wall",
        (((4,), 2), ((0,), 1)),
        {},
        [1, 0, 0, 0],
        [1, 2, 2, 2],
        1,
        239,
        {"unknown": 2},
    ),
    (
        "OST-7",
        "ties by distinct people",
        (((0, 0), 1), ((1,), 2)),
        {},
        [2, 2, 0, 0],
        [2, 1, 3, 3],
        4,
        236,
        {},
    ),
    (
        "OST-7",
        "then equal rank",
        (((0, 1), 2), ((2,), 1)),
        {},
        [2, 2, 1, 0],
        [1, 1, 3, 4],
        5,
        235,
        {},
    ),
    (
        "OST-7",
        "dots come before people",
        (((0, 0, 0), 1), ((1,), 2)),
        {},
        [3, 2, 0, 0],
        [1, 2, 3, 3],
        5,
        235,
        {},
    ),
]


def differences(count: Callable[..., Counted]) -> list[str]:
    found = []
    for rule, name, ballots, parameters, values, *wanted in CASES:
        got = count(TOPICS, ballots, participants=48, **parameters)
        more = [got.more[key] for key in ("ranks", "spent", "unused", "faults")]
        rows = {row.option: row.value for row in got.stages[0].rows}
        if [rows[option] for option in range(4)] != values or more != wanted:
            found.append(f"{rule}: {name}: {rows} {more}")
    return found


def test_every_case_of_the_table() -> None:
    assert differences(dots.count) == []


def by_dots_alone(options: Any, ballots: Any, **parameters: Any) -> Counted:
    true = dots.count(options, ballots, **parameters)
    values = {row.option: row.value for row in true.stages[0].rows}
    ranks = [1 + sum(other > values[one] for other in values.values()) for one in range(4)]
    return replace(true, more={**true.more, "ranks": ranks})


def cut_short(options: Any, ballots: Any, **parameters: Any) -> Counted:
    """Dots over the limit are dropped, and the rest of the ballot counts."""
    most = parameters.get("dots_per_person", 5)
    short = tuple((one[:most], alike) for one, alike in ballots)
    return dots.count(options, short, **parameters)


def one_each(options: Any, ballots: Any, **parameters: Any) -> Counted:
    once = tuple((tuple(sorted(set(one))), alike) for one, alike in ballots)
    return dots.count(options, once, **parameters)


@pytest.mark.parametrize("broken", [by_dots_alone, cut_short, one_each])
def test_the_table_catches_a_broken_count(broken: Callable[..., Counted]) -> None:
    assert differences(broken) != []


def test_ost_5_nobody_can_spend_the_241st() -> None:
    full = (((0, 1, 2, 3, 0), 48),)
    assert dots.count(TOPICS, full, participants=48).more["unused"] == 0
    with pytest.raises(ValueError, match="48 people"):
        dots.count(TOPICS, (*full, ((0,), 1)), participants=48)


def test_ost_5_an_invalid_ballot_is_one_of_those_who_were_given_dots() -> None:
    with pytest.raises(ValueError, match="2 people"):
        dots.count(TOPICS, (((0,), 2), ((0,) * 6, 1)), participants=2)


@pytest.mark.parametrize("parameters", [{"dots_per_person": 0}, {"max_per_topic": 0}])
def test_parameters_that_cannot_be_meant_are_refused(parameters: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="limits"):
        dots.count(TOPICS, (), participants=1, **parameters)


def test_dot_a_ranking_never_decides() -> None:
    found = dots.count(TOPICS, EVENING, participants=48)
    assert (found.chosen, found.more["decision"], found.stages[0].threshold) == ((), False, None)
    assert {row.state for row in found.stages[0].rows} == {IN}
    assert [row.option for row in found.stages[0].rows] == [1, 0, 2, 3]


def test_ost_6_the_result_says_how_many_people_and_not_who() -> None:
    assert dots.count(TOPICS, EVENING, participants=48).more["people"] == [31, 46, 27, 10]


def test_ost_7_a_tie_says_what_put_one_of_them_first() -> None:
    ballots = (((0, 0), 1), ((1,), 2), ((2, 3), 1))
    found = dots.count(TOPICS, ballots, participants=48)
    assert [(tie.options, tie.taken, tie.by) for tie in found.ties] == [
        ((1, 0), (1,), "people"),
        ((2, 3), (), "rank"),
    ]


ballot = st.lists(st.integers(0, 4), max_size=6).map(tuple)
piles = st.lists(st.tuples(ballot, st.integers(1, 4)), max_size=8).map(tuple)
limits = st.sampled_from([None, 1, 2])


@given(piles, st.permutations(range(8)), limits)
def test_the_order_of_ballots_changes_nothing(
    ballots: Any, order: list[int], limit: int | None
) -> None:
    turned = tuple(ballots[place] for place in order if place < len(ballots))
    rule: dict[str, Any] = {"participants": 32, "max_per_topic": limit}
    assert dots.count(TOPICS, ballots, **rule) == dots.count(TOPICS, turned, **rule)


@given(piles, st.permutations(range(4)), limits)
def test_other_numbers_for_the_topics_permute_the_ranks(
    ballots: Any, order: list[int], limit: int | None
) -> None:
    places = {option: order.index(option) for option in range(4)}
    renamed = tuple((tuple(places.get(one, one) for one in b), alike) for b, alike in ballots)
    rule: dict[str, Any] = {"participants": 32, "max_per_topic": limit}
    first = dots.count(TOPICS, ballots, **rule).more
    second = dots.count(tuple(TOPICS[one] for one in order), renamed, **rule).more
    for key in ("ranks", "people"):
        assert [first[key][one] for one in order] == second[key]


@given(piles, limits)
def test_no_more_is_spent_than_was_given(ballots: Any, limit: int | None) -> None:
    found = dots.count(TOPICS, ballots, participants=32, max_per_topic=limit)
    assert found.more["spent"] == sum(row.value for row in found.stages[0].rows)
    assert 0 <= found.more["spent"] <= 5 * found.ballots
    assert found.more["spent"] + found.more["unused"] == 160
    assert found.ballots + found.invalid == sum(alike for _, alike in ballots)
