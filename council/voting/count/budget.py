"""A budget for projects: the ballots, checked, and the greedy rule, most support first.

A ballot names projects with points, an approval being 1 point. Money is in whole units of the
smallest coin. What does not fit is skipped (Pabulib's rule `greedy`); some cities stop there
instead. Equals go by a published order, the paper's own if none is given.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from council.voting.count.budget_stages import (
    AFTER_STOP,
    BOUGHT,
    TOO_DEAR,
    bought,
    facts,
    first,
    last,
    parameters,
    spending,
    step_stages,
    step_ties,
)
from council.voting.count.counted import Counted

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

Choice = tuple[tuple[int, int], ...]  # (project, points), each project once
Ballots = tuple[tuple[Choice, int], ...]  # each with how many voters cast it

MEASURES = ("points", "votes")


@dataclass(frozen=True, slots=True)
class Project:
    """One option; `cost` in the smallest coin, at least 1: what is free needs no vote."""

    name: str
    cost: int


@dataclass(frozen=True)
class Poll:
    """What is decided and by which ballots. ValueError says what cannot be counted."""

    projects: tuple[Project, ...]
    ballots: Ballots
    budget: int
    order: tuple[int, ...] = ()  # who goes first among equals; empty: the order of the paper
    measure: str = "points"  # what support is: all points, or how many voters gave any
    threshold: int = 1  # the least support that makes eligible

    def __post_init__(self) -> None:
        check_money(self)
        check_words(self)
        for choice, voters in self.ballots:
            check_ballot(choice, voters, len(self.projects))

    @cached_property
    def voters(self) -> int:
        return sum(voters for _, voters in self.ballots)

    @cached_property
    def votes(self) -> tuple[int, ...]:
        """Project → how many voters gave it any point."""
        return tally(self.ballots, len(self.projects), "votes")

    @cached_property
    def support(self) -> tuple[int, ...]:
        """Project → its support by the measure of this poll."""
        return tally(self.ballots, len(self.projects), self.measure)

    @cached_property
    def rank(self) -> dict[int, int]:
        """Project → its place among equals."""
        order = self.order or range(len(self.projects))
        return {option: place for place, option in enumerate(order)}

    @cached_property
    def eligible(self) -> tuple[int, ...]:
        """Those that reach the threshold: most support first, equals by the published order."""
        reach = [i for i, support in enumerate(self.support) if support >= self.threshold]
        return tuple(sorted(reach, key=lambda i: (-self.support[i], self.rank[i])))

    def cost(self, options: Collection[int]) -> int:
        return sum(self.projects[option].cost for option in options)


def check_money(poll: Poll) -> None:
    if poll.budget < 0 or poll.threshold < 0:
        raise ValueError("A budget and a threshold cannot be less than nothing.")
    for project in poll.projects:
        if project.cost < 1:
            raise ValueError(f"“{project.name}” must cost at least 1; what is free needs no vote.")


def check_words(poll: Poll) -> None:
    if poll.measure not in MEASURES:
        raise ValueError(f"The measure is one of {MEASURES}, not {poll.measure!r}.")
    if poll.order and sorted(poll.order) != list(range(len(poll.projects))):
        raise ValueError("The order of equals must name every project exactly once.")


def check_ballot(choice: Choice, voters: int, projects: int) -> None:
    named = {option for option, _ in choice}
    if len(named) < len(choice):
        raise ValueError(f"A ballot names a project twice: {choice}.")
    if not named <= set(range(projects)):
        raise ValueError(f"A ballot names a project that is not on the paper: {choice}.")
    if voters < 0 or any(points < 0 for _, points in choice):
        raise ValueError(f"Points and voters cannot be less than nothing: {choice}, {voters}.")


def tally(ballots: Ballots, projects: int, measure: str) -> tuple[int, ...]:
    """Project → points, or the number of voters who gave it any."""
    sums = [0] * projects
    for choice, voters in ballots:
        for option, points in choice:
            sums[option] += voters * (points if measure == "points" else points > 0)
    return tuple(sums)


@dataclass(frozen=True, slots=True)
class Step:
    """One project whose turn came, or never came. `left` is the money before it."""

    option: int
    left: int
    why: str
    equals: tuple[int, ...] = ()  # it and those that fitted with as much support, if any


def fill(poll: Poll, taken: Collection[int] = (), *, stop: bool = False) -> tuple[Step, ...]:
    """Go through what is not taken yet, most support first, and buy what fits."""
    left = poll.budget - poll.cost(taken)
    queue = [option for option in poll.eligible if option not in taken]
    steps: list[Step] = []
    for place, option in enumerate(queue):
        stopped = stop and any(step.why != BOUGHT for step in steps[-1:])
        fits = poll.projects[option].cost <= left
        why = AFTER_STOP if stopped else BOUGHT if fits else TOO_DEAR
        # Where what is too dear is merely skipped, nobody gains by coming before it.
        matters = why == BOUGHT or (stop and why == TOO_DEAR)
        equals = alike(poll, option, queue[place + 1 :], left) if matters else ()
        steps.append(Step(option, left, why, equals))
        left -= poll.projects[option].cost if why == BOUGHT else 0
    return tuple(steps)


def alike(poll: Poll, option: int, later: Sequence[int], left: int) -> tuple[int, ...]:
    """The option and those after it that have as much support and fit; empty if none do."""
    others = [
        other
        for other in later
        if poll.support[other] == poll.support[option] and poll.projects[other].cost <= left
    ]
    return (option, *others) if others else ()


def greedy(
    projects: tuple[Project, ...],
    ballots: Ballots,
    budget: int,
    *,
    stop: bool = False,
    measure: str = "points",
    threshold: int = 1,
    order: tuple[int, ...] = (),
) -> Counted:
    """Most support first, while the money lasts. `stop` ends at the first that does not fit."""
    poll = Poll(projects, ballots, budget, order, measure, threshold)
    steps = fill(poll, stop=stop)
    chosen = bought(steps)
    stages = (first(poll), *step_stages(poll, steps, stop=stop))
    why = {step.option: step.why for step in steps}
    missing = {
        step.option: max(0, projects[step.option].cost - step.left)
        for step in steps
        if step.why != BOUGHT
    }
    return Counted(
        method="greedy_budget",
        parameters={**parameters(poll), "stop": stop},
        options=tuple(project.name for project in projects),
        ballots=poll.voters,
        invalid=0,
        stages=(*stages, last(poll, chosen, why)),
        chosen=chosen,
        ties=step_ties(steps, 1),
        more={
            **spending(poll, chosen),
            "projects": [
                {**facts(poll, i), "missing": missing.get(i)} for i in range(len(projects))
            ],
        },
    )
