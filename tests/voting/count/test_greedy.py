"""The greedy rule for a budget: worked by hand, then against a walk written differently."""

from __future__ import annotations

import random

import pytest

from council.voting.count.budget import Ballots, Project, greedy
from council.voting.count.counted import Counted, TieBreak

# 10 voters, 100 to spend: 7, 6, 5 and 2 votes.
PROJECTS = (Project("lift", 60), Project("lamps", 50), Project("bench", 30), Project("shed", 10))
BALLOTS: Ballots = (
    (((0, 1), (1, 1)), 4),
    (((0, 1), (2, 1)), 3),
    (((1, 1), (2, 1), (3, 1)), 2),
    ((), 1),
)


def whys(count: Counted) -> dict[int, str]:
    return {row.option: row.why for row in count.stages[-1].rows}


def test_what_does_not_fit_is_skipped_and_what_follows_may_still_fit() -> None:
    count = greedy(PROJECTS, BALLOTS, 100)
    assert count.chosen == (0, 2, 3)  # 60, not 50, then 30 and 10
    assert whys(count) == {
        0: "budget.bought",
        1: "budget.too_dear",
        2: "budget.bought",
        3: "budget.bought",
    }
    assert [stage.what for stage in count.stages] == [
        "first",
        "bought",
        "skipped",
        "bought",
        "bought",
        "result",
    ]
    assert (count.more["spent"], count.more["left"]) == (100, 0)
    assert count.more["projects"][1] == {
        "option": 1,
        "cost": 50,
        "votes": 6,
        "support": 6,
        "missing": 10,
    }
    assert count.ballots == 10


def test_with_stop_nothing_is_bought_after_the_first_that_does_not_fit() -> None:
    count = greedy(PROJECTS, BALLOTS, 100, stop=True)
    assert count.chosen == (0,)
    assert whys(count) == {
        0: "budget.bought",
        1: "budget.too_dear",
        2: "budget.after_stop",
        3: "budget.after_stop",
    }
    assert [stage.what for stage in count.stages] == ["first", "bought", "stopped", "result"]
    assert count.more["projects"][2]["missing"] == 0  # 30 would have fitted into 40


def test_a_budget_of_exactly_the_cost_is_enough_and_one_fen_less_is_not() -> None:
    assert greedy(PROJECTS[:1], (*BALLOTS[3:], (((0, 1),), 1)), 60).chosen == (0,)
    assert greedy(PROJECTS[:1], (*BALLOTS[3:], (((0, 1),), 1)), 59).chosen == ()


def test_below_the_threshold_nothing_is_bought_however_cheap() -> None:
    count = greedy(PROJECTS, BALLOTS, 100, threshold=3)
    assert count.chosen == (0, 2)
    assert whys(count)[3] == "budget.below_threshold"
    assert greedy(PROJECTS, BALLOTS, 100, threshold=2).chosen == (0, 2, 3)


def test_what_nobody_wants_is_not_bought_unless_the_threshold_is_nothing() -> None:
    projects = (*PROJECTS, Project("statue", 1))
    assert 4 not in greedy(projects, BALLOTS, 200).chosen
    assert 4 in greedy(projects, BALLOTS, 200, threshold=0).chosen


def test_points_and_votes_measure_differently() -> None:
    ballots: Ballots = ((((0, 9), (1, 1)), 1), (((1, 1),), 2))
    projects = (Project("lift", 10), Project("lamps", 10))
    assert greedy(projects, ballots, 10, measure="points").chosen == (0,)  # 9 to 3
    assert greedy(projects, ballots, 10, measure="votes").chosen == (1,)  # 1 to 3


def test_among_equals_the_paper_decides_or_the_published_order_and_it_is_recorded() -> None:
    projects = (Project("a", 10), Project("b", 10), Project("c", 30), Project("d", 10))
    ballots: Ballots = ((((0, 1), (1, 1), (2, 1), (3, 1)), 4), (((0, 1), (1, 1), (2, 1)), 1))
    count = greedy(projects, ballots, 10)
    assert count.chosen == (0,)
    assert count.ties == (TieBreak(1, (0, 1), (0,), "order"),)  # c never fitted, d has 4 votes
    count = greedy(projects, ballots, 10, order=(2, 1, 0, 3))
    assert count.chosen == (1,)
    assert count.ties == (TieBreak(2, (1, 0), (1,), "order"),)  # stage 1 skipped c
    count = greedy(projects, ballots, 10, order=(2, 1, 0, 3), stop=True)
    assert count.chosen == ()
    assert count.ties == (TieBreak(1, (2, 1, 0), (2,), "order"),)  # its turn first ended it all


def test_two_districts_of_warsaw_and_gdynia_are_reproduced_from_their_published_figures() -> None:
    # Pabulib, Warszawa 2019 Przyczółek Grochowski: in grosze; only the first was selected.
    costs = (9_280_000, 10_000_000, 11_430_000, 2_700_000)
    projects = tuple(Project(str(cost), cost) for cost in costs)
    ballots: Ballots = ((((0, 1),), 198), (((1, 1),), 41), (((2, 1),), 33), (((3, 1),), 2))
    assert greedy(projects, ballots, 11_433_991).chosen == (0,)
    # Pabulib, Gdynia 2020 Cisowa (large): only the first was selected.
    projects = tuple(Project(str(cost), cost) for cost in (448_110, 185_716, 448_110))
    ballots = ((((0, 1),), 547), (((1, 1),), 411), (((2, 1),), 351))
    assert greedy(projects, ballots, 448_110).chosen == (0,)


@pytest.mark.parametrize(
    ("projects", "ballots", "options"),
    [
        ((Project("free", 0),), (), {}),
        (PROJECTS, ((((9, 1),), 1),), {}),
        (PROJECTS, ((((0, 1), (0, 1)), 1),), {}),
        (PROJECTS, ((((0, -1),), 1),), {}),
        (PROJECTS, ((((0, 1),), -1),), {}),
        (PROJECTS, (), {"measure": "money"}),
        (PROJECTS, (), {"order": (0, 1)}),
        (PROJECTS, (), {"threshold": -1}),
    ],
)
def test_what_cannot_be_counted_is_refused(
    projects: tuple[Project, ...], ballots: Ballots, options: dict[str, object]
) -> None:
    with pytest.raises(ValueError, match=r"\."):
        greedy(projects, ballots, 100, **options)  # type: ignore[arg-type]


def walk(costs: list[int], votes: list[int], budget: int, *, stop: bool) -> list[int]:
    """The same rule, by looking each time for the best that is left."""
    left, chosen, spent = set(range(len(costs))), [], 0
    while left:
        best = max(left, key=lambda i: (votes[i], -i))
        left.remove(best)
        if votes[best] == 0:
            continue
        if spent + costs[best] <= budget:
            chosen.append(best)
            spent += costs[best]
        elif stop:
            break
    return chosen


def test_three_thousand_small_elections_agree_with_a_walk_written_differently() -> None:
    dice = random.Random(7)
    for _ in range(1000):
        size = dice.randint(1, 6)
        costs = [dice.randint(1, 12) for _ in range(size)]
        papers = [
            [i for i in range(size) if dice.random() < 0.4] for _ in range(dice.randint(0, 8))
        ]
        ballots = tuple((tuple((i, 1) for i in paper), 1) for paper in papers)
        votes = [sum(i in paper for paper in papers) for i in range(size)]
        budget, stop = dice.randint(0, 30), dice.random() < 0.5
        projects = tuple(Project(str(i), cost) for i, cost in enumerate(costs))
        count = greedy(projects, ballots, budget, stop=stop)
        assert list(count.chosen) == walk(costs, votes, budget, stop=stop)
        assert count.more["spent"] <= budget
