"""Tasks and dissents as they are shown: plain frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Line:
    """What was told on a day: added, progress, moved, changed, done or dropped."""

    seq: int
    at: datetime
    kind: str
    text: str
    due_before: date | None
    due_after: date | None
    corrects: int | None
    teller: str  # a name; empty where everybody reads
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class TaskView:
    """One thing that somebody has to do; `standing` is of today, `late` counts days past its day.

    `dissent` and what belongs to it are of an explanation only.
    """

    id: str
    kind: str  # carry_out | explain
    text: str
    person: str
    who: str
    told: str
    due: date
    state: str
    made_at: datetime
    ended_at: datetime | None
    meeting: str
    series: str
    session: str
    item: str
    item_no: int
    item_title: str
    next_step: str
    idea: str
    dissenter: str
    dissent: str
    named: bool
    dissenter_name: str
    standing: str
    late: int
    lines: tuple[Line, ...] = ()

    @property
    def told_lines(self) -> tuple[Line, ...]:
        """What was told since it began: the first line only repeats the task."""
        return tuple(line for line in self.lines if line.kind != "added")

    @property
    def ending(self) -> str:
        """What was done, or why it was dropped."""
        ends = [line.text for line in self.lines if line.kind in {"done", "dropped"}]
        return ends[-1] if ends else ""


@dataclass(frozen=True, slots=True)
class DissentView:
    """What somebody did not agree to; `name` is empty unless they agreed to be named.

    `due`: until when it is explained in writing.
    """

    id: str
    item: str
    item_no: int
    person: str
    text: str
    at: datetime
    named: bool
    name: str
    due: date | None = None
