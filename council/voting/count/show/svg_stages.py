"""Several stages side by side: a line for each option, a column for each stage, small bars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from council.voting.count.counted import CHOSEN, OUT
from council.voting.count.show import svg
from council.voting.count.show.letters import width
from council.voting.count.show.numbers import all_numbers
from council.voting.count.show.svg_bars import MARKS, Scale, scale

if TYPE_CHECKING:
    from collections.abc import Sequence

    from council.voting.count.counted import Number, Row, Stage
    from council.voting.count.show.report import Report

NAMES = 168
LEFT = svg.MARGIN + NAMES
ROOM = svg.WIDTH - svg.MARGIN - LEFT  # for the columns of all stages
AT_ONCE = 5  # stages side by side, if their numbers fit; more of them go below
DIGIT = 9  # the width of one, bold
GAP = 12
NAME, VALUE, SMALL = 15, 14, 12
NAME_LINES = 2
HEAD, LINE, HIGH = 56, 56, 8


@dataclass(frozen=True, slots=True)
class Frame:
    """What all cells share."""

    report: Report
    ident: str
    column: int  # from stage to stage
    at_once: int
    measure: Scale


def frame(report: Report, ident: str) -> Frame:
    """Columns as wide as there is room for, and never narrower than the longest number."""
    stages = report.counted.stages
    longest = max(width(report.digits(number)) for number in all_numbers(report.counted))
    at_once = min(AT_ONCE, len(stages), max(ROOM // ((longest + 2) * DIGIT), 1))
    column = ROOM // at_once
    numbers = [row.value for stage in stages for row in stage.rows]
    needed = [stage.threshold for stage in stages if stage.threshold is not None]
    return Frame(report, ident, column, at_once, scale([*numbers, *needed], column - GAP))


def draw(report: Report, top: int, ident: str) -> tuple[list[str], int]:
    """Blocks of a few stages, on one scale; the parts, and where the next thing may stand."""
    shared = frame(report, ident)
    stages = list(enumerate(report.counted.stages))
    parts: list[str] = []
    y = top
    for first in range(0, len(stages), shared.at_once):
        drawn, y = _block(shared, stages[first : first + shared.at_once], y)
        parts += drawn
    return parts, y


def _block(frame: Frame, block: Sequence[tuple[int, Stage]], top: int) -> tuple[list[str], int]:
    parts = [
        _head(frame, number, stage, LEFT + place * frame.column, top)
        for place, (number, stage) in enumerate(block)
    ]
    y = top + HEAD
    for option, name in enumerate(frame.report.names):
        parts += [svg.rule(y), svg.group(name, _option(frame, option, block, y))]
        y += LINE
    under, y = _under(frame, block, y)
    return [*parts, *under], y


def _head(frame: Frame, number: int, stage: Stage, x: int, y: int) -> str:
    """Its number, what it does, and about whom; the whole of it when pointed at."""
    report, room = frame.report, frame.column - GAP
    what = svg.shortened(report.say("stage", stage.what), room, SMALL)
    about = svg.shortened(report.listed(stage.about), room, SMALL)
    lines = [
        svg.text(x, y + 12, str(number + 1), size=VALUE, bold=True),
        svg.text(x, y + 29, what, size=SMALL),
        svg.text(x, y + 46, about, size=SMALL, colour=svg.QUIET),
    ]
    return svg.group(report.step(number + 1, stage), lines)


def _option(frame: Frame, option: int, block: Sequence[tuple[int, Stage]], y: int) -> list[str]:
    name = frame.report.names[option]
    lines = svg.fitted(name, NAMES - GAP, NAME)
    if len(lines) > NAME_LINES:
        rest = name[len(lines[0]) :].lstrip()
        lines = [lines[0], svg.shortened(rest, NAMES - GAP, NAME)]
    parts = svg.lines(svg.MARGIN, y + 20, lines, size=NAME)
    for place, (_, stage) in enumerate(block):
        for row in stage.rows:
            if row.option == option:
                x = LEFT + place * frame.column
                parts += _cell(frame, row, stage, x, y)
    return parts


def _cell(frame: Frame, row: Row, stage: Stage, x: int, y: int) -> list[str]:
    """Who is out and has nothing left has no bar."""
    if row.state == OUT and not row.value and not row.change:
        return [svg.text(x, y + 20, "×", size=VALUE, colour=svg.QUIET)]
    digits, measure = frame.report.digits, frame.measure
    value = f"{MARKS.get(row.state, '')}{digits(row.value)}"
    start = measure.place(min(row.value, 0), x)
    look = svg.fill(row.state, frame.ident)
    parts = [
        svg.text(x, y + 19, value, size=VALUE, bold=row.state == CHOSEN),
        svg.text(x, y + 34, frame.report.change(stage, row), size=SMALL, colour=svg.QUIET),
        svg.bar(start, y + 41, measure.length(row.value), HIGH, look),
    ]
    if stage.threshold is not None:
        parts.append(svg.dashed(measure.place(stage.threshold, x), y + 38, y + 53))
    return parts


def _under(frame: Frame, block: Sequence[tuple[int, Stage]], y: int) -> tuple[list[str], int]:
    """Threshold, exhausted and lost, each where any stage of the block has it."""
    parts = [svg.rule(y)]
    for code in ("threshold", "exhausted", "lost"):
        numbers = [getattr(stage, code) for _, stage in block]
        if any(numbers):
            names = svg.fitted(frame.report.say("label", code), NAMES - GAP, SMALL)
            parts += svg.lines(svg.MARGIN, y + 18, names, size=SMALL, colour=svg.QUIET)
            parts += _values(frame, numbers, y + 18)
            y += svg.step(SMALL) * len(names) + 4
    return parts, y + 20


def _values(frame: Frame, numbers: Sequence[Number | None], y: int) -> list[str]:
    return [
        svg.text(LEFT + place * frame.column, y, frame.report.digits(number), size=SMALL)
        for place, number in enumerate(numbers)
        if number is not None
    ]
