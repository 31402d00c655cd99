"""What the holder of a letter must know besides its code: pure comparisons.

The room is no such fact: it stands on the letter, for whoever carries it to the door.
"""

from __future__ import annotations

import hmac
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

LAST = 4  # digits of an ID number that the roll keeps
_DAY = re.compile(r"([0-9]{4})[^0-9A-Z]+([0-9]{1,2})[^0-9A-Z]+([0-9]{1,2})[^0-9A-Z]*")


@dataclass(frozen=True, slots=True)
class Told:
    """What was typed: the name, and the last four of the ID number or the birth date."""

    name: str = ""
    fact: str = ""

    def __bool__(self) -> bool:
        return bool(self.name and self.fact)


@dataclass(frozen=True, slots=True)
class OnRoll:
    """What the roll knows of the same person."""

    name: str
    id_last4: str
    birth_date: date | None

    @property
    def enough(self) -> bool:
        """Whether there is anything to compare with."""
        return len(self.id_last4) == LAST or self.birth_date is not None


def agree(told: Told, roll: OnRoll) -> bool:
    """Whether name and one fact are right; every comparison is made, whatever the first says."""
    named = _same(told.name, roll.name)
    known = [_same(told.fact, one) for one in _facts(roll)]
    return named and any(known)


def _facts(roll: OnRoll) -> Iterator[str]:
    """A fact that the roll does not have is no way in."""
    if len(roll.id_last4) == LAST:
        yield roll.id_last4
    if roll.birth_date is not None:
        yield roll.birth_date.strftime("%Y%m%d")


def _same(typed: str, known: str) -> bool:
    return hmac.compare_digest(_plain(typed).encode(), _plain(known).encode())


def _plain(text: str) -> str:
    """Letters and digits in one case and width; 1990-3-5 and 1990年3月5日 become 19900305."""
    normal = unicodedata.normalize("NFKC", text).upper().strip()
    day = _DAY.fullmatch(normal)
    if day:
        normal = f"{day[1]}{day[2]:0>2}{day[3]:0>2}"
    return "".join(sign for sign in normal if sign.isalnum())
