"""How the count of a budget is told: its stages, its ties, and why each project is in or out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from council.voting.count.counted import CHOSEN, OUT, Row, Stage, TieBreak

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from council.voting.count.budget import Poll, Step

BOUGHT = "budget.bought"
TOO_DEAR = "budget.too_dear"  # costs more than what is left when its turn comes
AFTER_STOP = "budget.after_stop"  # its turn never came
BELOW_THRESHOLD = "budget.below_threshold"


def bought(steps: Collection[Step]) -> tuple[int, ...]:
    return tuple(step.option for step in steps if step.why == BOUGHT)


def parameters(poll: Poll) -> dict[str, Any]:
    return {
        "budget": poll.budget,
        "costs": [project.cost for project in poll.projects],
        "measure": poll.measure,
        "threshold": poll.threshold,
        "order": list(poll.rank),
    }


def spending(poll: Poll, chosen: Collection[int]) -> dict[str, int]:
    spent = poll.cost(chosen)
    return {"budget": poll.budget, "spent": spent, "left": poll.budget - spent}


def facts(poll: Poll, option: int) -> dict[str, int]:
    return {
        "option": option,
        "cost": poll.projects[option].cost,
        "votes": poll.votes[option],
        "support": poll.support[option],
    }


def first(poll: Poll) -> Stage:
    """Everybody's support, and who is not eligible."""
    eligible = set(poll.eligible)
    rows = [
        Row(i, support) if i in eligible else Row(i, support, OUT, why=BELOW_THRESHOLD)
        for i, support in enumerate(poll.support)
    ]
    return Stage("first", tuple(rows), threshold=poll.threshold)


def step_stages(poll: Poll, steps: Sequence[Step], *, stop: bool) -> tuple[Stage, ...]:
    """One stage for each project whose turn came; `change` is what it took of the money."""
    names = {BOUGHT: "bought", TOO_DEAR: "stopped" if stop else "skipped"}
    states = {BOUGHT: CHOSEN, TOO_DEAR: OUT}
    costs = [poll.projects[step.option].cost if step.why == BOUGHT else 0 for step in steps]
    return tuple(
        Stage(
            names[step.why],
            (Row(step.option, poll.support[step.option], states[step.why], -cost, step.why),),
            about=(step.option,),
        )
        for step, cost in zip(steps, costs, strict=True)
        if step.why != AFTER_STOP
    )


def step_ties(steps: Sequence[Step], stage: int) -> tuple[TieBreak, ...]:
    """`stage` is the number of the stage that the first step has."""
    return tuple(
        TieBreak(stage + number, step.equals, (step.option,), "order")
        for number, step in enumerate(steps)
        if step.equals
    )


def last(poll: Poll, chosen: Collection[int], why: dict[int, str]) -> Stage:
    """All projects, bought or not, each with its reason."""
    rows = [
        Row(i, support, CHOSEN, why=BOUGHT)
        if i in chosen
        else Row(i, support, OUT, why=why.get(i, BELOW_THRESHOLD))
        for i, support in enumerate(poll.support)
    ]
    return Stage("result", tuple(rows), about=tuple(chosen))
