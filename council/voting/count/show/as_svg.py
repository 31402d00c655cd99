"""A count as a picture: bars of the last stage, or several stages as a table with small bars.

The file stands alone: no script, no font and no other file is loaded. States are told apart by
filling and by word, so that a grey copy says the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from council.voting.count.show import svg, svg_bars, svg_stages
from council.voting.count.show.letters import plain
from council.voting.count.show.numbers import digits
from council.voting.count.show.report import Report

if TYPE_CHECKING:
    from collections.abc import Mapping

    from council.voting.count.counted import Counted, Number

TITLE, LARGE, SMALL = 22, 16, 14
ROOM = svg.WIDTH - 2 * svg.MARGIN


def write(
    counted: Counted,
    title: str,
    words: Mapping[str, str],
    *,
    places: int = 2,
    fractions: bool = False,
    ident: str = "count",
) -> str:
    """`ident` begins every id inside, for several pictures on one page; numbers as in the text."""
    report = Report(counted, words, digits(counted, places, fractions=fractions))
    head, y = _head(report, plain(title))
    body, y = _body(report, y + 12, ident)
    outcome, y = _paragraphs([report.outcome()], y + 28, svg.INK)
    notes, y = _paragraphs(_notes(report), y + 2)
    parts = [*head, *body, *outcome, *notes]
    return svg.page(ident, plain(title), description(report), y + 4, parts)


def description(report: Report) -> str:
    """The picture for who cannot see it: the outcome, and every value of the last stage."""
    values = [
        f"{report.names[row.option]} {report.digits(row.value)}"
        for stage in report.counted.stages[-1:]
        for row in stage.rows
    ]
    return " ".join([report.counted_ballots(), report.outcome(), report.joined(values)])


def _head(report: Report, title: str) -> tuple[list[str], int]:
    names = svg.fitted(title, ROOM, TITLE)
    bottom = 40 + svg.step(TITLE) * (len(names) - 1)
    counted = report.counted_ballots()
    quiet, y = _paragraphs([counted], bottom + 24)
    large = svg.lines(svg.MARGIN, 40, names, size=TITLE)
    return [*large, *quiet], y


def _body(report: Report, y: int, ident: str) -> tuple[list[str], int]:
    stages = report.counted.stages
    if _is_table(report.counted):
        return svg_stages.draw(report, y, ident)
    return (
        svg_bars.draw(report, stages[-1], _needed(report.counted), y, ident) if stages else ([], y)
    )


def _is_table(counted: Counted) -> bool:
    """Several stages of several options. Where a stage is about one alone, bars say more."""
    return len(counted.stages) > 1 and all(len(stage.rows) > 1 for stage in counted.stages)


def _needed(counted: Counted) -> Number | None:
    """The last threshold that a stage names."""
    named = [stage.threshold for stage in counted.stages if stage.threshold is not None]
    return named[-1] if named else None


def _notes(report: Report) -> list[str]:
    needed, digits = _needed(report.counted), report.digits
    return [
        *([] if needed is None else [report.sentence("needed", number=digits(needed))]),
        *report.ties(),
        *([report.sentence("cut", places=digits.places)] if digits.is_cut else []),
    ]


def _paragraphs(sentences: list[str], y: int, colour: str = svg.QUIET) -> tuple[list[str], int]:
    parts: list[str] = []
    size = SMALL if colour == svg.QUIET else LARGE
    for sentence in sentences:
        folded = svg.fitted(sentence, ROOM, size)
        parts += svg.lines(svg.MARGIN, y, folded, size=size, colour=colour)
        y += svg.step(size) * len(folded) + 4
    return parts, y
