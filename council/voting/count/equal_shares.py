"""Method of Equal Shares: every voter gets the same part of the budget to spend on projects.

Round by round the project is bought that gives its supporters most for their money; they share
its cost as equally as they can. Sources: Peters, Pierczyński, Skowron, Proportional Participatory
Budgeting with Additive Utilities (NeurIPS 2021); equalshares.net, whose computation tool has the
same parameters. Here equals go by a published order only.

Wieliczka (2023), the first city to use it: the official 30 projects follow from cost, add1,
last_feasible and a step of 1 złoty; first_exhaustive would have chosen 31.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from council.voting.count.budget import Ballots, Choice, Poll, Project, Step, fill
from council.voting.count.budget_stages import (
    BOUGHT,
    bought,
    facts,
    first,
    last,
    parameters,
    spending,
    step_stages,
    step_ties,
)
from council.voting.count.counted import CHOSEN, Counted, Row, Stage, TieBreak
from council.voting.count.purses import Crowd, Purchase, Run, crowd_of, rounds

if TYPE_CHECKING:
    from collections.abc import Collection

TOO_LITTLE = "budget.supporters_too_little"  # its supporters have too little left together
OUTVOTED = "budget.greedy_taken"  # bought by Equal Shares, but the greedy outcome was taken

WORDS = {
    "utility": ("cost", "cardinality"),
    "completion": ("none", "utilitarian", "add1", "add1u"),
    "stop": ("first_exhaustive", "last_feasible"),
    "start": ("exact", "whole"),
    "comparison": ("none", "satisfaction", "exclusion"),
}


def equal_shares(
    projects: tuple[Project, ...],
    ballots: Ballots,
    budget: int,
    *,
    utility: str = "cost",
    completion: str = "add1u",
    stop: str = "first_exhaustive",
    step: int = 100,
    start: str = "exact",
    comparison: str = "none",
    measure: str = "points",
    threshold: int = 1,
    order: tuple[int, ...] = (),
) -> Counted:
    """Count, with every parameter in the smallest coin. ValueError: a word that it does not know.

    utility: what a bought project is worth to a supporter: its `cost` times the points, or the
    points alone (`cardinality`). completion: what is done with money that the rounds leave:
    nothing, most support first (`utilitarian`), larger shares (`add1`), or both (`add1u`).
    stop: add1 ends at the `first_exhaustive` outcome, where nothing more would fit, or at the
    `last_feasible` one; both end before a share that would cost more than the budget. step: how
    much add1 adds to every share. start: the share is budget ÷ voters, or that without what is
    less than a `whole` step. comparison: see `compared`.
    """
    words = {
        "utility": utility,
        "completion": completion,
        "stop": stop,
        "start": start,
        "comparison": comparison,
    }
    check(words, step)
    poll = Poll(projects, ballots, budget, order, measure, threshold)
    run, ended = raised(poll, words, step)
    filled = fill(poll, run.bought) if completion in {"utilitarian", "add1u"} else ()
    greedy = fill(poll) if comparison != "none" else ()
    verdict = compared(poll, comparison, (*run.bought, *bought(filled)), bought(greedy))
    report = Report(poll, run, filled, greedy if verdict.get("taken") == "greedy" else ())
    return Counted(
        method="equal_shares",
        parameters={**parameters(poll), **words, "step": step},
        options=tuple(project.name for project in projects),
        ballots=poll.voters,
        invalid=0,
        stages=report.stages(),
        chosen=report.chosen,
        ties=report.ties(),
        more={
            **spending(poll, report.chosen),
            "share": run.share,  # what every voter had in the rounds
            "ended": ended,
            "comparison": verdict,
            "purchases": [purchase.told() for purchase in run.purchases],
            "projects": [report.about(option) for option in range(len(projects))],
        },
    )


def check(words: dict[str, str], step: int) -> None:
    for name, word in words.items():
        if word not in WORDS[name]:
            raise ValueError(f"{name} is one of {WORDS[name]}, not {word!r}.")
    if step < 1:
        raise ValueError("The step must be at least 1 of the smallest coin.")


def raised(poll: Poll, words: dict[str, str], step: int) -> tuple[Run, str]:
    """The rounds, with larger shares if add1 is asked for, and why they ended.

    exhaustive: nothing more would fit. complete: all that anybody may buy is bought.
    next_too_dear: the next larger share would cost more than the budget. fixed: no add1.
    """
    crowd = crowd_of(poll, words["utility"])
    share = Fraction(poll.budget, max(1, poll.voters))
    if words["start"] == "whole":
        share = share // step * Fraction(step)
    run = rounds(crowd, share, poll.budget)
    if run is None:  # the purses never hold more than the budget
        raise AssertionError("The first shares cost more than the budget.")
    if not words["completion"].startswith("add1"):
        return run, "fixed"
    while not (ended := finished(crowd, poll, run, words["stop"])):
        share += step
        following = rounds(crowd, share, poll.budget)
        if following is None:
            return run, "next_too_dear"
        run = following
    return run, ended


def finished(crowd: Crowd, poll: Poll, run: Run, stop: str) -> str:
    """Why shares need not grow any more, or nothing. Only what has supporters is looked at."""
    if not run.rest:
        return "complete"
    left = poll.budget - poll.cost(run.bought)
    exhaustive = all(crowd.costs[option] > left for option in run.rest)
    return "exhaustive" if exhaustive and stop == "first_exhaustive" else ""


def compared(
    poll: Poll, comparison: str, shares: Collection[int], greedy: Collection[int]
) -> dict[str, Any]:
    """How many voters are better served by either outcome; greedy is taken if those are more.

    satisfaction: better served is who gets more of what they gave support to, by the measure.
    exclusion: who gets something, and by the other outcome nothing at all. So greedy is taken
    where it leaves fewer voters without anything. Equal numbers stay with Equal Shares. Source:
    `comparisonStep` of equalshares-compute-tool, which for satisfaction leaves out voters who
    get nothing by one of the two; here they have 0, as in Świecie's own count (2023), where
    equal numbers went to greedy.
    """
    if comparison == "none":
        return {}
    better = {"shares": 0, "greedy": 0}
    for choice, voters in poll.ballots:
        by_shares, by_greedy = (
            worth(choice, outcome, poll.measure, comparison) for outcome in (shares, greedy)
        )
        better["shares"] += voters * (by_shares > by_greedy)
        better["greedy"] += voters * (by_greedy > by_shares)
    taken = "greedy" if better["greedy"] > better["shares"] else "shares"
    return {"better": better, "taken": taken, "greedy": list(greedy), "shares": list(shares)}


def worth(choice: Choice, outcome: Collection[int], measure: str, comparison: str) -> int:
    got = [points for option, points in choice if points and option in outcome]
    if comparison == "exclusion":
        return int(bool(got))
    return sum(got) if measure == "points" else len(got)


@dataclass(frozen=True, slots=True)
class Report:
    """The count as it is told. `greedy` holds its steps only where its outcome was taken."""

    poll: Poll
    run: Run
    filled: tuple[Step, ...]
    greedy: tuple[Step, ...]

    @property
    def chosen(self) -> tuple[int, ...]:
        return bought(self.greedy) if self.greedy else (*self.run.bought, *bought(self.filled))

    def stages(self) -> tuple[Stage, ...]:
        """first, a stage for each purchase, for each filled, for greedy if taken, and result."""
        return (
            first(self.poll),
            *(stage_of(self.poll, purchase) for purchase in self.run.purchases),
            *step_stages(self.poll, self.filled, stop=False),
            *([Stage("greedy_taken", (), about=bought(self.greedy))] if self.greedy else []),
            *step_stages(self.poll, self.greedy, stop=False),
            last(self.poll, self.chosen, self.why()),
        )

    def why(self) -> dict[int, str]:
        """Project → why it was not bought."""
        reasons = dict.fromkeys(self.poll.eligible, TOO_LITTLE)
        reasons |= {step.option: step.why for step in (self.greedy or self.filled)}
        if self.greedy:
            reasons |= dict.fromkeys((*self.run.bought, *bought(self.filled)), OUTVOTED)
        return reasons

    def ties(self) -> tuple[TieBreak, ...]:
        shares = [
            TieBreak(number, purchase.equals, (purchase.option,), "order")
            for number, purchase in enumerate(self.run.purchases, start=1)
            if purchase.equals
        ]
        after = 1 + len(self.run.purchases)
        rival = after + len(self.filled) + 1
        return (*shares, *step_ties(self.filled, after), *step_ties(self.greedy, rival))

    def about(self, option: int) -> dict[str, Any]:
        """A loser also with what its supporters had left together, and what they missed."""
        known: dict[str, Any] = dict(facts(self.poll, option))
        if option not in self.run.bought:
            money = self.run.money(option)
            known |= {"money": money, "missing": max(Fraction(0), known["cost"] - money)}
        over = {step.option: known["cost"] - step.left for step in self.filled}
        if over.get(option, 0) > 0:
            known["over"] = over[option]  # more than the completion had left at its turn
        return known


def stage_of(poll: Poll, purchase: Purchase) -> Stage:
    """`value` is the rate, `change` what it took of the money."""
    option = purchase.option
    row = Row(option, purchase.rate, CHOSEN, -poll.projects[option].cost, BOUGHT)
    return Stage("bought", (row,), about=(option,))
