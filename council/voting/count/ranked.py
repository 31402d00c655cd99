"""Ranked ballots: what one holds, which preference is next, and how equal options are parted.

A ballot is read only when it moves: when it is first counted, and when the option that holds it
leaves. Whoever counts keeps the ballots in piles; an exhausted ballot is never read again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from council.voting.count.counted import TieBreak

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from council.voting.count.counted import Number, Stage

# Each position holds no option (skipped), one, or several (overvoted).
Ranking = tuple[tuple[int, ...], ...]
# A ballot, and how many are alike.
Profile = tuple[tuple[Ranking, int], ...]

OVERVOTES = ("exhaust", "skip")
SKIPS = {"skip": None, "exhaust_after_two": 2, "exhaust": 1}  # skipped ranks in a row that end it


@dataclass(frozen=True, slots=True)
class Reading:
    """How marks that are not plain are read; ValueError for a rule that is not known.

    `overvote`: a rank that names two or more who still stand at the moment when it is reached
    ends the ballot (exhaust) or is passed over (skip). A single one left standing has the vote.
    `skips`: any number of empty ranks is passed over (skip), two in a row end the ballot
    (exhaust_after_two), or one does (exhaust). A rank whose options are all gone is not empty.
    """

    overvote: str = "exhaust"
    skips: str = "skip"

    def __post_init__(self) -> None:
        if self.overvote not in OVERVOTES or self.skips not in SKIPS:
            raise ValueError(f"unknown reading: {self.overvote}, {self.skips}")

    def next(self, ranking: Ranking, standing: Collection[int]) -> int | None:
        """The option that has the ballot now; None when it is exhausted, which is for good."""
        end = SKIPS[self.skips]
        empty = 0
        for rank in ranking:
            empty = 0 if rank else empty + 1
            if empty == end:
                return None
            named = {option for option in rank if option in standing}
            if len(named) == 1:
                return named.pop()
            if named and self.overvote == "exhaust":
                return None
        return None


def valid(profile: Profile, allowed: Collection[int]) -> tuple[Profile, int]:
    """The ballots that name somebody allowed, and how many do not.

    ValueError for a negative number of ballots.
    """
    if any(many < 0 for _, many in profile):
        raise ValueError("a number of ballots is negative")
    good = tuple(
        (ranking, many)
        for ranking, many in profile
        if any(option in allowed for rank in ranking for option in rank)
    )
    return good, sum(many for _, many in profile) - sum(many for _, many in good)


def standing_at_first(options: Sequence[str], withdrawn: Collection[int]) -> frozenset[int]:
    """Who may be voted for. ValueError where a number belongs to no option."""
    if not set(withdrawn) <= set(range(len(options))):
        raise ValueError("an option is withdrawn that is not on the paper")
    return frozenset(range(len(options))) - frozenset(withdrawn)


def order_of(options: Sequence[str], order: Sequence[int] | None) -> tuple[int, ...]:
    """The order that parts equal options; that of the paper where none was drawn.

    ValueError where it does not name each option once.
    """
    if order is None:
        return tuple(range(len(options)))
    if sorted(order) != list(range(len(options))):
        raise ValueError("the order must name each option once")
    return tuple(order)


def by_history(tied: tuple[int, ...], stages: Sequence[Stage], *, lowest: bool) -> tuple[int, ...]:
    """Those of them who had the fewest (or the most) at the latest stage where they differ.

    Several are left when they were alike at every stage, or alike where the others differ.
    """
    for stage in reversed(stages):
        had: dict[int, Number] = {row.option: row.value for row in stage.rows if row.option in tied}
        edge = min(had.values()) if lowest else max(had.values())
        tied = tuple(option for option in tied if had[option] == edge)
        if len(tied) == 1:
            break
    return tied


def break_tie(
    tied: tuple[int, ...], stages: Sequence[Stage], order: Sequence[int], *, lowest: bool
) -> tuple[TieBreak, ...]:
    """Part equal options for the stage that comes next: by history, then by the order.

    The first in the order wins: whoever stands last in it goes out (`lowest`), whoever stands
    first in it comes first. Each step that parted somebody is one TieBreak; the last takes one.
    """
    steps = []
    left = by_history(tied, stages, lowest=lowest)
    if len(left) < len(tied):
        steps.append(TieBreak(len(stages), tied, left, "history"))
    if len(left) > 1:
        pick = max if lowest else min
        taken = pick(left, key=order.index)
        steps.append(TieBreak(len(stages), left, (taken,), "order"))
    return tuple(steps)


def taken(
    values: dict[int, int],
    stages: Sequence[Stage],
    order: Sequence[int],
    ties: list[TieBreak],
    *,
    lowest: bool,
) -> int:
    """The option with the fewest (or the most); a tie that was broken is added to `ties`."""
    edge = min(values.values()) if lowest else max(values.values())
    tied = tuple(sorted(option for option, value in values.items() if value == edge))
    if len(tied) == 1:
        return tied[0]
    steps = break_tie(tied, stages, order, lowest=lowest)
    ties.extend(steps)
    return steps[-1].taken[0]
