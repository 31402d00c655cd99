"""How sectors voted by name, and to whom that is said: pure.

A sector of three tells whose vote it was. Of a secret vote there is no breakdown at all; of one by
name those who belong to the meeting read it, and everybody only where no number in it is small.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from council.voting.rules import CHOICES, SMALLEST_SECRET

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PLAIN = CHOICES["yes_no_abstain"]


@dataclass(frozen=True, slots=True)
class SectorVotes:
    """One sector: its electors, and how many chose what; `silent` did not vote."""

    name: str
    electors: int
    yes: int
    no: int
    abstain: int

    @property
    def silent(self) -> int:
        return self.electors - self.yes - self.no - self.abstain

    @property
    def cells(self) -> tuple[int, ...]:
        return (self.yes, self.no, self.abstain)


def by_sector(voters: Iterable[tuple[str, str]]) -> tuple[SectorVotes, ...]:
    """(sector, choice or '') of every elector → a line for each sector, in the order they come."""
    found: dict[str, dict[str, int]] = {}
    for sector, choice in voters:
        line = found.setdefault(sector, {})
        line[choice] = line.get(choice, 0) + 1
    return tuple(
        SectorVotes(name, sum(line.values()), *(line.get(choice, 0) for choice in PLAIN))
        for name, line in found.items()
    )


def shown(
    mode: str, lines: tuple[SectorVotes, ...], *, inside: bool, least: int = SMALLEST_SECRET
) -> tuple[SectorVotes, ...]:
    """What of it may be shown. `inside`: to somebody who belongs to the meeting, or inspects it.

    To others all or nothing: of all lines but one, the last comes out by subtraction.
    """
    if mode != "named" or len([one for one in lines if one.name]) < 2:  # noqa: PLR2004 - one is all
        return ()
    if inside:
        return lines
    small = [cell for one in lines for cell in one.cells if cell < least]
    return () if small else lines


def summed(lines: Iterable[SectorVotes]) -> Mapping[str, int]:
    """Over all sectors: equal to the published counts."""
    found = list(lines)
    return {choice: sum(getattr(one, choice) for one in found) for choice in PLAIN}
