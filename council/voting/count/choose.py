"""Choose k of n: the options that most people chose take the seats.

A ballot is a tuple of option numbers. Too many, too few, the same one twice or one that is not
on the paper: the ballot is invalid and counted as such. What nobody chose never takes a seat,
even if seats are left over.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from council.voting.count.counted import Counted, Stage
from council.voting.count.seats import OPEN, ORDER, by_order, fill, must_be, rows
from council.voting.count.tallies import Limits, add_up

if TYPE_CHECKING:
    from collections.abc import Sequence

    from council.meetings.shares import Share
    from council.voting.count.tallies import Marks, Pile

BELOW = "threshold.missed"
NOBODY = "choice.none"


def count(
    options: tuple[str, ...],
    ballots: tuple[Pile, ...],
    *,
    seats: int = 1,
    minimum: int = 1,
    maximum: int | None = None,
    threshold: Share | None = None,
    ties: str = OPEN,
    order: tuple[int, ...] = (),
) -> Counted:
    """`maximum`: the seats, unless given. `threshold`: a part of the valid ballots.

    `ties`: `order` breaks a tie at the last seat by `order`, published before the vote; `open`
    leaves that seat open. ValueError for parameters that no ballot could keep.
    """
    most = seats if maximum is None else maximum
    parameters = {"minimum": minimum, "maximum": most}
    found = add_up(len(options), ballots, Limits(minimum, most, 1))
    return elect("choose", options, found, parameters, seats, threshold, ties, order)


def elect(
    method: str,
    options: tuple[str, ...],
    found: Marks,
    parameters: dict[str, Any],
    seats: int,
    threshold: Share | None,
    ties: str,
    order: Sequence[int],
) -> Counted:
    """Seats by marks, for every method where a ballot marks an option or does not."""
    must_be(options, seats, ties, order)
    if ties not in {OPEN, ORDER}:
        raise ValueError(f"no such rule for ties: {ties}")
    needed = threshold.least(found.valid) if threshold else None
    reasons = {option: BELOW for option, marks in enumerate(found.marks) if marks < (needed or 0)}
    reasons |= {option: NOBODY for option, marks in enumerate(found.marks) if not marks}
    standing = [option for option in range(len(options)) if option not in reasons]
    filled = fill(standing, seats, found.marks, [by_order(order)] if ties == ORDER else [])
    return Counted(
        method=method,
        parameters={
            **parameters,
            "seats": seats,
            "threshold": asdict(threshold) if threshold else None,
            "ties": ties,
            "order": list(order),
        },
        options=options,
        ballots=found.valid,
        invalid=found.invalid,
        stages=(Stage("count", rows(found.marks, filled, reasons), threshold=needed),),
        chosen=filled.chosen,
        ties=filled.ties,
        more={"faults": found.faults, "open_seats": seats - len(filled.chosen)},
    )
