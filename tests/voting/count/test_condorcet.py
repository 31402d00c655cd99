"""Duels by hand, a cycle, and a city where instant runoff chose another."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from council.voting.count import condorcet, irv
from council.voting.count.condorcet import pairwise, smith, winner
from council.voting.count.counted import CHOSEN, IN, OUT

A, B, C, D = range(4)
CYCLE = ((((A,), (B,), (C,)), 3), (((B,), (C,), (A,)), 2), (((C,), (A,), (B,)), 2))


def test_a_named_option_stands_before_all_that_are_not() -> None:
    assert pairwise(3, ((((B,), (A,)), 2), (((C,),), 1)), range(3)) == (
        (0, 0, 2),
        (2, 0, 2),
        (1, 1, 0),
    )


def test_equal_ranks_put_neither_first_and_skipped_ranks_change_nothing() -> None:
    assert pairwise(3, ((((), (A, B), (), (C,)), 1),), range(3)) == (
        (0, 0, 1),
        (0, 0, 1),
        (0, 0, 0),
    )


def test_the_first_rank_counts_where_an_option_is_named_twice() -> None:
    assert pairwise(2, ((((B,), (A,), (B,)), 1),), range(2)) == ((0, 0), (1, 0))


def test_a_cycle_has_no_winner_and_all_are_in_the_smith_set() -> None:
    counted = condorcet.count("ABC", CYCLE)
    assert counted.more == {
        "matrix": [[0, 5, 3], [2, 0, 5], [4, 2, 0]],
        "winner": None,
        "smith": [A, B, C],
    }
    assert counted.chosen == ()


def test_the_smith_set_leaves_out_whoever_loses_to_all_of_the_cycle() -> None:
    last = tuple(((*ranking, (D,)), many) for ranking, many in CYCLE)
    counted = condorcet.count("ABCD", last)
    assert counted.more["smith"] == [A, B, C]
    assert [row.value for row in counted.stages[0].rows] == [2, 2, 2, 0]


def test_a_duel_without_a_winner_keeps_both_in_the_set() -> None:
    counted = condorcet.count("AB", ((((A,),), 2), (((B,),), 2)))
    assert (counted.more["winner"], counted.more["smith"]) == (None, [A, B])


def test_a_withdrawn_option_takes_part_in_no_duel() -> None:
    counted = condorcet.count(
        "ABC", ((((C,), (A,)), 3), (((B,),), 2), (((C,),), 4)), withdrawn=(C,)
    )
    assert (counted.ballots, counted.invalid, counted.chosen) == (5, 4, (A,))
    assert counted.more["matrix"] == [[0, 3, 0], [2, 0, 0], [0, 0, 0]]
    assert [row.state for row in counted.stages[0].rows] == [CHOSEN, IN, OUT]


def test_without_a_ballot_nobody_wins() -> None:
    assert condorcet.count("AB", ()).chosen == ()
    assert condorcet.count("A", ()).chosen == ()
    assert condorcet.count("A", ((((A,),), 1),)).chosen == (A,)


def test_burlington_2009_as_published() -> None:
    """The mayor of Burlington, once all but three were out; ballots and duels as printed.

    Gierzynski, Hamilton and Smith, "Burlington Vermont 2009 IRV mayoral election": Montroll beats
    Kiss by 4067 to 3477 and Wright by 4597 to 3668, Kiss beats Wright by 4314 to 4064. Kiss was
    elected. (The official last round, 4313 to 4061, leaves out a few ballots with equal ranks.)
    """
    kiss, montroll, wright = range(3)
    profile = (
        (((montroll,), (kiss,), (wright,)), 1332),
        (((montroll,), (wright,), (kiss,)), 767),
        (((montroll,),), 455),
        (((kiss,), (montroll,), (wright,)), 2043),
        (((kiss,), (wright,), (montroll,)), 371),
        (((kiss,),), 568),
        (((wright,), (montroll,), (kiss,)), 1513),
        (((wright,), (kiss,), (montroll,)), 495),
        (((wright,),), 1289),
    )
    duels = condorcet.count(("Kiss", "Montroll", "Wright"), profile)
    assert duels.more["matrix"] == [[0, 3477, 4314], [4067, 0, 4597], [4064, 3668, 0]]
    assert (duels.chosen, duels.more["smith"]) == ((montroll,), [montroll])
    runoff = irv.count(("Kiss", "Montroll", "Wright"), profile)
    assert [[row.value for row in stage.rows] for stage in runoff.stages] == [
        [2982, 2554, 3297],
        [4314, 0, 4064],
    ]
    assert runoff.chosen == (kiss,)


SIZE = 5
MATRIX = st.lists(
    st.lists(st.integers(0, 3), min_size=SIZE, max_size=SIZE).map(tuple),
    min_size=SIZE,
    max_size=SIZE,
).map(tuple)


@given(MATRIX)
def test_the_smith_set_is_the_smallest_that_beats_all_outside(
    matrix: tuple[tuple[int, ...], ...],
) -> None:
    def beats_all_outside(members: set[int]) -> bool:
        outside = set(range(SIZE)) - members
        return all(matrix[one][other] > matrix[other][one] for one in members for other in outside)

    candidates = [{one for one in range(SIZE) if bits >> one & 1} for bits in range(1, 1 << SIZE)]
    smallest = min((some for some in candidates if beats_all_outside(some)), key=len)
    assert set(smith(matrix, range(SIZE))) == smallest
    best = winner(matrix, range(SIZE))
    assert (best is not None) == (len(smallest) == 1)
