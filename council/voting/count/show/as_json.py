"""A count as JSON that two counts can be compared by, line by line.

Keys are sorted, lines are options in the order of the paper, and every value of a stage is text:
"12", "12.34500" or "1/3". Equal counts give equal bytes. A float is refused: TypeError.
"""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from council.voting.count.counted import Counted, Row, Stage, TieBreak
from council.voting.count.show.numbers import exact

if TYPE_CHECKING:
    from council.voting.count.counted import Number

VERSION = 1  # of this form; a reader refuses one that it does not know


def write(counted: Counted) -> str:
    return json.dumps(data(counted), ensure_ascii=False, sort_keys=True, indent=2) + "\n"


def data(counted: Counted) -> dict[str, Any]:
    """The same before it is written."""
    return {
        "version": VERSION,
        "method": counted.method,
        "parameters": plain(counted.parameters),
        "options": list(counted.options),
        "ballots": counted.ballots,
        "invalid": counted.invalid,
        "stages": [_stage(stage) for stage in counted.stages],
        "chosen": list(counted.chosen),
        "ties": [_tie(tie) for tie in counted.ties],
        "more": plain(counted.more),
    }


def plain(value: Any) -> Any:
    """Only what JSON has, and no number that is not exact."""
    if isinstance(value, float):
        raise TypeError(f"a count has no floats: {value}")
    if isinstance(value, Fraction):
        return exact(value)
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value


def _stage(stage: Stage) -> dict[str, Any]:
    return {
        "what": stage.what,
        "about": list(stage.about),
        "rows": [_row(row) for row in sorted(stage.rows, key=lambda row: row.option)],
        "exhausted": _number(stage.exhausted),
        "lost": _number(stage.lost),
        "threshold": None if stage.threshold is None else _number(stage.threshold),
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "option": row.option,
        "value": _number(row.value),
        "change": _number(row.change),
        "state": row.state,
        "why": row.why,
    }


def _tie(tie: TieBreak) -> dict[str, Any]:
    return {
        "stage": tie.stage,
        "options": list(tie.options),
        "taken": list(tie.taken),
        "by": tie.by,
    }


def _number(number: Any) -> str:
    plain(number)  # refuses a float
    return exact(number)


def read(data: dict[str, Any]) -> Counted:
    """What `data` wrote, as a count that can be shown; `more` and parameters stay as JSON.

    KeyError, TypeError or ValueError for what it has not written.
    """
    if data["version"] != VERSION:
        raise ValueError(f"version {data['version']}")
    return Counted(
        method=data["method"],
        parameters=data["parameters"],
        options=tuple(data["options"]),
        ballots=data["ballots"],
        invalid=data["invalid"],
        stages=tuple(_stage_of(one) for one in data["stages"]),
        chosen=tuple(data["chosen"]),
        ties=tuple(
            TieBreak(one["stage"], tuple(one["options"]), tuple(one["taken"]), one["by"])
            for one in data["ties"]
        ),
        more=data["more"],
    )


def _stage_of(data: dict[str, Any]) -> Stage:
    return Stage(
        data["what"],
        tuple(
            Row(
                one["option"],
                number_of(one["value"]),
                one["state"],
                number_of(one["change"]),
                one["why"],
            )
            for one in data["rows"]
        ),
        tuple(data["about"]),
        number_of(data["exhausted"]),
        number_of(data["lost"]),
        None if data["threshold"] is None else number_of(data["threshold"]),
    )


def number_of(text: str) -> Number:
    """The number that `exact` wrote."""
    number = Fraction(text)
    return number.numerator if number.denominator == 1 else number
