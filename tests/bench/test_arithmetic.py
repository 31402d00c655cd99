"""The arithmetic of the figures: ratios within a round, medians of rounds, the worst of sizes."""

from __future__ import annotations

import pytest

from bench import table
from bench.arithmetic import Figure, Goal, Round, as_data, copies, figure, worst


def made(n: int, ratio: float, rate: float | None) -> Figure:
    return Figure("P1a", n, 10.0, 5.0, ratio, rate, {})


def test_a_ratio_is_taken_within_its_round_and_the_median_counts() -> None:
    rounds = [
        Round(cpu=2.0, wall=2.0, answers=100, base_cpu=1.0, base_wall=1.0, base_answers=100),
        Round(cpu=9.0, wall=4.0, answers=100, base_cpu=3.0, base_wall=3.0, base_answers=100),
        Round(cpu=5.0, wall=8.0, answers=200, base_cpu=1.0, base_wall=1.0, base_answers=100),
    ]
    found = figure("P1a", 100, rounds, {"lost": 0.0})
    assert found.ratio == pytest.approx(2.5)  # of 2, 3 and 2.5
    assert found.rate == pytest.approx(0.5)  # of 1/2, 3/4 and 1/4
    assert found.cpu == pytest.approx(25_000)  # µs, of 20, 90 and 25 ms
    assert found.notes["lost"] == 0.0


def test_a_copy_costs_its_part_of_a_push() -> None:
    found = copies("P2a", 100, [0.002, 0.003, 0.004], [0.001, 0.002, 0.004], {})
    assert found.cpu == pytest.approx(30)
    assert found.base == pytest.approx(20)
    assert found.ratio == pytest.approx(1.5)
    assert found.rate is None


def test_the_worst_size_is_held_against_the_goal() -> None:
    found = worst([made(200, 1.2, 0.9), made(500, 1.7, 0.8), made(1000, 1.1, 0.4)], Goal(1.6, 0.5))
    assert (found.ratio, found.ratio_at) == (1.7, 500)
    assert (found.rate, found.rate_at) == (0.4, 1000)
    assert not found.reached


@pytest.mark.parametrize(
    ("goal", "reached"),
    [
        (Goal(1.2, 0.9), True),
        (Goal(1.19, 0.9), False),
        (Goal(1.2, 0.91), False),
        (Goal(None, 0.9), True),
        (Goal(None, None), True),
    ],
)
def test_a_goal_is_reached_at_its_very_limit(goal: Goal, *, reached: bool) -> None:
    assert worst([made(200, 1.2, 0.9)], goal).reached is reached


def test_a_rate_that_was_not_measured_reaches_no_goal() -> None:
    assert not worst([made(200, 1.0, None)], Goal(1.6, 0.5)).reached


def test_the_table_says_what_was_missed() -> None:
    data = as_data([made(200, 1.2, None)], {"P1a": Goal(1.1, None)})
    assert data["worst"]["P1a"]["reached"] is False
    assert "P1a worst: ratio 1.20 at 200 (goal ≤ 1.10), rate – (goal –): MISSED" in table.text(data)
