"""Who takes the seats when every option has one value; a tie at the last seat is never hidden.

Equal options that all find a seat need no order. Where they do not, the breakers are asked one
after the other; whatever is equal after the last one leaves its seats open.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from council.voting.count.counted import CHOSEN, IN, OUT, Row, TieBreak

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from council.voting.count.counted import Number

OPEN = "open"  # how a tie was "broken" that nothing broke
ORDER = "order"  # by the order that was published before the vote
TIED = "tie.open"  # why an option is neither chosen nor out

Breaker = tuple[str, "Sequence[Number]"]  # what it is called; the higher value goes first


@dataclass(frozen=True, slots=True)
class Filled:
    """`tied`: equal at the last seat, which therefore stays open."""

    chosen: tuple[int, ...] = ()
    ties: tuple[TieBreak, ...] = ()
    tied: tuple[int, ...] = ()


def must_be(options: Sequence[str], seats: int, ties: str, order: Sequence[int]) -> None:
    """ValueError where the parameters cannot be meant."""
    if not options or seats < 1:
        raise ValueError("there must be an option and a seat")
    if order and sorted(order) != list(range(len(options))):
        raise ValueError("a published order names every option once")
    if ties == ORDER and not order:
        raise ValueError("ties are broken by an order that nobody published")


def by_order(order: Sequence[int]) -> Breaker:
    """Who stands earlier in the published order goes first."""
    places: list[Number] = [0] * len(order)
    for place, option in enumerate(order):
        places[option] = -place
    return ORDER, places


def fill(
    standing: Iterable[int], seats: int, values: Sequence[Number], breakers: Iterable[Breaker] = ()
) -> Filled:
    """The highest values take the seats."""
    chosen, equal = _cut(standing, seats, values)
    ties: list[TieBreak] = []
    for by, key in breakers:
        taken, rest = _cut(equal, seats - len(chosen), key)
        if taken or rest != equal:
            ties.append(TieBreak(0, equal, taken, by))
        chosen, equal = chosen + taken, rest
    if equal:
        ties.append(TieBreak(0, equal, (), OPEN))
    return Filled(chosen, tuple(ties), equal)


def rows(values: Sequence[Number], filled: Filled, reasons: Mapping[int, str]) -> tuple[Row, ...]:
    """A line for each option; `reasons` for those that could not be chosen at all."""
    states = dict.fromkeys(filled.chosen, CHOSEN) | dict.fromkeys(filled.tied, IN)
    why = {**reasons, **dict.fromkeys(filled.tied, TIED)}
    return tuple(
        Row(option, value, states.get(option, OUT), why=why.get(option, ""))
        for option, value in enumerate(values)
    )


def _cut(
    options: Iterable[int], seats: int, key: Sequence[Number]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Who has a seat for sure, and the equal ones for whom the seats left are too few."""
    taken: tuple[int, ...] = ()
    groups: dict[Number, tuple[int, ...]] = {}
    for option in options:
        groups[key[option]] = (*groups.get(key[option], ()), option)
    for value in sorted(groups, reverse=True):
        left = seats - len(taken)
        if len(groups[value]) > left:
            return taken, groups[value] if left else ()
        taken += groups[value]
    return taken, ()
