"""Instant runoff by hand: ties, overvotes, skipped ranks; and one published count."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from council.voting.count import irv
from council.voting.count.counted import CHOSEN, IN, OUT, TieBreak
from council.voting.count.ranked import Reading

if TYPE_CHECKING:
    from council.voting.count.counted import Counted
    from council.voting.count.ranked import Profile, Ranking

A, B, C, D = range(4)


def ballots(*rows: str) -> Profile:
    """`3 A-(BC)`: three ballots alike, a skipped second rank, two options at the third."""
    found = []
    for row in rows:
        many, _, marks = row.partition(" ")
        ranks = re.findall(r"\([A-Z]+\)|[A-Z]|-", marks)
        ranking = tuple(tuple(ord(x) - ord("A") for x in rank if x.isalpha()) for rank in ranks)
        found.append((ranking, int(many)))
    return tuple(found)


def values(counted: Counted) -> list[tuple[int, ...]]:
    return [tuple(int(row.value) for row in stage.rows) for stage in counted.stages]


def exhausted(counted: Counted) -> list[int]:
    return [int(stage.exhausted) for stage in counted.stages]


def test_more_than_half_at_first_ends_the_count() -> None:
    counted = irv.count("ABC", ballots("6 AB", "3 BA", "2 CB"))
    assert counted.chosen == (A,)
    assert values(counted) == [(6, 3, 2)]
    assert counted.stages[0].threshold == 6
    assert [row.state for row in counted.stages[0].rows] == [CHOSEN, IN, IN]


def test_exactly_half_is_not_more_than_half() -> None:
    counted = irv.count("ABC", ballots("5 A", "3 B", "2 CB"))
    assert counted.stages[0].threshold == 6
    assert values(counted)[:2] == [(5, 3, 2), (5, 5, 0)]


def test_the_ballots_of_the_last_one_move_to_their_next_preference() -> None:
    counted = irv.count("ABCD", ballots("42 ABCD", "26 BCDA", "15 CDBA", "17 DCBA"))
    assert counted.chosen == (D,)
    assert values(counted) == [(42, 26, 15, 17), (42, 26, 0, 32), (42, 0, 0, 58)]
    assert [(stage.what, stage.about) for stage in counted.stages] == [
        ("first", ()),
        ("excluded", (C,)),
        ("excluded", (B,)),
    ]
    assert [row.change for row in counted.stages[2].rows] == [0, -26, 0, 26]
    assert [row.state for row in counted.stages[2].rows] == [IN, OUT, OUT, CHOSEN]


def test_half_is_of_the_ballots_that_still_count() -> None:
    counted = irv.count("ABC", ballots("5 A", "4 B", "3 C"))
    assert counted.chosen == (A,)
    assert values(counted) == [(5, 4, 3), (5, 4, 0)]
    assert exhausted(counted) == [0, 3]
    assert [stage.threshold for stage in counted.stages] == [7, 5]


def test_an_overvote_ends_the_ballot_for_good_where_two_of_it_stand() -> None:
    # At the second stage the first rank of two ballots names A alone, who would win by them.
    counted = irv.count("ABC", ballots("2 (AC)A", "4 A", "5 B", "1 CA"))
    assert values(counted) == [(4, 5, 1), (5, 5, 0), (0, 5, 0)]
    assert counted.chosen == (B,)
    assert exhausted(counted) == [2, 2, 7]
    assert counted.ballots == 12
    assert counted.invalid == 0


def test_an_overvote_counts_for_the_single_one_left_standing() -> None:
    counted = irv.count("ABCD", ballots("4 A", "5 B", "3 C(AD)B", "1 DB"))
    assert values(counted) == [(4, 5, 3, 1), (4, 6, 3, 0), (7, 6, 0, 0)]
    assert counted.chosen == (A,)


def test_an_overvote_of_several_who_stand_ends_a_ballot_that_comes_to_it() -> None:
    counted = irv.count("ABC", ballots("4 A", "5 B", "3 C(AB)A"))
    assert values(counted) == [(4, 5, 3), (4, 5, 0)]
    assert exhausted(counted) == [0, 3]


def test_an_overvote_can_be_passed_over() -> None:
    counted = irv.count("ABC", ballots("4 A", "5 B", "3 C(AB)A"), overvote="skip")
    assert values(counted) == [(4, 5, 3), (7, 5, 0)]
    assert exhausted(counted) == [0, 0]


def test_one_option_twice_at_a_rank_is_no_overvote() -> None:
    assert Reading().next(((A, A),), {A, B}) == A


@pytest.mark.parametrize(
    ("marks", "skips", "wanted"),
    [
        ("-A", "skip", A),
        ("----A", "skip", A),
        ("-A", "exhaust_after_two", A),
        ("-C-A", "exhaust_after_two", A),  # an option that is gone is not an empty rank
        ("C--A", "exhaust_after_two", None),
        ("--A", "exhaust_after_two", None),
        ("-A", "exhaust", None),
        ("CA", "exhaust", A),
        ("C-A", "exhaust", None),
    ],
)
def test_skipped_ranks_end_a_ballot_as_the_rule_says(
    marks: str, skips: str, wanted: int | None
) -> None:
    ((ranking, _),) = ballots(f"1 {marks}")
    assert Reading(skips=skips).next(ranking, {A, B}) == wanted


def test_a_tie_is_broken_by_the_latest_stage_where_they_differ() -> None:
    # B and C are equal at the third stage; at the second B had more, at the first C.
    profile = ballots("9 A", "4 B", "5 C", "3 DB", "2 EC", "1 EA")
    counted = irv.count("ABCDE", profile)
    assert values(counted)[:3] == [(9, 4, 5, 3, 3), (10, 4, 7, 3, 0), (10, 7, 7, 0, 0)]
    # E and D were equal at first: nothing earlier parts them, so the last on the paper went.
    assert counted.ties == (
        TieBreak(1, (3, 4), (4,), "order"),
        TieBreak(3, (1, 2), (1,), "history"),
    )


def test_the_first_of_the_order_wins_a_tie_and_the_last_goes_out() -> None:
    profile = ballots("3 A", "2 BA", "2 CA")
    assert irv.count("ABC", profile).stages[1].about == (C,)
    counted = irv.count("ABC", profile, order=(A, C, B))
    assert counted.stages[1].about == (B,)
    assert counted.ties == (TieBreak(1, (B, C), (B,), "order"),)
    assert counted.parameters["order"] == [A, C, B]


def test_history_may_part_some_and_the_order_the_rest() -> None:
    # B, C and D are equal at the second stage. At the first B had one more.
    profile = ballots("9 A", "3 B", "2 C", "2 D", "1 EC", "1 ED")
    counted = irv.count("ABCDE", profile)
    assert values(counted)[:2] == [(9, 3, 2, 2, 2), (9, 3, 3, 3, 0)]
    assert counted.ties[1:3] == (
        TieBreak(2, (B, C, D), (C, D), "history"),
        TieBreak(2, (C, D), (D,), "order"),
    )


def test_two_who_are_equal_at_the_end_are_parted_too() -> None:
    counted = irv.count("AB", ballots("3 A", "3 B"))
    assert counted.chosen == (A,)
    assert counted.ties == (TieBreak(1, (A, B), (B,), "order"),)
    assert irv.count("AB", ballots("3 A", "3 B"), order=(B, A)).chosen == (B,)


def test_until_two_goes_on_although_one_has_more_than_half() -> None:
    counted = irv.count("ABC", ballots("6 A", "3 B", "2 CB"), until="two")
    assert values(counted) == [(6, 3, 2), (6, 5, 0)]
    assert counted.chosen == (A,)


def test_a_batch_that_cannot_catch_up_goes_out_at_once() -> None:
    profile = ballots("10 A", "9 B", "3 CA", "2 DB", "1 EC")
    counted = irv.count("ABCDE", profile, batch=True)
    assert values(counted) == [(10, 9, 3, 2, 1), (13, 11, 0, 0, 0)]
    assert counted.stages[1].about == (C, D, 4)
    assert irv.count("ABCDE", profile).chosen == counted.chosen


def test_a_batch_that_could_just_catch_up_stays() -> None:
    assert irv.last_group({A: 10, B: 6, C: 3, D: 3}) == ()
    assert irv.last_group({A: 10, B: 7, C: 4, D: 2}) == (C, D)
    assert irv.last_group({A: 10, B: 7, C: 5, D: 2}) == (D,)


def test_a_ballot_that_names_nobody_to_vote_for_is_invalid() -> None:
    counted = irv.count("ABC", ballots("3 A", "2 --", "1 C", "4 CB"), withdrawn=(C,))
    assert (counted.ballots, counted.invalid) == (7, 3)
    assert values(counted) == [(3, 4, 0)]
    assert (counted.stages[0].rows[C].state, counted.stages[0].rows[C].why) == (OUT, "withdrawn")


@pytest.mark.parametrize("profile", [(), ballots("3 -"), ballots("2 (AB)")])
def test_without_a_ballot_that_counts_nobody_is_chosen(profile: Profile) -> None:
    counted = irv.count("AB", profile)
    assert counted.chosen == ()
    assert len(counted.stages) == 1


def test_what_is_not_known_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown end"):
        irv.count("AB", (), until="three")
    with pytest.raises(ValueError, match="unknown reading"):
        irv.count("AB", (), overvote="split")
    with pytest.raises(ValueError, match="order"):
        irv.count("AB", (), order=(0, 0))
    with pytest.raises(ValueError, match="withdrawn"):
        irv.count("AB", (), withdrawn=(2,))
    with pytest.raises(ValueError, match="negative"):
        irv.count("AB", ((((0,),), -1),))


def test_alaska_2022_as_published() -> None:
    """The special election of August 2022, by the count of the 31st that the press printed.

    Begich 53,756, Palin 58,945, Peltola 75,761; then Palin 85,987, Peltola 91,206, 11,222
    exhausted, and 47 that gave two candidates the same rank. Ranks that were never read are left
    out.
    """
    profile = ballots("75761 C", "58945 B", "15445 AC", "27042 AB", "11222 A", "47 A(BC)")
    counted = irv.count(("Begich", "Palin", "Peltola"), profile)
    assert values(counted) == [(53_756, 58_945, 75_761), (0, 85_987, 91_206)]
    assert exhausted(counted) == [0, 11_222 + 47]
    assert counted.options[counted.chosen[0]] == "Peltola"


RANK = st.lists(st.integers(0, 4), max_size=3).map(tuple)
RANKING: st.SearchStrategy[Ranking] = st.lists(RANK, max_size=6).map(tuple)
PROFILE: st.SearchStrategy[Profile] = st.lists(
    st.tuples(RANKING, st.integers(0, 5)), max_size=15
).map(tuple)


@settings(deadline=None)
@given(
    PROFILE,
    st.tuples(
        st.sampled_from(["exhaust", "skip"]),
        st.sampled_from(["skip", "exhaust_after_two", "exhaust"]),
        st.sampled_from(["majority", "two"]),
        st.booleans(),
    ),
    st.permutations(range(5)),
)
def test_no_ballot_is_lost_or_doubled_at_any_stage(
    profile: Profile, rules: tuple[str, str, str, bool], order: list[int]
) -> None:
    overvote, skips, until, batch = rules
    counted = irv.count(
        "ABCDE", profile, overvote=overvote, skips=skips, until=until, batch=batch, order=order
    )
    assert counted.ballots + counted.invalid == sum(many for _, many in profile)
    before = 0
    for stage in counted.stages:
        assert sum(row.value for row in stage.rows) + stage.exhausted == counted.ballots
        assert stage.exhausted >= before
        before = int(stage.exhausted)
    if counted.chosen:
        last = counted.stages[-1]
        assert 2 * last.rows[counted.chosen[0]].value > sum(row.value for row in last.rows)


PLAIN: st.SearchStrategy[Profile] = st.lists(
    st.tuples(
        st.permutations(range(5)).map(lambda ranks: tuple((one,) for one in ranks[:3])),
        st.integers(1, 9),
    ),
    min_size=1,
    max_size=12,
).map(tuple)


@settings(deadline=None)
@given(PLAIN)
def test_a_batch_changes_no_winner_where_no_tie_was_broken(profile: Profile) -> None:
    one_by_one = irv.count("ABCDE", profile)
    if not one_by_one.ties:
        assert irv.count("ABCDE", profile, batch=True).chosen == one_by_one.chosen
        assert irv.count("ABCDE", profile, until="two").chosen == one_by_one.chosen
