"""What every method gives back: its stages, who is chosen, and where a tie was broken and how.

Options are numbered from 0 in the order of the ballot paper. Every value is exact: an int, or a
Fraction where a ballot's worth is divided.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

Number = int | Fraction

IN, CHOSEN, OUT = "in", "chosen", "out"


@dataclass(frozen=True, slots=True)
class Row:
    """One option at one stage; `change` is what this stage gave or took."""

    option: int
    value: Number
    state: str = IN  # in | chosen | out
    change: Number = 0
    why: str = ""  # code of the reason for its state, where the numbers do not say it


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the count; `what` is a code such as first, excluded, surplus, bought."""

    what: str
    rows: tuple[Row, ...]
    about: tuple[int, ...] = ()  # the options that this step is about
    exhausted: Number = 0  # ballots that name nobody who is left
    lost: Number = 0  # by cutting fractions, in all so far
    threshold: Number | None = None  # what had to be reached


@dataclass(frozen=True, slots=True)
class TieBreak:
    """`options` were equal; `taken` was taken for what the stage did, by history or by order."""

    stage: int
    options: tuple[int, ...]
    taken: tuple[int, ...]
    by: str  # history | order


@dataclass(frozen=True, slots=True)
class Counted:
    """A whole count. `chosen` stands in the order in which they were chosen."""

    method: str
    parameters: dict[str, Any]  # as JSON can hold them; with the ballots all that decides
    options: tuple[str, ...]
    ballots: int  # valid ones
    invalid: int
    stages: tuple[Stage, ...]
    chosen: tuple[int, ...]
    ties: tuple[TieBreak, ...] = ()
    more: dict[str, Any] = field(default_factory=dict)  # what only this method has
