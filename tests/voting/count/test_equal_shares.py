"""Method of Equal Shares: worked by hand, then against a naive count written differently."""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction
from typing import Any

import pytest

from council.voting.count.budget import Ballots, Choice, Project
from council.voting.count.counted import Counted, TieBreak
from council.voting.count.equal_shares import equal_shares

# equalshares.net, "Explanation", examples 1 and 2: 11 voters, 1100 to spend.
PAPER = (
    Project("bike path", 700),
    Project("outdoor gym", 400),
    Project("new park", 250),
    Project("playground", 200),
    Project("library for kids", 100),
)
FIRST = ("xxxxxx----x", "xxxxxx-----", "-x-xx-x--x-", "------xxxx-", "------x-xx-")
SECOND = ("xxxxxx-----", "xxxxxx----x", *FIRST[2:])


def columns(rows: tuple[str, ...]) -> Ballots:
    """One ballot for each column, as the page prints them."""
    voters = range(len(rows[0]))
    return tuple((paper(*(p for p, row in enumerate(rows) if row[v] == "x")), 1) for v in voters)


def paper(*options: int) -> Choice:
    return tuple((option, 1) for option in options)


def few(*costs: int) -> tuple[Project, ...]:
    return tuple(Project(f"project {number}", cost) for number, cost in enumerate(costs))


def each(*papers: tuple[int, ...]) -> Ballots:
    return tuple((paper(*options), 1) for options in papers)


def whys(count: Counted) -> list[str]:
    return [row.why.removeprefix("budget.") for row in count.stages[-1].rows]


def test_the_first_example_of_equalshares_net() -> None:
    count = equal_shares(PAPER, columns(FIRST), 1100, completion="none")
    assert count.chosen == (0, 3, 4)  # bike path, playground, library
    assert [item["level"] for item in count.more["purchases"]] == [100, 50, Fraction(100, 3)]
    assert [stage.rows[0].value for stage in count.stages[1:-1]] == [
        Fraction(1, 7),
        Fraction(1, 4),
        Fraction(1, 3),
    ]
    assert count.more["share"] == 100
    assert (count.more["spent"], count.more["left"]) == (1000, 100)


def test_the_second_example_of_equalshares_net() -> None:
    count = equal_shares(PAPER, columns(SECOND), 1100, completion="none")
    assert count.chosen == (1, 2, 3)  # gym, park, playground
    gym, park, playground = count.more["purchases"]
    assert gym["payments"] == ((Fraction(400, 7), 7),)  # 57.14 each
    # Three have 300/7 left and give it all; the two others share the rest of 250.
    assert park["payments"] == ((Fraction(425, 7), 2), (Fraction(300, 7), 3))
    assert playground["payments"] == ((Fraction(425, 7), 2), (Fraction(275, 7), 2))
    assert park["votes"] == Fraction(70, 17)  # effective votes, 4.1 on the page


def test_a_loser_knows_its_supporters_what_they_have_left_and_what_was_missing() -> None:
    count = equal_shares(PAPER, columns(SECOND), 1100, completion="none")
    assert whys(count) == [
        "supporters_too_little",
        "bought",
        "bought",
        "bought",
        "supporters_too_little",
    ]
    bike, library = count.more["projects"][0], count.more["projects"][4]
    assert (bike["votes"], bike["money"]) == (6, Fraction(900, 7))  # three have 300/7, three 0
    assert bike["missing"] == 700 - Fraction(900, 7)
    assert (library["votes"], library["money"]) == (3, Fraction(275, 7))
    assert library["missing"] == Fraction(425, 7)


def test_shares_are_exact_fractions_and_never_cut() -> None:
    everybody = each((0,), (0,), (0,))
    assert equal_shares(few(10), everybody, 10, completion="none").chosen == (0,)
    # Three times 10/3 is 10; had each share been cut to 3, a fen would be missing.
    whole = equal_shares(few(10), everybody, 10, completion="none", start="whole", step=1)
    assert whole.chosen == ()
    assert whole.more["projects"][0]["missing"] == 1


def test_cost_and_cardinality_buy_differently() -> None:
    # Shares of 4. For its cost the second gives twice 8 for 8; the first only 3 for 3.
    ballots = each((0, 1), (1,))
    assert equal_shares(few(3, 8), ballots, 8, utility="cost", completion="none").chosen == (1,)
    # Counted by heads the first costs its one supporter 3, the second costs each of two 4.
    count = equal_shares(few(3, 8), ballots, 8, utility="cardinality", completion="none")
    assert count.chosen == (0,)
    assert [item["rate"] for item in count.more["purchases"]] == [3]


def test_points_share_the_cost_in_proportion_until_somebody_is_empty() -> None:
    # Shares of 20. 3 points and 1 point for 24: 18 and 6. Then 2 and 14 left for 10, by 1 and 1
    # point: 2 and 8.
    ballots: Ballots = ((((0, 3), (1, 1)), 1), (((0, 1), (1, 1)), 1))
    count = equal_shares(few(24, 10), ballots, 40, completion="none")
    assert count.chosen == (0, 1)
    assert [item["payments"] for item in count.more["purchases"]] == [
        ((18, 1), (6, 1)),
        ((8, 1), (2, 1)),
    ]
    assert [item["rate"] for item in count.more["purchases"]] == [
        Fraction(6, 24),
        Fraction(8, 10),
    ]


def test_voters_who_support_nothing_have_a_share_that_nobody_can_spend() -> None:
    assert equal_shares(few(10), each((0,), ()), 10, completion="none").chosen == ()
    assert equal_shares(few(10), each((0,), ()), 20, completion="none").chosen == (0,)


def test_first_exhaustive_and_last_feasible_differ() -> None:
    # Share 1: the first is bought (1 of 1), the third has 1 + 1 of 3 and the budget 2 left:
    # exhaustive. Share 2: the third goes first, 1.5 from each, and leaves too little for the
    # first. Share 3: both, 4 of 3: too dear.
    projects, ballots = few(1, 8, 3), each((1,), (0, 2), (2,))
    options: dict[str, Any] = {"completion": "add1", "step": 1}
    count = equal_shares(projects, ballots, 3, stop="first_exhaustive", **options)
    assert (count.chosen, count.more["share"], count.more["ended"]) == ((0,), 1, "exhaustive")
    count = equal_shares(projects, ballots, 3, stop="last_feasible", **options)
    assert (count.chosen, count.more["share"], count.more["ended"]) == ((2,), 2, "next_too_dear")


def test_add1_ends_when_everything_that_has_a_supporter_is_bought() -> None:
    for stop in ("first_exhaustive", "last_feasible"):
        count = equal_shares(few(5, 1), each((0,), ()), 6, completion="add1", stop=stop, step=1)
        assert (count.chosen, count.more["share"]) == ((0,), 5)
        assert count.more["ended"] == "complete"


def test_the_step_decides_which_shares_are_tried() -> None:
    # Shares from 1: the one supporter has 5 at the fourth step of 1, or 11 at the first of 10.
    projects, ballots = few(5, 9), each((0,), (1,), (), (), (), ())
    small = equal_shares(projects, ballots, 6, completion="add1", step=1)
    assert (small.chosen, small.more["share"]) == ((0,), 5)
    large = equal_shares(projects, ballots, 6, completion="add1", step=10)
    assert (large.chosen, large.more["ended"]) == ((), "next_too_dear")


def test_completions_none_utilitarian_add1_and_both() -> None:
    projects, ballots = few(6, 7, 3), each((0,), (1,), (1, 2))
    outcomes = {
        word: equal_shares(projects, ballots, 10, completion=word, step=1).chosen
        for word in ("none", "utilitarian", "add1", "add1u")
    }
    assert outcomes == {
        "none": (2,),  # with 10/3 each only the one supporter of the third can pay
        "utilitarian": (2, 1),  # then what has two votes
        "add1": (1,),  # from 13/3 the second goes first, 7/2 from each; at 19/3 it is 13 of 10
        "add1u": (1, 2),  # 3 are left: not enough for the first, enough for the third
    }


def test_add1u_buys_with_what_is_left_most_support_first() -> None:
    # Shares of 10/3. At 19/3 both could be bought for 12 of 10; at 16/3 nobody can pay.
    count = equal_shares(few(6, 6), each((0,), (1,), ()), 10, completion="add1u", step=1)
    assert count.chosen == (0,)
    assert count.more["purchases"] == []
    assert whys(count) == ["bought", "too_dear"]
    assert count.more["projects"][1]["over"] == 2  # 4 were left
    assert count.ties == (TieBreak(1, (0, 1), (0,), "order"),)
    other = equal_shares(few(6, 6), each((0,), (1,), ()), 10, step=1, order=(1, 0))
    assert other.chosen == (1,)


def test_equal_rates_go_by_the_paper_or_the_published_order_and_are_recorded() -> None:
    ballots = each((0, 1), (0, 1))
    count = equal_shares(few(4, 4), ballots, 4, completion="none")
    assert count.chosen == (0,)
    assert count.ties == (TieBreak(1, (0, 1), (0,), "order"),)
    count = equal_shares(few(4, 4), ballots, 4, completion="none", order=(1, 0))
    assert count.chosen == (1,)
    assert count.ties == (TieBreak(1, (1, 0), (1,), "order"),)


def test_below_the_threshold_nothing_is_bought_and_its_supporters_keep_their_shares() -> None:
    projects, ballots = few(4, 6), each((0, 1), (1,), (1,))
    assert equal_shares(projects, ballots, 12, completion="none").chosen == (1,)
    count = equal_shares(few(2, 6), ballots, 12, completion="none", threshold=2)
    assert count.chosen == (1,)
    assert whys(count)[0] == "below_threshold"
    assert count.more["share"] == 4
    assert equal_shares(few(2, 6), ballots, 12, completion="none").chosen == (1, 0)


def test_satisfaction_takes_greedy_where_more_voters_get_more_by_it() -> None:
    # Shares buy the second and, of one voter's money, the third; greedy the second and the first.
    projects, ballots = few(6, 3, 1), each((0, 1), (1, 2), (0, 1))
    alone = equal_shares(projects, ballots, 9, step=1)
    assert alone.chosen == (1, 2)
    count = equal_shares(projects, ballots, 9, step=1, comparison="satisfaction")
    assert count.chosen == (1, 0)
    assert count.more["comparison"]["better"] == {"shares": 1, "greedy": 2}
    assert whys(count) == ["bought", "bought", "greedy_taken"]
    assert count.more["spent"] == 9
    # Nobody is left without anything by either.
    assert equal_shares(projects, ballots, 9, step=1, comparison="exclusion").chosen == (1, 2)


def test_exclusion_takes_greedy_where_it_leaves_fewer_voters_without_anything() -> None:
    # Shares buy the third and the first, for voters 1, 3, 4; greedy the second, for 1, 2, 4, 5.
    projects = few(3, 9, 3)
    ballots = each((0, 1, 2), (1,), (0, 2), (1, 2), (1,))
    assert equal_shares(projects, ballots, 10, step=1).chosen == (2, 0)
    count = equal_shares(projects, ballots, 10, step=1, comparison="exclusion")
    assert count.chosen == (1,)
    assert count.more["comparison"]["better"] == {"shares": 1, "greedy": 2}
    # By what they get, two are better off here and two there: Equal Shares stays.
    count = equal_shares(projects, ballots, 10, step=1, comparison="satisfaction")
    assert count.chosen == (2, 0)
    assert count.more["comparison"]["better"] == {"shares": 2, "greedy": 2}


def test_equal_ballots_together_or_apart_count_the_same() -> None:
    apart = equal_shares(PAPER, columns(SECOND), 1100, completion="add1", step=1)
    choices = Counter(choice for choice, _ in columns(SECOND))
    together = equal_shares(PAPER, tuple(choices.items()), 1100, completion="add1", step=1)
    assert together == apart


def test_without_ballots_or_money_nothing_is_bought() -> None:
    assert equal_shares(few(5), (), 10).chosen == ()
    assert equal_shares(few(5), each((0,)), 0, step=1).chosen == ()
    assert equal_shares((), (), 0).chosen == ()


@pytest.mark.parametrize(
    "options",
    [
        {"utility": "votes"},
        {"completion": "add2"},
        {"stop": "never"},
        {"start": "late"},
        {"comparison": "both"},
        {"step": 0},
        {"measure": "money"},
    ],
)
def test_a_parameter_that_it_does_not_know_is_refused(options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"one of|at least"):
        equal_shares(few(5), each((0,)), 10, **options)


# The naive count: every voter for himself, every project looked at in every round, the rate
# found by trying the purses' limits one after the other.


def lowest(cost: int, purses: list[tuple[Fraction, int]]) -> Fraction | None:
    """The smallest rate at which purses, each paying rate × utility or all it has, make it."""
    for limit in sorted(money / use for money, use in purses):
        if sum(min(money, limit * use) for money, use in purses) >= cost:
            poor = sum((money for money, use in purses if money < limit * use), Fraction(0))
            return (cost - poor) / sum(use for money, use in purses if money >= limit * use)
    return None


def naive(costs: list[int], papers: list[Choice], share: Fraction, *, by_cost: bool) -> list[int]:
    purses, won = [share] * len(papers), list[int]()
    while True:
        offers = []
        for option in set(range(len(costs))) - set(won):
            worth = costs[option] if by_cost else 1
            uses = {v: dict(p)[option] * worth for v, p in enumerate(papers) if option in dict(p)}
            rate = lowest(costs[option], [(purses[v], use) for v, use in uses.items()])
            if rate is not None:
                offers.append((rate, option, uses))
        if not offers:
            return won
        rate, option, uses = min(offers, key=lambda offer: offer[:2])
        won.append(option)
        for voter, use in uses.items():
            purses[voter] -= min(purses[voter], rate * use)


def naive_add1(
    costs: list[int], papers: list[Choice], budget: int, step: int, *, by_cost: bool, last: bool
) -> list[int]:
    share = Fraction(budget, len(papers))
    won = naive(costs, papers, share, by_cost=by_cost)
    wanted = {option for choice in papers for option, _ in choice}
    while rest := wanted - set(won):
        spent = sum(costs[option] for option in won)
        if not last and spent + min(costs[option] for option in rest) > budget:
            break
        share += step
        following = naive(costs, papers, share, by_cost=by_cost)
        if sum(costs[option] for option in following) > budget:
            break
        won = following
    return won


@pytest.mark.parametrize("by_cost", [True, False])
@pytest.mark.parametrize("last", [True, False])
def test_a_thousand_small_elections_agree_with_the_naive_count(
    *, by_cost: bool, last: bool
) -> None:
    dice = random.Random(2 * by_cost + last)
    for _ in range(1000):
        costs = [dice.randint(1, 12) for _ in range(dice.randint(1, 5))]
        most = dice.choice([1, 4])
        papers = [
            tuple((i, dice.randint(1, most)) for i in range(len(costs)) if dice.random() < 0.45)
            for _ in range(dice.randint(1, 7))
        ]
        budget, step = dice.randint(0, 25), dice.randint(1, 4)
        count = equal_shares(
            few(*costs),
            tuple(Counter(papers).items()),
            budget,
            utility="cost" if by_cost else "cardinality",
            completion="add1",
            stop="last_feasible" if last else "first_exhaustive",
            step=step,
        )
        expected = naive_add1(costs, papers, budget, step, by_cost=by_cost, last=last)
        assert list(count.chosen) == expected, (costs, papers, budget, step)
        for item in count.more["purchases"]:
            assert sum(amount * n for amount, n in item["payments"]) == costs[item["option"]]
