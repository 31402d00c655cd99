"""Approval: everybody marks as many options as they can agree to; the most marked take the seats.

A ballot is a tuple of option numbers. An empty one is valid: it approves of nobody, and counts
in the base of the threshold. The same option twice, or one that is not on the paper: invalid.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from council.voting.count.choose import elect
from council.voting.count.seats import OPEN
from council.voting.count.tallies import Limits, add_up

if TYPE_CHECKING:
    from council.meetings.shares import Share
    from council.voting.count.counted import Counted
    from council.voting.count.tallies import Pile


def count(
    options: tuple[str, ...],
    ballots: tuple[Pile, ...],
    *,
    seats: int = 1,
    threshold: Share | None = None,
    ties: str = OPEN,
    order: tuple[int, ...] = (),
) -> Counted:
    """`threshold`, `ties` and `order` as in choose; the limits are those of the paper itself."""
    found = add_up(len(options), ballots, Limits(0, max(len(options), 1), 1))
    return elect("approval", options, found, {}, seats, threshold, ties, order)
