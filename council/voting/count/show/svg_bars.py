"""A bar for each option: its length is its value, from one zero line and on one scale."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from council.voting.count.counted import CHOSEN, OUT
from council.voting.count.show import svg
from council.voting.count.show.letters import width
from council.voting.count.show.numbers import cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from council.voting.count.counted import Number, Row, Stage
    from council.voting.count.show.report import Report

NAMES = 176  # for the names, left of the bars
LEFT = svg.MARGIN + NAMES + 16
ROOM = 380  # at most, for the longest bar
DIGIT = 10  # the width of one, bold, in the numbers right of the bars
HIGH = 24
NAME, SMALL = 16, 14
MARKS = {CHOSEN: "✓ ", OUT: "× "}


@dataclass(frozen=True, slots=True)
class Scale:
    """From value to place, exact until it is cut to thousandths of a pixel."""

    low: Number
    high: Number
    room: int

    def length(self, number: Number) -> str:
        return cut(abs(self._part(number)), 3)

    def place(self, number: Number, left: int) -> str:
        return cut(left + self._part(number - self.low), 3)

    def _part(self, number: Number) -> Fraction:
        return Fraction(number) * self.room / (self.high - self.low)


def scale(numbers: Sequence[Number], room: int) -> Scale:
    """Zero is always on it, so that lengths can be compared."""
    both: list[Number] = [0, *numbers]
    low, high = min(both), max(both)
    return Scale(low, high if high > low else low + 1, room)


def draw(
    report: Report, stage: Stage, needed: Number | None, top: int, ident: str
) -> tuple[list[str], int]:
    """The parts, and where the next thing may stand."""
    values = [row.value for row in stage.rows]
    measure = scale([*values, *([] if needed is None else [needed])], _room(report, stage))
    options, numbers, y = [], [], top
    for row in sorted(stage.rows, key=lambda row: (-row.value, row.state != CHOSEN)):
        names, notes = _words(report, row)
        bar = svg.bar(*_span(measure, row, y), HIGH, svg.fill(row.state, ident))
        below = y + 14 + svg.step(NAME) * len(names)
        words = [
            *svg.lines(svg.MARGIN, y + 16, names, size=NAME),
            *svg.lines(svg.MARGIN, below, notes, size=SMALL, colour=_colour(row)),
        ]
        options.append(svg.group(report.names[row.option], [bar, *words]))
        numbers.append(_number(report, row, measure, y))
        y = max(below + svg.step(SMALL) * len(notes) + 2, y + HIGH + 12)
    lines = [svg.upright(measure.place(0, LEFT), top - 4, y - 8)]
    if needed is not None:
        lines.append(svg.dashed(measure.place(needed, LEFT), top - 6, y - 6))
    # The numbers last: a line may run behind them, never through them.
    return [*options, *lines, *numbers], y


def _room(report: Report, stage: Stage) -> int:
    """What the longest number leaves for the bars."""
    longest = max((width(_label(report, row)) for row in stage.rows), default=0)
    return max(min(ROOM, svg.WIDTH - LEFT - 16 - longest * DIGIT), ROOM // 4)


def _words(report: Report, row: Row) -> tuple[list[str], list[str]]:
    note = _note(report, row)
    names = svg.fitted(report.names[row.option], NAMES, NAME)
    return names, svg.fitted(note, NAMES, SMALL) if note else []


def _span(measure: Scale, row: Row, y: int) -> tuple[str, int, str]:
    return measure.place(min(row.value, 0), LEFT), y, measure.length(row.value)


def _number(report: Report, row: Row, measure: Scale, y: int) -> str:
    """Right of the bar, or of zero."""
    end = int(Fraction(measure.place(max(row.value, 0), LEFT)))
    bold = row.state == CHOSEN
    return svg.text(end + 8, y + 17, _label(report, row), size=NAME, bold=bold, halo=True)


def _label(report: Report, row: Row) -> str:
    return " · ".join(filter(None, [report.digits(row.value), report.share(row)]))


def _note(report: Report, row: Row) -> str:
    """Rank, or what became of it."""
    special = report.by_option()
    if "ranks" not in special:
        return f"{MARKS.get(row.state, '')}{report.state(row)}"
    values = {"rank": special["ranks"][row.option]}
    if "people" not in special:
        return report.sentence("rank", **values)
    return report.sentence("rank_people", **values, people=special["people"][row.option])


def _colour(row: Row) -> str:
    return svg.GREEN if row.state == CHOSEN else svg.QUIET
