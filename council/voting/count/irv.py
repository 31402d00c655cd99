"""Instant runoff: the last one goes out, and its ballots move on, until one has more than half.

More than half is meant of the ballots that still count, not of all that were cast.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from council.voting.count.counted import CHOSEN, IN, OUT, Counted, Row, Stage, TieBreak
from council.voting.count.ranked import (
    Profile,
    Ranking,
    Reading,
    order_of,
    standing_at_first,
    taken,
    valid,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

UNTIL = ("majority", "two")
LAST = 2  # how many are left at the end where it goes on until two


@dataclass(slots=True)
class _Count:
    """The piles as they lie; only this file moves ballots between them."""

    reading: Reading
    standing: set[int]
    withdrawn: frozenset[int]
    piles: dict[int, list[tuple[Ranking, int]]]
    totals: dict[int, int]  # how many ballots lie on each pile
    exhausted: int = 0
    stages: list[Stage] = field(default_factory=list)
    ties: list[TieBreak] = field(default_factory=list)

    def values(self) -> dict[int, int]:
        """How many ballots each of those who stand holds."""
        return {option: self.totals[option] for option in sorted(self.standing)}

    def deal(self, ballots: Iterable[tuple[Ranking, int]]) -> None:
        """Lay each ballot on the pile of its next preference, or away for good."""
        for ranking, many in ballots:
            option = self.reading.next(ranking, self.standing)
            if option is None:
                self.exhausted += many
            else:
                self.piles[option].append((ranking, many))
                self.totals[option] += many

    def exclude(self, group: tuple[int, ...]) -> None:
        """They leave together: none of them can receive a ballot of another."""
        self.standing.difference_update(group)
        for option in group:
            ballots, self.piles[option] = self.piles[option], []
            self.totals[option] = 0
            self.deal(ballots)

    def record(self, what: str, about: tuple[int, ...] = ()) -> None:
        """Write down the piles as a stage; who has more than half is marked when it ends."""
        values = self.values()
        before = {row.option: row.value for row in self.stages[-1].rows} if self.stages else {}
        rows = tuple(
            Row(
                option,
                values.get(option, 0),
                IN if option in self.standing else OUT,
                values.get(option, 0) - before.get(option, 0),
                "withdrawn" if option in self.withdrawn else "",
            )
            for option in sorted(self.piles)
        )
        need = sum(values.values()) // 2 + 1
        self.stages.append(Stage(what, rows, about, self.exhausted, threshold=need))


def last_group(values: dict[int, int]) -> tuple[int, ...]:
    """The most options who, even with all their ballots together, stay behind every other.

    At least two are left. Empty where not even the last one is alone at the end.
    """
    ascending = sorted(values, key=lambda option: (values[option], option))
    group: tuple[int, ...] = ()
    total = 0
    for place in range(len(ascending) - LAST):
        total += values[ascending[place]]
        if total < values[ascending[place + 1]]:
            group = tuple(sorted(ascending[: place + 1]))
    return group


def _winner(count: _Count, until: str) -> int | None:
    """Who has more than half, once there is nothing more to do; else None."""
    values = count.values()
    if until == "two" and len(values) > LAST:
        return None
    total = sum(values.values())
    return next((option for option, value in values.items() if 2 * value > total), None)


def _run(count: _Count, order: Sequence[int], until: str, *, batch: bool) -> int | None:
    """Exclude until somebody has won; None where no ballot counts for anybody."""
    if not any(count.values().values()):
        return None
    while (winner := _winner(count, until)) is None:
        values = count.values()
        group = last_group(values) if batch else ()
        if not group:
            group = (taken(values, count.stages, order, count.ties, lowest=True),)
        count.exclude(group)
        count.record("excluded", group)
    return winner


def _marked(stage: Stage, winner: int) -> Stage:
    """The last stage, with the winner chosen in it."""
    rows = tuple(
        Row(row.option, row.value, CHOSEN, row.change, row.why) if row.option == winner else row
        for row in stage.rows
    )
    return Stage(stage.what, rows, stage.about, stage.exhausted, stage.lost, stage.threshold)


def count(
    options: Sequence[str],
    profile: Profile,
    *,
    overvote: str = "exhaust",
    skips: str = "skip",
    until: str = "majority",
    batch: bool = False,
    order: Sequence[int] | None = None,
    withdrawn: Collection[int] = (),
) -> Counted:
    """Count by instant runoff.

    `until`: it ends when one has more than half (majority), or goes on until two are left (two),
    as published tables often do. `batch`: those who together cannot catch up go out at once.
    Equal options are parted by the latest earlier stage where they differ, then by `order`: the
    numbers of all options as drawn by lot before the count. The first in it wins, the last in it
    goes out. A ballot that names somebody, but nobody who can be given it, is valid and exhausted.
    Nobody is chosen where no ballot counts. ValueError for a rule that is not known.
    """
    if until not in UNTIL:
        raise ValueError(f"unknown end: {until}")
    allowed = standing_at_first(options, withdrawn)
    places = order_of(options, order)
    good, invalid = valid(profile, allowed)
    state = _Count(
        Reading(overvote, skips),
        set(allowed),
        frozenset(withdrawn),
        {option: [] for option in range(len(options))},
        dict.fromkeys(range(len(options)), 0),
    )
    state.deal(good)
    state.record("first")
    winner = _run(state, places, until, batch=batch)
    if winner is not None:
        state.stages[-1] = _marked(state.stages[-1], winner)
    return Counted(
        method="irv",
        parameters={
            "overvote": overvote,
            "skips": skips,
            "until": until,
            "batch": batch,
            "order": list(places),
            "withdrawn": sorted(withdrawn),
        },
        options=tuple(options),
        ballots=sum(many for _, many in good),
        invalid=invalid,
        stages=tuple(state.stages),
        chosen=() if winner is None else (winner,),
        ties=tuple(state.ties),
    )
