"""Scores: a whole number for each option; the highest sums, or means, take the seats.

A ballot holds one score, or None, for each option in the order of the paper. A score outside of
the range, or a ballot of another length: invalid. A mean is an exact Fraction and is compared as
such. With `missing` = `unscored` and `by` = `mean`, one single high score can beat a hundred
good ones: who does not want that takes the sum, or counts a missing score as the lowest.

Ties at the last seat, by `ties`:
- `open`: the seat stays open;
- `top`: whom more ballots give the highest score goes first. No majority is asked for, only
  more. Who is equal in that too: by `order` if there is one, otherwise the seat stays open;
- `order`: by `order`, published before the vote.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from council.voting.count.counted import Counted, Stage
from council.voting.count.seats import OPEN, ORDER, by_order, fill, must_be, rows
from council.voting.count.tallies import sorted_out

if TYPE_CHECKING:
    from collections.abc import Iterable

    from council.voting.count.counted import Number
    from council.voting.count.seats import Breaker

Scores = tuple[int | None, ...]
Pile = tuple[Scores, int]

SUM, MEAN = "sum", "mean"
UNSCORED, LOWEST = "unscored", "lowest"
TOP = "top"
NOBODY = "score.none"


@dataclass(frozen=True, slots=True)
class Points:
    """What one option was given, and by how many ballots."""

    total: int
    scored: int
    top: int  # ballots that give the highest score

    def value(self, by: str) -> Number:
        """Nothing, where nobody scored it: `standing` leaves it out."""
        if by == SUM or not self.scored:
            return self.total
        return Fraction(self.total, self.scored)


def count(
    options: tuple[str, ...],
    ballots: tuple[Pile, ...],
    *,
    lowest: int = 0,
    highest: int = 5,
    by: str = SUM,
    missing: str = UNSCORED,
    seats: int = 1,
    ties: str = OPEN,
    order: tuple[int, ...] = (),
) -> Counted:
    """`by`: sum | mean. `missing`: a score left out is unscored, or counts as the lowest."""
    must_be(options, seats, ties, order)
    if lowest >= highest:
        raise ValueError("the highest score must be above the lowest")
    _must_be_known(by, missing, ties)
    valid, faults = sorted_out(ballots, lambda one: _fault(one, len(options), lowest, highest))
    instead = lowest if missing == LOWEST else None
    points = [_points(option, valid, instead, highest) for option in range(len(options))]
    values = [one.value(by) for one in points]
    reasons = {option: NOBODY for option, one in enumerate(points) if not one.scored}
    standing = [option for option in range(len(options)) if option not in reasons]
    filled = fill(standing, seats, values, _breakers(ties, points, order))
    return Counted(
        method="score",
        parameters={
            "lowest": lowest,
            "highest": highest,
            "by": by,
            "missing": missing,
            "seats": seats,
            "ties": ties,
            "order": list(order),
        },
        options=options,
        ballots=sum(alike for _, alike in valid),
        invalid=sum(faults.values()),
        stages=(Stage("count", rows(values, filled, reasons)),),
        chosen=filled.chosen,
        ties=filled.ties,
        more={
            "faults": faults,
            "open_seats": seats - len(filled.chosen),
            "total": [one.total for one in points],
            "scored": [one.scored for one in points],
            "top": [one.top for one in points],
        },
    )


def _must_be_known(by: str, missing: str, ties: str) -> None:
    known = by in {SUM, MEAN} and missing in {UNSCORED, LOWEST} and ties in {OPEN, TOP, ORDER}
    if not known:
        raise ValueError(f"no such rule: {by}, {missing}, {ties}")


def _fault(ballot: Scores, size: int, lowest: int, highest: int) -> str:
    """Why the ballot is invalid; empty if it is valid. One with no score at all is valid."""
    if len(ballot) != size:
        return "incomplete"
    given = (score for score in ballot if score is not None)
    return "" if all(lowest <= score <= highest for score in given) else "outside"


def _points(option: int, piles: Iterable[Pile], instead: int | None, highest: int) -> Points:
    total = scored = top = 0
    for ballot, alike in piles:
        score = instead if ballot[option] is None else ballot[option]
        if score is not None:
            total += score * alike
            scored += alike
            top += alike if score == highest else 0
    return Points(total, scored, top)


def _breakers(ties: str, points: list[Points], order: tuple[int, ...]) -> list[Breaker]:
    top: Breaker = (TOP, [one.top for one in points])
    last = [by_order(order)] if order else []
    return {OPEN: [], TOP: [top, *last], ORDER: last}[ties]
