"""Who is meant by a row without a number: somebody on the roll, or somebody new. Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from council.roll.reading import Finding, PersonRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

PREFIX = "D"  # of numbers that the import gives


def numbered(
    rows: Sequence[PersonRow], known: Mapping[str, PersonRow]
) -> tuple[list[PersonRow], list[Finding]]:
    """Every row with its number; rows that fit several people are refused.

    The ID number decides; else the name with the phone, the birth date or the flat.
    """
    if all(one.roll_no for one in rows):
        return list(rows), []
    signs: dict[tuple[str, ...], set[str]] = {}
    for number, one in known.items():
        for sign in _signs(one):
            signs.setdefault(sign, set()).add(number)
    taken = set(known) | {one.roll_no for one in rows}
    fresh = _fresh(taken)
    found: list[PersonRow] = []
    unclear: list[Finding] = []
    used = {one.roll_no for one in rows if one.roll_no}
    for row in rows:
        fitting = set() if row.roll_no else _fitting(row, signs)
        if row.roll_no or not fitting:
            found.append(row if row.roll_no else replace(row, roll_no=next(fresh)))
        elif len(fitting) == 1 and not fitting & used:
            used |= fitting
            found.append(replace(row, roll_no=next(iter(fitting))))
        else:
            values = {"numbers": "、".join(sorted(fitting)[:5])}
            unclear.append(Finding(row.sheet, row.row, "姓名", "roll.who", values))
    return found, unclear


def _fitting(row: PersonRow, signs: Mapping[tuple[str, ...], set[str]]) -> set[str]:
    """By the strongest sign that anybody fits."""
    return next((signs[one] for one in _signs(row) if one in signs), set())


def _signs(one: PersonRow) -> Iterable[tuple[str, ...]]:
    """The strongest first; empty ones say nothing."""
    if one.id_hash:
        yield ("id", one.id_hash)
    if one.phone:
        yield ("phone", one.name, one.phone)
    if one.birth_date:
        yield ("born", one.name, one.birth_date)
    for unit, _ in one.homes:
        yield ("home", one.name, unit)


def _fresh(taken: set[str]) -> Iterator[str]:
    """D00001, D00002, … after the last that is taken."""
    used = [int(one[1:]) for one in taken if re.fullmatch(rf"{PREFIX}[0-9]{{1,8}}", one)]
    number = max(used, default=0)
    while True:
        number += 1
        yield f"{PREFIX}{number:05d}"
