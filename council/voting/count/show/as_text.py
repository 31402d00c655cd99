"""A count as plain text for a terminal: what was asked, every stage as a table, who is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from council.voting.count.counted import CHOSEN
from council.voting.count.show.letters import pad, plain, width
from council.voting.count.show.numbers import digits
from council.voting.count.show.report import ELSEWHERE, Report

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from council.voting.count.counted import Counted, Row, Stage

GAP = "  "


def write(
    counted: Counted,
    title: str,
    words: Mapping[str, str],
    *,
    places: int = 2,
    fractions: bool = False,
) -> str:
    """Values that no five decimals hold are cut to `places`, or written as a/b."""
    report = Report(counted, words, digits(counted, places, fractions=fractions))
    head = plain(title)
    parts = [
        [head, "=" * width(head)],
        _ballots(report),
        _parameters(report),
        *(_stage(report, number) for number in range(len(counted.stages))),
        _listing(report, "ties", report.ties()),
        _more(report),
        [report.outcome(), *_note(report)],
    ]
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def table(lines: Sequence[Sequence[str]], right: Sequence[bool]) -> list[str]:
    """Columns side by side; `right`: which of them stand at their right edge."""
    widths = [max(map(width, column)) for column in zip(*lines, strict=True)]
    return [GAP + GAP.join(map(_padded, line, widths, right)).rstrip() for line in lines]


def _padded(text: str, columns: int, right: bool) -> str:  # noqa: FBT001 - one of a column
    return pad(text, columns, right=right)


def _pairs(pairs: Sequence[tuple[str, str]]) -> list[str]:
    return table(pairs, (False, False)) if pairs else []


def _listing(report: Report, label: str, lines: list[str]) -> list[str]:
    return [report.say("label", label), *(GAP + line for line in lines)] if lines else []


def _ballots(report: Report) -> list[str]:
    counted = report.counted
    invalid = " ".join([str(counted.invalid), *(f"({one})" for one in [report.faults()] if one)])
    return _pairs(
        [
            (report.say("label", "method"), report.say("method", counted.method)),
            (report.say("label", "valid"), str(counted.ballots)),
            (report.say("label", "invalid"), invalid),
        ]
    )


def _parameters(report: Report) -> list[str]:
    parameters = report.counted.parameters
    pairs = [(report.say("name", one), report.value(one, parameters[one])) for one in parameters]
    return [report.say("label", "parameters"), *_pairs(pairs)] if pairs else []


def _stage(report: Report, number: int) -> list[str]:
    stage = report.counted.stages[number]
    every = columns(report, stage, is_last=number == len(report.counted.stages) - 1)
    used = [column for column in every if any(column[1:])]
    right = [index > 0 and column is not every[-1] for index, column in enumerate(used)]
    return [
        report.step(number + 1, stage),
        *table(list(zip(*used, strict=True)), right),
        *_pairs(_under(report, stage)),
    ]


def columns(report: Report, stage: Stage, *, is_last: bool) -> list[list[str]]:
    """Each with its head; the one with the words stands last. An empty one is not printed."""
    rows = _sorted(report, stage)
    label = {code: report.say("label", code) for code in ("option", "change", "share", "state")}
    special = report.by_option() if is_last else {}
    return [
        [label["option"], *(report.names[row.option] for row in rows)],
        [report.head_of_numbers(), *(report.digits(row.value) for row in rows)],
        [label["change"], *(report.change(stage, row) for row in rows)],
        [label["share"], *(report.share(row) for row in rows)],
        *(
            [report.say("more", code), *(str(numbers[row.option]) for row in rows)]
            for code, numbers in special.items()
        ),
        [label["state"], *(report.state(row) for row in rows)],
    ]


def _sorted(report: Report, stage: Stage) -> Sequence[Row]:
    """One stage alone is a ranking; several are compared line by line, so they keep theirs."""
    if len(report.counted.stages) > 1:
        return stage.rows
    return sorted(stage.rows, key=lambda row: (-row.value, row.state != CHOSEN))


def _under(report: Report, stage: Stage) -> list[tuple[str, str]]:
    """What is said below the table of a stage."""
    numbers = {"exhausted": stage.exhausted or None, "lost": stage.lost or None}
    return [
        (report.say("label", code), report.digits(number))
        for code, number in {"threshold": stage.threshold, **numbers}.items()
        if number is not None
    ]


def _more(report: Report) -> list[str]:
    """What only this method has: single values first, then the tables."""
    more = {code: one for code, one in report.counted.more.items() if code not in ELSEWHERE}
    tables = {code: _one_table(report, one) for code, one in more.items()}
    pairs = [
        (report.say("more", code), report.value(code, more[code]))
        for code in more
        if not tables[code]
    ]
    lines = _pairs(pairs)
    for code in more:
        lines += [GAP + report.say("more", code), *tables[code]] if tables[code] else []
    return [report.say("label", "more"), *lines] if lines else []


def _one_table(report: Report, value: Any) -> list[str]:
    """Empty where the value is none."""
    if _all(dict, value):
        return _records(report, value)
    if _all(list, value) and all(len(line) == len(report.names) for line in [value, *value]):
        return _matrix(report, value)
    return []


def _all(kind: type, value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, kind) for one in value)


def _matrix(report: Report, value: list[list[Any]]) -> list[str]:
    """Every option against every other; the columns stand in the order of the lines."""
    numbered = [f"{number} {name}" for number, name in enumerate(report.names, 1)]
    head = ["", *(str(number) for number in range(1, len(value) + 1))]
    lines = [
        [name, *(report.value("", one) for one in line)]
        for name, line in zip(numbered, value, strict=True)
    ]
    return table([head, *lines], [False, *(True for _ in value)])


def _records(report: Report, records: list[dict[str, Any]]) -> list[str]:
    """A table of what has the same fields; `option` is a name."""
    keys = list(dict.fromkeys(key for record in records for key in record))
    lines = [[report.say("more", key) for key in keys]]
    lines += [[_cell(report, key, record.get(key)) for key in keys] for record in records]
    right = [key != "option" for key in keys]
    return table(lines, right)


def _cell(report: Report, key: str, value: Any) -> str:
    if value is None:
        return ""
    return report.names[value] if key == "option" else report.value(key, value)


def _note(report: Report) -> list[str]:
    cut = report.digits.is_cut
    return [report.sentence("cut", places=report.digits.places)] if cut else []
