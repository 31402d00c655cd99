"""Scottish STV by hand, and two published counts."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from council.voting.count import ranked, stv
from council.voting.count.counted import CHOSEN, IN, TieBreak

if TYPE_CHECKING:
    from council.voting.count.counted import Counted, Number
    from council.voting.count.ranked import Profile, Ranking

A, B, C, D = range(4)


def ballots(*rows: str) -> Profile:
    """`3 AB`: three ballots alike, A first and B second."""
    pairs = [row.split(" ") for row in rows]
    return tuple(
        (tuple((ord(letter) - ord("A"),) for letter in marks), int(many)) for many, marks in pairs
    )


def printed(value: Number) -> str:
    """To five decimals, which is exact: everything is counted in units of 0.00001."""
    units = Fraction(value) * 100_000
    assert units.denominator == 1
    sign, units = ("-", -units) if units < 0 else ("", units)
    return f"{sign}{int(units) // 100_000}.{int(units) % 100_000:05}"


def table(counted: Counted) -> list[list[str]]:
    return [[printed(row.value) for row in stage.rows] for stage in counted.stages]


def rest(counted: Counted) -> list[tuple[str, str]]:
    """Exhausted and lost, stage by stage."""
    return [(printed(stage.exhausted), printed(stage.lost)) for stage in counted.stages]


CUT = ballots("14 AB", "4 AC", "3 A", "4 B", "2 CB", "4 C")


def test_a_surplus_moves_by_all_papers_each_cut_to_five_decimals() -> None:
    # 31 papers, quota 11; A passes on 10 of 21 votes: 0.476190… is cut to 0.47619.
    counted = stv.count("ABC", CUT, seats=2)
    assert counted.more["quota"] == 11
    assert table(counted) == [
        ["21.00000", "4.00000", "6.00000"],
        ["11.00000", "10.66666", "7.90476"],
        ["11.00000", "12.66666", "0.00000"],
    ]
    # Three papers at 0.47619 name nobody else; 0.00001 is cut off 21 papers. Then C's papers go.
    assert rest(counted) == [
        ("0.00000", "0.00000"),
        ("1.42857", "0.00001"),
        ("7.33333", "0.00001"),
    ]
    assert counted.chosen == (A, B)
    assert [(stage.what, stage.about) for stage in counted.stages] == [
        ("first", ()),
        ("surplus", (A,)),
        ("excluded", (C,)),
    ]
    assert [row.state for row in counted.stages[1].rows] == [CHOSEN, IN, IN]
    assert [printed(row.change) for row in counted.stages[1].rows] == [
        "-10.00000",
        "6.66666",
        "1.90476",
    ]


def test_a_paper_that_was_passed_on_keeps_its_worth_and_is_passed_on_again() -> None:
    # 30 papers, quota 8. A has 14 and passes on 6/14, cut to 0.42857, to B: 5 + 14 × 0.42857.
    # B has 10.99998 and passes on 2.99998 of it: whole papers at 2.99998/10.99998, cut to 0.27272,
    # the others at 0.42857 × 2.99998/10.99998, cut to 0.11688.
    counted = stv.count("ABCD", ballots("12 ABC", "2 ABD", "5 BD", "6 C", "5 D"), seats=3)
    assert table(counted) == [
        ["14.00000", "5.00000", "6.00000", "5.00000"],
        ["8.00000", "10.99998", "6.00000", "5.00000"],
        ["8.00000", "8.00000", "7.40256", "6.59736"],
        ["8.00000", "8.00000", "7.40256", "0.00000"],
    ]
    assert rest(counted)[2] == ("0.00000", "0.00008")
    assert counted.chosen == (A, B, C)
    assert counted.stages[-1].rows[C].why == "last"


# 21 papers, quota 8. A passes on 4 of 12 votes: three papers bring B 0.99999, not 1. When D is
# out C has 5 as B would have had, and at the stage before B had more.
FLIPS = ballots("3 AB", "9 A", "4 B", "3 C", "2 DC")


def test_what_is_cut_off_can_decide() -> None:
    counted = stv.count("ABCD", FLIPS, seats=2)
    assert table(counted)[2] == ["8.00000", "4.99999", "5.00000", "0.00000"]
    assert counted.chosen == (A, C)
    assert counted.ties == ()


def test_a_count_that_does_not_cut_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stv, "UNIT", 3 * 10**15)
    assert stv.count("ABCD", FLIPS, seats=2).chosen == (A, B)


# At the fourth stage C and D have 6 each. At the third D had more, at the first C had.
HISTORY = ballots("9 A", "5 C", "4 D", "2 FD", "1 EC", "2 EA", "1 BA")


def test_the_latest_stage_where_they_differ_says_who_goes_out() -> None:
    counted = stv.count("ABCDEF", HISTORY, seats=1)
    assert [stage.about for stage in counted.stages] == [(), (B,), (5,), (4,), (C,), (D,)]
    assert counted.ties == (TieBreak(4, (C, D), (C,), "history"),)
    assert counted.chosen == (A,)


def test_ties_by_order_only_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranked, "by_history", lambda tied, *_, **__: tied)
    assert stv.count("ABCDEF", HISTORY, seats=1).stages[4].about == (D,)


def test_equal_at_all_stages_the_last_in_the_order_goes_out() -> None:
    profile = ballots("5 A", "2 B", "2 C")
    assert stv.count("ABC", profile, seats=1, order=(B, C, A)).chosen == (A,)
    profile = ballots("4 A", "2 B", "2 C", "1 D")
    counted = stv.count("ABCD", profile, seats=2, order=(D, C, B, A))
    assert counted.stages[-1].about == (B,)
    assert counted.ties == (TieBreak(2, (B, C), (B,), "order"),)
    assert counted.chosen == (A, C)


def test_the_largest_surplus_moves_first() -> None:
    counted = stv.count("ABCD", ballots("9 AC", "7 BD", "2 C", "2 D"), seats=3)
    # Quota 6: A has 3 too many, B 1.
    assert [stage.about for stage in counted.stages[:3]] == [(), (A,), (B,)]
    assert counted.ties == ()


def test_of_equal_surpluses_that_of_the_first_in_the_order_moves_first() -> None:
    profile = ballots("9 AC", "9 BD", "3 C", "3 D", "1 E")
    counted = stv.count("ABCDE", profile, seats=3)
    assert [stage.about for stage in counted.stages[:3]] == [(), (A,), (B,)]
    assert counted.ties[0] == TieBreak(1, (A, B), (A,), "order")
    counted = stv.count("ABCDE", profile, seats=3, order=(B, A, C, D, 4))
    assert [stage.about for stage in counted.stages[:3]] == [(), (B,), (A,)]


def test_of_equal_surpluses_that_of_whoever_had_more_before_moves_first() -> None:
    # Quota 9. D is out first: A has 7 + 3 and B 8 + 2, which is 10 each; B had more before.
    counted = stv.count("ABCDE", ballots("7 A", "8 B", "3 DA", "2 DB", "6 C", "6 E"), seats=3)
    assert [stage.about for stage in counted.stages[:3]] == [(), (D,), (B,)]
    assert counted.ties[0] == TieBreak(2, (A, B), (B,), "history")


def test_no_surplus_moves_when_as_many_are_left_as_seats() -> None:
    counted = stv.count("ABC", ballots("9 AC", "2 B", "1 C"), seats=3)
    assert len(counted.stages) == 1
    assert counted.chosen == (A, B, C)
    assert [row.why for row in counted.stages[0].rows] == ["", "last", "last"]


def test_seats_stay_empty_where_there_are_too_few_options() -> None:
    assert stv.count("AB", ballots("3 B", "1 A"), seats=5).chosen == (B, A)
    assert stv.count("AB", ballots("3 B", "1 A"), seats=2, withdrawn=(A,)).chosen == (B,)


def test_the_quota_itself_is_enough_and_is_no_surplus() -> None:
    counted = stv.count("ABC", ballots("4 AB", "3 B", "3 C"), seats=2)
    assert [stage.about for stage in counted.stages] == [(), (C,)]
    assert counted.chosen == (A, B)


def test_without_a_valid_ballot_nobody_is_chosen() -> None:
    counted = stv.count("AB", ((((),), 3),), seats=1)
    assert (counted.chosen, counted.ballots, counted.invalid) == ((), 0, 3)
    assert [row.state for row in counted.stages[0].rows] == [IN, IN]


def test_a_paper_without_a_first_preference_does_not_raise_the_quota() -> None:
    profile = (*ballots("4 A", "3 B"), (((A, B), (C,)), 5), (((), (C,)), 2))
    counted = stv.count("ABC", profile, seats=1)
    assert (counted.ballots, counted.invalid, counted.more["quota"]) == (9, 5, 5)
    counted = stv.count("ABC", profile, seats=1, skips="exhaust")
    assert (counted.ballots, counted.invalid, counted.more["quota"]) == (7, 7, 4)


def test_there_must_be_a_seat() -> None:
    with pytest.raises(ValueError, match="seat"):
        stv.count("AB", (), seats=0)


def test_inverness_south_2017_as_printed() -> None:
    """Ward 19, Highland Council, 4 May 2017: the first two stages of the official report.

    It prints five decimals. The papers of K. Gowans are his transfers by their value; the later
    preferences of all others are never read in these stages and left out.
    """
    names = (
        "Boyd",
        "Caddick",
        "Crawford",
        "Fraser",
        "K Gowans",
        "M Gowans",
        "Jarvie",
        "Macpherson",
    )
    first = [104, 799, 527, 387, 0, 376, 1022, 583]
    after_gowans = {0: 5, 1: 55, 2: 50, 3: 38, 5: 1035, 7: 51}
    profile: list[tuple[Ranking, int]] = [(((one,),), many) for one, many in enumerate(first)]
    profile += [(((4,), (one,)), many) for one, many in after_gowans.items()]
    profile.append((((4,),), 1287 - sum(after_gowans.values())))
    counted = stv.count(names, tuple(profile), seats=4)
    assert (counted.ballots, counted.more["quota"]) == (5085, 1018)
    assert counted.stages[1].about == (4,)
    assert table(counted)[1] == [
        "105.04505",
        "810.49555",
        "537.45050",
        "394.94238",
        "1018.00000",
        "592.32535",
        "1022.00000",
        "593.65951",
    ]
    # The report has one row for both.
    assert printed(counted.stages[1].exhausted + counted.stages[1].lost) == "11.08166"
    assert counted.stages[1].lost > 0


# How many papers, and their preferences as far as the count reads them.
KINTYRE = (
    "474A 21B 55BA 10BC 11BCA 2BCE 2BCEA 1BCEFA 2BCF 2BCFA 2BE 3BEA 1BEF 1BEFA 4BF 5BFA 324C "
    "145CA 39CE 19CEA 20CEF 8CEFA 76CF 49CFA 210D 257DA 28DB 58DBA 15DBC 10DBCA 1DBCEA 1DBF "
    "2DBFA 58DC 58DCA 1DCEA 23DCF 16DCFA 5DE 2DEA 1DEF 54DF 63DFA 78E 83EA 68EF 47EFA 222F 252FA"
)
# A row for each stage after the first; None where the table has no figure any more.
KINTYRE_IN_PRINT = (
    ("515.7", "140.7", "705.3", None, "277.3", "493.0"),
    ("580.1", None, "739.5", None, "284.3", "502.5"),
    ("583.8", None, None, None, "286.3", "505.5"),
    ("670.6", None, None, None, None, "623.3"),
    ("987.6", None, None, None, None, None),
)


def test_kintyre_and_the_islands_2022_as_printed() -> None:
    """Ward 2, Argyll and Bute, 5 May 2022: the whole count, two surpluses, one of mixed papers.

    The ballots are those that the council published, the table that of the ward's page in
    Wikipedia, to one decimal. The page has 670.3 where 670.6 stands here: 583.8 and the 86.8 that
    it adds to it make 670.6, and the next figure is right again.
    """
    names = ("Currie", "Kelly", "McAlpine", "McFadzean", "McNeilly", "Redman")
    groups = re.findall(r"(\d+)([A-F]+)", KINTYRE)
    counted = stv.count(names, ballots(*(" ".join(group) for group in groups)), seats=3)
    assert (counted.ballots, counted.more["quota"]) == (2889, 723)
    assert [row.value for row in counted.stages[0].rows] == [474, 122, 680, 863, 276, 474]
    assert [(stage.what, *stage.about) for stage in counted.stages[1:]] == [
        ("surplus", 3),
        ("excluded", 1),
        ("surplus", 2),
        ("excluded", 4),
        ("excluded", 5),
    ]
    for stage, row in zip(counted.stages[1:], KINTYRE_IN_PRINT, strict=True):
        for option, text in enumerate(row):
            if text is not None:
                tenths = (Fraction(stage.rows[option].value) * 10 + Fraction(1, 2)).__floor__()
                assert f"{tenths // 10}.{tenths % 10}" == text
    assert [names[option] for option in counted.chosen] == ["McFadzean", "McAlpine", "Currie"]
    assert counted.ties == ()


RANK = st.lists(st.integers(0, 4), max_size=2).map(tuple)
PROFILE: st.SearchStrategy[Profile] = st.lists(
    st.tuples(st.lists(RANK, max_size=5).map(tuple), st.integers(0, 40)), max_size=20
).map(tuple)


@settings(deadline=None)
@given(
    PROFILE,
    st.integers(1, 5),
    st.sampled_from(["exhaust", "skip"]),
    st.sampled_from(["skip", "exhaust_after_two", "exhaust"]),
    st.permutations(range(5)),
)
def test_no_vote_is_lost_or_doubled_at_any_stage(
    profile: Profile, seats: int, overvote: str, skips: str, order: list[int]
) -> None:
    counted = stv.count("ABCDE", profile, seats=seats, overvote=overvote, skips=skips, order=order)
    assert counted.ballots + counted.invalid == sum(many for _, many in profile)
    for stage in counted.stages:
        total = sum((row.value for row in stage.rows), Fraction(0))
        assert total + stage.exhausted + stage.lost == counted.ballots
        assert min(row.value for row in stage.rows) >= 0
        assert stage.lost >= 0
    assert len(counted.chosen) == (min(seats, 5) if counted.ballots else 0)
    assert len(set(counted.chosen)) == len(counted.chosen)


@settings(deadline=None)
@given(PROFILE, st.integers(1, 4))
def test_counting_ballots_that_are_alike_one_by_one_changes_nothing(
    profile: Profile, seats: int
) -> None:
    single = tuple((ranking, 1) for ranking, many in profile for _ in range(many))
    one, other = (stv.count("ABCDE", each, seats=seats) for each in (profile, single))
    assert (one.stages, one.chosen, one.ties) == (other.stages, other.chosen, other.ties)
