"""From who holds what to heads and area (OWN-2, OWN-3, OWN-5, OWN-7): pure, whole numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

PARKING = re.compile(r"车位|车库|车棚|摊位")  # how a roll names what nobody lives in


@dataclass(frozen=True, slots=True)
class Holding:
    """One unit: `owner` is the same for one owner's units; `person` may be called for it.

    `ruling`: of several owners' units that were decided to be one head, or of one that is its own.
    """

    unit: str
    name: str  # building, entrance and room
    area: int  # 0.01 m²
    owner: str  # empty: nobody on the roll holds it
    person: str = ""
    ruling: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """One head of the count, with the whole of its area; `person` empty: nobody can be called.

    `ruled`: somebody decided that these units count together, or by themselves.
    """

    owner: str
    person: str
    area: int
    units: tuple[str, ...]  # their names
    ruled: bool = False


@dataclass(frozen=True, slots=True)
class Owners:
    """`called`: a head each. `unlisted_*` count in the totals though nobody is called for them."""

    called: tuple[Head, ...] = ()
    unlisted_heads: int = 0
    unlisted_area: int = 0

    @property
    def heads(self) -> int:
        return len(self.called) + self.unlisted_heads

    @property
    def area(self) -> int:
        return sum(head.area for head in self.called) + self.unlisted_area


def is_parking(name: str) -> bool:
    return PARKING.search(name) is not None


def heads(holdings: Iterable[Holding], *, count_parking: bool) -> tuple[Head, ...]:
    """One owner with several units is one head, the developer's units together are one head.

    What somebody decided about units goes before what the roll says of their owners (OWN-3).
    """
    merged: dict[str, Head] = {}
    for one in holdings:
        if is_parking(one.name) and not count_parking:
            continue
        key = f"ruling {one.ruling}" if one.ruling else one.owner or f"unit {one.unit}"
        before = merged.get(key, Head(one.owner, "", 0, ()))
        merged[key] = Head(
            before.owner,
            before.person or one.person,
            before.area + one.area,
            (*before.units, one.name),
            bool(one.ruling),
        )
    return tuple(merged.values())


def seated(found: Iterable[Head]) -> Owners:
    """Nobody is called twice: a second head of one person counts as one without a voice here."""
    called: dict[str, Head] = {}
    others: list[Head] = []
    for head in found:
        if head.person and head.person not in called:
            called[head.person] = head
        else:
            others.append(head)
    return Owners(tuple(called.values()), len(others), sum(head.area for head in others))


def metres(area: int) -> str:
    """2020.50, exactly."""
    return f"{area // 100}.{area % 100:02d}"
