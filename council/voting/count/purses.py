"""The rounds of Equal Shares for one fixed share: who can pay for what, exactly and fast.

All purses are whole numbers over one common denominator, so that a sum is a sum of ints; only
the rate of a project is a Fraction. Voters with the same ballot always have the same left.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from heapq import heapify, heappop, heappush
from math import gcd
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from council.voting.count.budget import Poll

Backers = list[tuple[int, int, int]]  # (ballot, points, voters)
Queue = list[tuple[Fraction, int, int]]  # (rate, place among equals, project)


@dataclass(frozen=True, slots=True)
class Crowd:
    """The ballots turned round: each eligible project with those who support it."""

    costs: dict[int, int]
    backers: dict[int, Backers]
    rank: dict[int, int]
    ballots: int
    by_cost: bool  # a project's utility is its cost times the points, else the points alone
    bounds: dict[int, Fraction]  # project → its rate when nobody is short: none is ever lower


def crowd_of(poll: Poll, utility: str) -> Crowd:
    backers: dict[int, Backers] = {option: [] for option in poll.eligible}
    for number, (choice, voters) in enumerate(poll.ballots):
        for option, points in choice:
            if points and voters and option in backers:
                backers[option].append((number, points, voters))
    supported = {option: those for option, those in backers.items() if those}
    costs = {option: poll.projects[option].cost for option in supported}
    by_cost = utility == "cost"
    bounds = {
        option: Fraction(1 if by_cost else costs[option], sum(points * n for _, points, n in those))
        for option, those in supported.items()
    }
    return Crowd(costs, supported, poll.rank, len(poll.ballots), by_cost, bounds)


@dataclass(frozen=True, slots=True)
class Purchase:
    """A project bought. Each supporter paid `level` for each point, or all that was left."""

    option: int
    cost: int
    rate: Fraction  # rho: money for each unit of utility; the lowest is bought
    level: Fraction  # money for each point
    equals: tuple[int, ...]  # those with the same rate, itself included
    paid: dict[int, int]  # amount × unit → how many voters paid it
    unit: int

    def told(self) -> dict[str, Any]:
        """Who paid how much, the largest amount first; `votes` is its effective support."""
        paid = sorted(self.paid.items(), reverse=True)
        return {
            "option": self.option,
            "rate": self.rate,
            "level": self.level,
            "votes": self.cost / self.level,
            "payments": tuple((Fraction(amount, self.unit), voters) for amount, voters in paid),
        }


class Purses:
    """What a voter of each ballot has left, times `unit`."""

    def __init__(self, crowd: Crowd, share: Fraction) -> None:
        self.crowd = crowd
        self.unit = share.denominator
        self.left = [share.numerator] * crowd.ballots

    def together(self, option: int) -> int:
        """All that the supporters of the project still have, times `unit`."""
        left = self.left
        return sum(left[number] * voters for number, _, voters in self.crowd.backers[option])

    def level(self, option: int) -> tuple[int, int] | None:
        """(price, weight): supporters pay price/weight for each point, or all they have.

        None where they have too little together. Those who cannot pay the level drop out with
        all that they have, which raises it for the others, until nobody drops out any more.
        """
        left, rest = self.left, self.crowd.backers[option]
        price = self.crowd.costs[option] * self.unit
        if self.together(option) < price:
            return None
        while True:
            weight = sum(points * voters for _, points, voters in rest)
            able = [backer for backer in rest if left[backer[0]] * weight >= backer[1] * price]
            if len(able) == len(rest):
                return price, weight
            price -= sum(left[i] * n for i, points, n in rest if left[i] * weight < points * price)
            rest = able

    def rate(self, option: int) -> Fraction | None:
        found = self.level(option)
        if found is None:
            return None
        price, weight = found
        return Fraction(price, weight * self.unit * self.value(option))

    def value(self, option: int) -> int:
        return self.crowd.costs[option] if self.crowd.by_cost else 1

    def buy(self, option: int, rate: Fraction, equals: tuple[int, ...]) -> Purchase:
        """Let the supporters pay. The denominator grows so that all purses stay whole."""
        level = rate * self.value(option)
        factor = level.denominator // gcd(level.denominator, self.unit)
        self.unit *= factor
        if factor > 1:
            self.left = [money * factor for money in self.left]
        point = level.numerator * (self.unit // level.denominator)
        paid: Counter[int] = Counter()
        for number, points, voters in self.crowd.backers[option]:
            amount = min(self.left[number], points * point)
            self.left[number] -= amount
            paid[amount] += voters
        return Purchase(option, self.crowd.costs[option], rate, level, equals, paid, self.unit)


@dataclass(frozen=True, slots=True)
class Run:
    """All purchases for one share, in order, and the purses after the last."""

    share: Fraction
    purchases: tuple[Purchase, ...]
    rest: tuple[int, ...]  # supported, but not bought
    purses: Purses

    @property
    def bought(self) -> tuple[int, ...]:
        return tuple(purchase.option for purchase in self.purchases)

    def money(self, option: int) -> Fraction:
        """What the supporters of a project that was not bought still have together."""
        if option not in self.rest:
            return Fraction(0)
        return Fraction(self.purses.together(option), self.purses.unit)


def rounds(crowd: Crowd, share: Fraction, budget: int) -> Run | None:
    """Buy what is best for the money until nothing can be paid. None: it would cost more."""
    purses = Purses(crowd, share)
    queue = [(crowd.bounds[option], crowd.rank[option], option) for option in crowd.costs]
    heapify(queue)
    purchases: list[Purchase] = []
    while equals := cheapest(purses, queue):
        rate, _, option = equals[0]
        tied = tuple(other for _, _, other in equals) if len(equals) > 1 else ()
        purchases.append(purses.buy(option, rate, tied))
        budget -= crowd.costs[option]
        if budget < 0:
            return None
    bought = {purchase.option for purchase in purchases}
    rest = tuple(option for option in crowd.costs if option not in bought)
    return Run(share, tuple(purchases), rest, purses)


def cheapest(purses: Purses, queue: Queue) -> Queue:
    """All that have the lowest rate, by the published order; the first leaves the queue.

    As purses only ever get emptier, a rate only ever rises: what was known of a project is a
    bound, and those whose bound is above the best found need not be looked at again. What its
    supporters cannot pay now they never can.
    """
    looked: Queue = []
    best: Fraction | None = None
    while queue and (best is None or queue[0][0] <= best):
        _, place, option = heappop(queue)
        rate = purses.rate(option)
        if rate is not None:
            looked.append((rate, place, option))
            best = rate if best is None else min(best, rate)
    equals = sorted(entry for entry in looked if entry[0] == best)
    for entry in looked:
        if entry != equals[0]:
            heappush(queue, entry)
    return equals
