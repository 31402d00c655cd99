"""Single transferable vote as Scotland counts it: SSI 2007/42, schedule 1, rules 45 to 52.

A surplus is passed on by all papers of the one who has it, each worth less (Weighted Inclusive
Gregory). The worth of a paper is counted in units of 0.00001 votes: whole numbers throughout.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
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

UNIT = 100_000  # a whole vote: rule 48 calculates to five decimal places


def quota(ballots: int, seats: int) -> int:
    """Rule 46: valid papers by one more than the seats, cut to a whole number, and one more."""
    return ballots // (seats + 1) + 1


def transfer_value(surplus: int, value: int, total: int) -> int:
    """Rule 48 (3): the surplus times the paper's worth, by the votes of its holder, cut off.

    All in units. Cut once for each paper, so that many papers lose many remainders.
    """
    return surplus * value // total


@dataclass(frozen=True, slots=True)
class _Parcel:
    """Papers that are alike, each worth `value` units."""

    ranking: Ranking
    many: int
    value: int


@dataclass(slots=True)
class _Count:
    """The parcels as they lie, and the units credited to each option."""

    seats: int
    quota: int  # in units
    reading: Reading
    continuing: set[int]
    withdrawn: frozenset[int]
    order: tuple[int, ...]
    parcels: dict[int, list[_Parcel]]
    units: dict[int, int]
    exhausted: int = 0
    lost: int = 0
    chosen: list[int] = field(default_factory=list)
    last: set[int] = field(default_factory=set)  # chosen under rule 52
    stages: list[Stage] = field(default_factory=list)
    ties: list[TieBreak] = field(default_factory=list)

    def deal(self, parcels: Iterable[_Parcel]) -> int:
        """Credit each parcel to its next available preference; the units that found nobody."""
        nobody = 0
        for parcel in parcels:
            option = self.reading.next(parcel.ranking, self.continuing)
            if option is None:
                nobody += parcel.many * parcel.value
            else:
                self.parcels[option].append(parcel)
                self.units[option] += parcel.many * parcel.value
        return nobody

    def elect(self) -> None:
        """Rule 47, whoever has the quota; rule 52, whoever is left where the seats are as many.

        Those who are chosen at the same stage stand in the order of their votes. Nobody is chosen
        where there are no votes.
        """
        if not any(self.units.values()):
            return
        there = sorted(
            (option for option in self.continuing if self.units[option] >= self.quota),
            key=lambda option: (-self.units[option], self.order.index(option)),
        )
        self.chosen += there
        self.continuing.difference_update(there)
        if 0 < len(self.continuing) <= self.seats - len(self.chosen):
            rest = sorted(
                self.continuing, key=lambda option: (-self.units[option], self.order.index(option))
            )
            self.last.update(rest)
            self.chosen += rest
            self.continuing.clear()

    def surpluses(self) -> dict[int, int]:
        """Units above the quota that have not been passed on."""
        over = {option: self.units[option] - self.quota for option in self.chosen}
        return {option: surplus for option, surplus in over.items() if surplus > 0}

    def pass_on(self, option: int, surplus: int) -> None:
        """Rules 48 and 49: all papers of one who has a surplus, at what is left of their worth."""
        total, papers = self.units[option], self.parcels[option]
        self.parcels[option] = []
        parcels = [
            _Parcel(one.ranking, one.many, transfer_value(surplus, one.value, total))
            for one in papers
        ]
        self.exhausted += self.deal(parcels)
        self.lost += surplus - sum(one.many * one.value for one in parcels)
        self.units[option] = self.quota

    def exclude(self, option: int) -> None:
        """Rule 50: the papers move on at the worth at which they came."""
        self.continuing.discard(option)
        papers, self.parcels[option] = self.parcels[option], []
        self.units[option] = 0
        self.exhausted += self.deal(papers)

    def record(self, what: str, about: tuple[int, ...] = ()) -> None:
        """See who is chosen, and write the stage down."""
        self.elect()
        before = {row.option: row.value for row in self.stages[-1].rows} if self.stages else {}
        rows = tuple(self._row(option, before.get(option, 0)) for option in sorted(self.units))
        self.stages.append(
            Stage(
                what,
                rows,
                about,
                Fraction(self.exhausted, UNIT),
                Fraction(self.lost, UNIT),
                Fraction(self.quota, UNIT),
            )
        )

    def _row(self, option: int, before: int | Fraction) -> Row:
        value = Fraction(self.units[option], UNIT)
        why = "withdrawn" if option in self.withdrawn else ""
        if option in self.chosen:
            return Row(option, value, CHOSEN, value - before, "last" if option in self.last else "")
        return Row(option, value, IN if option in self.continuing else OUT, value - before, why)

    def step(self) -> None:
        """One stage: the largest surplus if there is one, otherwise the last one goes out."""
        surpluses = self.surpluses()
        if surpluses:
            option = taken(surpluses, self.stages, self.order, self.ties, lowest=False)
            self.pass_on(option, surpluses[option])
            self.record("surplus", (option,))
            return
        left = {option: self.units[option] for option in self.continuing}
        option = taken(left, self.stages, self.order, self.ties, lowest=True)
        self.exclude(option)
        self.record("excluded", (option,))


def _readable(profile: Profile, reading: Reading, allowed: Collection[int]) -> tuple[Profile, int]:
    """The papers that give a first preference, and how many do not: those are rejected."""
    good, invalid = valid(profile, allowed)
    first = tuple(pair for pair in good if reading.next(pair[0], allowed) is not None)
    return first, invalid + sum(many for _, many in good) - sum(many for _, many in first)


def count(
    options: Sequence[str],
    profile: Profile,
    *,
    seats: int,
    overvote: str = "exhaust",
    skips: str = "skip",
    order: Sequence[int] | None = None,
    withdrawn: Collection[int] = (),
) -> Counted:
    """Count by single transferable vote.

    A paper from which no first preference can be read is invalid, as at a Scottish election; it
    does not raise the quota. `skips` is more lenient than the Order by default: the Order takes
    preferences "in consecutive order", which is skips='exhaust'. Equal options are parted by the
    latest earlier stage where they differ, then by `order`: the numbers of all options as drawn
    by lot before the count. The first in it wins: its surplus is passed on first; the last in it
    goes out. It ends when the seats are filled, or when as many are left as seats are free (their
    rows say `last`). Nobody is chosen without a valid ballot. ValueError for a rule that is not
    known or fewer than one seat.
    """
    if seats < 1:
        raise ValueError("there must be at least one seat")
    allowed = standing_at_first(options, withdrawn)
    places = order_of(options, order)
    reading = Reading(overvote, skips)
    good, invalid = _readable(profile, reading, allowed)
    ballots = sum(many for _, many in good)
    state = _Count(
        seats,
        quota(ballots, seats) * UNIT,
        reading,
        set(allowed),
        frozenset(withdrawn),
        places,
        {option: [] for option in range(len(options))},
        dict.fromkeys(range(len(options)), 0),
    )
    state.deal(_Parcel(ranking, many, UNIT) for ranking, many in good)
    state.record("first")
    while ballots and state.continuing and len(state.chosen) < seats:
        state.step()
    return Counted(
        method="stv",
        parameters={
            "seats": seats,
            "overvote": overvote,
            "skips": skips,
            "order": list(places),
            "withdrawn": sorted(withdrawn),
        },
        options=tuple(options),
        ballots=ballots,
        invalid=invalid,
        stages=tuple(state.stages),
        chosen=tuple(state.chosen),
        ties=tuple(state.ties),
        more={"quota": quota(ballots, seats)},
    )
