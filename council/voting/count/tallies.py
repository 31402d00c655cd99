"""Marks on ballots, added up: what choose, approval and dots have in common.

A ballot is a tuple of option numbers, one for each mark; a pile is a ballot and how many are
alike. Ballots against the limits are counted as invalid under the first reason that fits.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Ballot = TypeVar("Ballot")
Pile = tuple[tuple[int, ...], int]


@dataclass(frozen=True, slots=True)
class Limits:
    """How many marks a ballot may bear: in all, and on one option."""

    least: int
    most: int
    on_one: int

    def __post_init__(self) -> None:
        if not 0 <= self.least <= self.most or min(self.most, self.on_one) < 1:
            raise ValueError(f"no ballot could keep these limits: {self}")


@dataclass(frozen=True, slots=True)
class Marks:
    """For each option its marks, and the ballots that mark it at all."""

    marks: tuple[int, ...]
    people: tuple[int, ...]
    valid: int
    faults: dict[str, int]  # reason → invalid ballots

    @property
    def invalid(self) -> int:
        return sum(self.faults.values())


def fault(ballot: tuple[int, ...], size: int, limits: Limits) -> str:
    """Why the ballot is invalid; empty if it is valid."""
    most_on_one = max(Counter(ballot).values(), default=0)
    faults = {
        "unknown": any(not 0 <= option < size for option in ballot),
        "too_few": len(ballot) < limits.least,
        "too_many": len(ballot) > limits.most,
        "repeated": most_on_one > limits.on_one,
    }
    return next((code for code, found in faults.items() if found), "")


def add_up(size: int, piles: Iterable[Pile], limits: Limits) -> Marks:
    """Count every pile; none is dropped."""
    valid, faults = sorted_out(piles, lambda ballot: fault(ballot, size, limits))
    marks: Counter[int] = Counter()
    people: Counter[int] = Counter()
    for ballot, alike in valid:
        for option, number in Counter(ballot).items():
            marks[option] += number * alike
            people[option] += alike
    return Marks(
        tuple(marks[option] for option in range(size)),
        tuple(people[option] for option in range(size)),
        sum(alike for _, alike in valid),
        faults,
    )


def sorted_out(
    piles: Iterable[tuple[Ballot, int]], judge: Callable[[Ballot], str]
) -> tuple[list[tuple[Ballot, int]], dict[str, int]]:
    """The valid piles, and how many ballots are invalid for which reason."""
    valid: list[tuple[Ballot, int]] = []
    faults: Counter[str] = Counter()
    for ballot, alike in piles:
        if alike < 1:
            raise ValueError(f"a pile holds at least one ballot, not {alike}")
        if reason := judge(ballot):
            faults[reason] += alike
        else:
            valid.append((ballot, alike))
    return valid, dict(sorted(faults.items()))
