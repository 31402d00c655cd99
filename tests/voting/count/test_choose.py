"""Choose k of n: limits of the ballot, the threshold, and ties at the last seat."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.meetings.shares import MORE_THAN_HALF, Share
from council.voting.count import choose
from council.voting.count.counted import CHOSEN, IN, OUT

if TYPE_CHECKING:
    from collections.abc import Callable

    from council.voting.count.counted import Counted

NAMES = ("A", "B", "C", "D")
HALF = Share(1, 2, strict=False)

# What it is about, ballots, parameters → chosen, valid, why invalid, left open.
CASES: list[tuple[str, Any, dict[str, Any], tuple[int, ...], int, dict[str, int], int]] = [
    ("most chosen win", (((0, 1), 3), ((1, 2), 2)), {"seats": 2}, (1, 0), 5, {}, 0),
    (
        "too many and too few are invalid and counted",
        (((0,), 2), ((0, 1, 2), 3), ((), 4)),
        {"maximum": 2},
        (0,),
        2,
        {"too_few": 4, "too_many": 3},
        0,
    ),
    (
        "the same option twice is invalid",
        (((0, 0), 3), ((1,), 1)),
        {"maximum": 2},
        (1,),
        1,
        {"repeated": 3},
        0,
    ),
    (
        "an option that is not on the paper is invalid",
        (((9,), 1), ((-1,), 2), ((2,), 1)),
        {},
        (2,),
        1,
        {"unknown": 3},
        0,
    ),
    (
        "a minimum of none admits an empty ballot",
        (((), 2), ((1,), 1)),
        {"minimum": 0},
        (1,),
        3,
        {},
        0,
    ),
    ("a tie at the last seat leaves it open", (((0,), 2), ((1,), 2)), {}, (), 4, {}, 1),
    (
        "a tie above the last seat is none",
        (((0,), 2), ((1,), 2), ((2,), 1)),
        {"seats": 2, "maximum": 1},
        (0, 1),
        5,
        {},
        0,
    ),
    (
        "three equal for the last two seats leave both open",
        (((3,), 5), ((0,), 2), ((1,), 2), ((2,), 2)),
        {"seats": 3, "maximum": 1},
        (3,),
        11,
        {},
        2,
    ),
    (
        "a published order breaks the tie",
        (((0,), 2), ((1,), 2)),
        {"ties": "order", "order": (3, 1, 0, 2)},
        (1,),
        4,
        {},
        0,
    ),
    (
        "an order without the rule for it breaks nothing",
        (((0,), 2), ((1,), 2)),
        {"order": (3, 1, 0, 2)},
        (),
        4,
        {},
        1,
    ),
    (
        "exactly half is not more than half",
        (((0,), 2), ((1,), 1), ((2,), 1)),
        {"threshold": MORE_THAN_HALF},
        (),
        4,
        {},
        1,
    ),
    (
        "exactly half is at least half",
        (((0,), 2), ((1,), 1), ((2,), 1)),
        {"threshold": HALF},
        (0,),
        4,
        {},
        0,
    ),
    (
        "invalid ballots are not in the base of the threshold",
        (((0,), 3), ((1,), 2), ((), 9)),
        {"threshold": MORE_THAN_HALF},
        (0,),
        5,
        {"too_few": 9},
        0,
    ),
    ("nobody wins with no vote", (((0,), 1),), {"seats": 3, "maximum": 1}, (0,), 1, {}, 2),
    ("no ballot at all", (), {"seats": 2, "threshold": HALF}, (), 0, {}, 2),
]


def differences(count: Callable[..., Counted]) -> list[str]:
    """The cases that come out otherwise than they should."""
    found = []
    for name, ballots, parameters, chosen, valid, faults, left in CASES:
        got = count(NAMES, ballots, **parameters)
        facts = (got.chosen, got.ballots, got.invalid, got.more["faults"], got.more["open_seats"])
        if facts != (chosen, valid, sum(faults.values()), faults, left):
            found.append(f"{name}: {facts}")
    return found


def test_every_case_of_the_table() -> None:
    assert differences(choose.count) == []


def without_invalid(options: Any, ballots: Any, **parameters: Any) -> Counted:
    kept = tuple(pile for pile in ballots if 1 <= len(set(pile[0])) <= 2)
    return choose.count(options, kept, **parameters)


def paper_order(options: Any, ballots: Any, **parameters: Any) -> Counted:
    """Whoever stands first on the paper wins a tie."""
    return choose.count(options, ballots, **{**parameters, "ties": "order", "order": (0, 1, 2, 3)})


def at_least(options: Any, ballots: Any, **parameters: Any) -> Counted:
    share = parameters.pop("threshold", None)
    share = share and replace(share, strict=False)
    return choose.count(options, ballots, threshold=share, **parameters)


@pytest.mark.parametrize("broken", [without_invalid, paper_order, at_least])
def test_the_table_catches_a_broken_count(broken: Callable[..., Counted]) -> None:
    assert differences(broken) != []


def test_a_tie_is_reported_with_its_options_and_how_it_ended() -> None:
    ballots = (((3,), 5), ((0,), 2), ((1,), 2), ((2,), 1))
    found = choose.count(NAMES, ballots, seats=2, maximum=1)
    assert [(tie.options, tie.taken, tie.by) for tie in found.ties] == [((0, 1), (), "open")]
    assert [row.state for row in found.stages[0].rows] == [IN, IN, OUT, CHOSEN]
    assert [row.why for row in found.stages[0].rows] == ["tie.open", "tie.open", "", ""]
    found = choose.count(NAMES, ballots, seats=2, maximum=1, ties="order", order=(1, 0, 2, 3))
    assert [(tie.options, tie.taken, tie.by) for tie in found.ties] == [((0, 1), (1,), "order")]
    assert found.chosen == (3, 1)


def test_the_stage_names_what_had_to_be_reached_and_who_missed_it() -> None:
    found = choose.count(NAMES, (((0,), 4), ((1,), 3)), seats=2, threshold=MORE_THAN_HALF)
    assert found.stages[0].threshold == 4
    assert [row.why for row in found.stages[0].rows] == [
        "",
        "threshold.missed",
        "choice.none",
        "choice.none",
    ]


@pytest.mark.parametrize(
    "parameters",
    [
        {"seats": 0},
        {"minimum": 3, "maximum": 2},
        {"minimum": -1},
        {"maximum": 0, "minimum": 0},
        {"ties": "order"},
        {"ties": "lot"},
        {"order": (0, 1)},
        {"order": (0, 0, 1, 2)},
    ],
)
def test_parameters_that_cannot_be_meant_are_refused(parameters: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        choose.count(NAMES, (), **parameters)


def test_a_pile_of_no_ballots_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        choose.count(NAMES, (((0,), 0),))


options = st.integers(0, 4)
ballot = st.lists(options, max_size=4).map(tuple)
piles = st.lists(st.tuples(ballot, st.integers(1, 4)), max_size=8).map(tuple)
shares = st.sampled_from([None, MORE_THAN_HALF, HALF, Share(1, 3, strict=True)])


@given(piles, st.randoms(), shares, st.integers(1, 4))
def test_the_order_of_ballots_and_how_they_are_piled_change_nothing(
    ballots: Any, random: Any, share: Share | None, seats: int
) -> None:
    single = [(one, 1) for one, alike in ballots for _ in range(alike)]
    random.shuffle(single)
    first = choose.count(NAMES, ballots, seats=seats, threshold=share)
    assert first == choose.count(NAMES, tuple(single), seats=seats, threshold=share)
    assert first.ballots + first.invalid == len(single)


@given(piles, st.permutations(range(4)), shares, st.integers(1, 4))
def test_other_numbers_for_the_options_permute_the_result(
    ballots: Any, order: list[int], share: Share | None, seats: int
) -> None:
    places = {option: order.index(option) for option in range(4)}
    renamed = tuple((tuple(places.get(one, one) for one in b), alike) for b, alike in ballots)
    first = choose.count(NAMES, ballots, seats=seats, threshold=share)
    names = tuple(NAMES[option] for option in order)
    second = choose.count(names, renamed, seats=seats, threshold=share)
    assert {first.options[one] for one in first.chosen} == {names[one] for one in second.chosen}
    rows = second.stages[0].rows
    for row in first.stages[0].rows:
        assert replace(rows[places[row.option]], option=row.option) == row


@given(piles, st.integers(0, 3), shares, st.integers(1, 4))
def test_one_more_ballot_for_an_option_never_harms_it(
    ballots: Any, option: int, share: Share | None, seats: int
) -> None:
    before = choose.count(NAMES, ballots, seats=seats, maximum=4, threshold=share)
    more = (*ballots, ((option,), 1))
    after = choose.count(NAMES, more, seats=seats, maximum=4, threshold=share)
    assert after.stages[0].rows[option].value == before.stages[0].rows[option].value + 1
    assert option not in before.chosen or option in after.chosen
