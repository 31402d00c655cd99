"""Exact numbers as digits: all of them, or cut; nothing is ever rounded."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from council.voting.count.counted import Counted, Number

STV_PLACES = 5  # a transfer value is cut to so many decimals, so every value of STV has them
DECIMALS = range(STV_PLACES + 1)


def exact(number: Number) -> str:
    """Equal numbers, equal text: 12, 12.34500 or 1/3."""
    if decimals(number) is None:
        return str(Fraction(number))
    return cut(number, STV_PLACES if decimals(number) else 0)


def decimals(number: Number) -> int | None:
    """How many decimals show it exactly; None if five are not enough."""
    fraction = Fraction(number)
    return next((places for places in DECIMALS if 10**places % fraction.denominator == 0), None)


def cut(number: Number, places: int) -> str:
    """The digits that fit, towards nothing: 2/3 with two places is 0.66, -2/3 is -0.66."""
    fraction = Fraction(number)
    whole = abs(fraction.numerator) * 10**places // fraction.denominator
    digits = str(whole).rjust(places + 1, "0")
    text = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return f"-{text}" if whole and fraction < 0 else text


@dataclass(frozen=True, slots=True)
class Digits:
    """How the numbers of one report are written: alike, so that columns can be compared."""

    places: int = 0
    fractions: bool = False  # as a/b
    is_cut: bool = False  # some of them are longer than is shown

    def __call__(self, number: Number) -> str:
        return str(Fraction(number)) if self.fractions else cut(number, self.places)

    def change(self, number: Number) -> str:
        """With its sign; empty for nothing."""
        text = self(number)
        return f"+{text}" if number > 0 else text if number else ""


def digits(counted: Counted, places: int = 2, *, fractions: bool = False) -> Digits:
    """As few decimals as show every value exactly; `places`, cut, where no five decimals do."""
    if fractions:
        return Digits(fractions=True)
    needed = [decimals(number) for number in all_numbers(counted)]
    if None in needed:
        return Digits(places, is_cut=True)
    if "stv" in counted.method:
        return Digits(STV_PLACES)
    return Digits(max((one for one in needed if one), default=0))


def all_numbers(counted: Counted) -> Iterator[Number]:
    """Every value that a stage shows."""
    for stage in counted.stages:
        yield from (stage.exhausted, stage.lost, stage.threshold or 0)
        for row in stage.rows:
            yield from (row.value, row.change)
