"""Approval: as many options as one likes, an empty ballot too."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.meetings.shares import MORE_THAN_HALF, TWO_THIRDS
from council.voting.count import approval

if TYPE_CHECKING:
    from collections.abc import Callable

    from council.voting.count.counted import Counted

NAMES = ("A", "B", "C")

# What it is about, ballots, parameters → values, chosen, valid, invalid.
CASES: list[tuple[str, Any, dict[str, Any], list[int], tuple[int, ...], int, int]] = [
    ("all of them may be approved", (((0, 1, 2), 2), ((1,), 1)), {}, [2, 3, 2], (1,), 3, 0),
    ("an empty ballot is valid", (((), 4), ((0,), 1)), {}, [1, 0, 0], (0,), 5, 0),
    (
        "an empty ballot is in the base",
        (((), 1), ((0,), 2)),
        {"threshold": TWO_THIRDS},
        [2, 0, 0],
        (0,),
        3,
        0,
    ),
    (
        "one more empty ballot, and two are too few",
        (((), 2), ((0,), 2)),
        {"threshold": TWO_THIRDS},
        [2, 0, 0],
        (),
        4,
        0,
    ),
    ("twice the same is invalid", (((0, 0), 2), ((1,), 1)), {}, [0, 1, 0], (1,), 1, 2),
    ("not on the paper is invalid", (((0, 3), 2), ((1,), 1)), {}, [0, 1, 0], (1,), 1, 2),
    ("equal ones for one seat leave it open", (((0, 1), 3),), {}, [3, 3, 0], (), 3, 0),
    (
        "equal ones go by the order",
        (((0, 1), 3),),
        {"ties": "order", "order": (2, 1, 0)},
        [3, 3, 0],
        (1,),
        3,
        0,
    ),
    (
        "the order passes over who is not equal",
        (((0, 1), 3), ((0,), 1)),
        {"ties": "order", "order": (2, 1, 0)},
        [4, 3, 0],
        (0,),
        4,
        0,
    ),
]


def differences(count: Callable[..., Counted]) -> list[str]:
    found = []
    for name, ballots, parameters, values, chosen, valid, invalid in CASES:
        got = count(NAMES, ballots, **parameters)
        facts = ([row.value for row in got.stages[0].rows], got.chosen, got.ballots, got.invalid)
        if facts != (values, chosen, valid, invalid):
            found.append(f"{name}: {facts}")
    return found


def test_every_case_of_the_table() -> None:
    assert differences(approval.count) == []


def without_empty(options: Any, ballots: Any, **parameters: Any) -> Counted:
    return approval.count(options, tuple(pile for pile in ballots if pile[0]), **parameters)


def merged(options: Any, ballots: Any, **parameters: Any) -> Counted:
    """An option named twice is quietly taken as once."""
    once = tuple((tuple(sorted(set(one))), alike) for one, alike in ballots)
    return approval.count(options, once, **parameters)


@pytest.mark.parametrize("broken", [without_empty, merged])
def test_the_table_catches_a_broken_count(broken: Callable[..., Counted]) -> None:
    assert differences(broken) != []


def test_an_approval_of_half_of_all_is_not_more_than_half() -> None:
    found = approval.count(NAMES, (((0,), 5), ((1,), 5)), seats=2, threshold=MORE_THAN_HALF)
    assert (found.chosen, found.stages[0].threshold) == ((), 6)
    assert found.parameters["threshold"] == {"num": 1, "den": 2, "strict": True}


ballot = st.lists(st.integers(0, 3), max_size=4).map(tuple)
piles = st.lists(st.tuples(ballot, st.integers(1, 4)), max_size=8).map(tuple)


@given(piles, st.permutations(range(8)), st.integers(1, 3))
def test_the_order_of_ballots_changes_nothing(ballots: Any, order: list[int], seats: int) -> None:
    turned = tuple(ballots[place] for place in order if place < len(ballots))
    assert approval.count(NAMES, ballots, seats=seats) == approval.count(NAMES, turned, seats=seats)


@given(piles, st.permutations(range(3)), st.integers(1, 3))
def test_other_numbers_for_the_options_permute_the_result(
    ballots: Any, order: list[int], seats: int
) -> None:
    places = {option: order.index(option) for option in range(3)}
    renamed = tuple((tuple(places.get(one, one) for one in b), alike) for b, alike in ballots)
    first = approval.count(NAMES, ballots, seats=seats)
    second = approval.count(tuple(NAMES[one] for one in order), renamed, seats=seats)
    assert {places[one] for one in first.chosen} == set(second.chosen)
    for row in first.stages[0].rows:
        assert replace(second.stages[0].rows[places[row.option]], option=row.option) == row


@given(piles, st.integers(0, 2), st.integers(1, 3))
def test_one_more_ballot_for_an_option_never_harms_it(
    ballots: Any, option: int, seats: int
) -> None:
    share = MORE_THAN_HALF
    before = approval.count(NAMES, ballots, seats=seats, threshold=share)
    after = approval.count(NAMES, (*ballots, ((option,), 1)), seats=seats, threshold=share)
    assert after.stages[0].rows[option].value == before.stages[0].rows[option].value + 1
    assert option not in before.chosen or option in after.chosen
