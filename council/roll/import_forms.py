"""What the forms of an import say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from council.refusal import unreadable
from council.roll import headings
from council.roll.reading_work import MOST_LEAVING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NOTHING = "-"  # a sheet that is not of the roll
ID = re.compile(r"[a-z0-9]{1,16}")


def columns_said(
    typed: Mapping[str, str], asked: Sequence[Mapping[str, Any]]
) -> dict[str, dict[str, str]]:
    """By the key of its headings, what each of a sheet's columns means.

    Fields: `kind-0` for the first sheet, `column-0-3` for its fourth column. Raises
    roll.column_twice, roll.column_missing, roll.columns with nothing to import.
    """
    said: dict[str, dict[str, str]] = {}
    for at, one in enumerate(asked):
        if typed.get(f"kind-{at}") == NOTHING:
            said[one["key"]] = {}
            continue
        said[one["key"]] = _of_sheet(typed, at, one)
    if not any(said.values()):
        raise unreadable("roll.columns")
    return said


def _of_sheet(typed: Mapping[str, str], at: int, one: Mapping[str, Any]) -> dict[str, str]:
    mapping: dict[str, str] = {}
    for place, heading in enumerate(one["headings"]):
        ours = typed.get(f"column-{at}-{place}", "")
        if not heading or not ours:
            continue
        if ours not in headings.WORDS[one["kind"]]:
            raise unreadable("form.choice", field=f"column-{at}-{place}")
        if ours in mapping.values():
            raise unreadable("roll.column_twice", sheet=one["sheet"], column=ours)
        mapping[heading] = ours
    missing = headings.missing(one["kind"], mapping)
    if missing:
        raise unreadable(
            "roll.column_missing", sheet=one["sheet"] or "CSV", columns="、".join(missing)
        )
    return mapping


def leaving_ticked(values: Sequence[Any]) -> tuple[str, ...]:
    """The ids of the people who were ticked as moved out."""
    found = tuple(dict.fromkeys(value for value in values if isinstance(value, str)))
    if len(found) > MOST_LEAVING or not all(ID.fullmatch(one) for one in found):
        raise unreadable("form.choice", field="leaving")
    return found
