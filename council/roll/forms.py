"""The forms of the register, from text fields to typed values."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from council.refusal import unreadable
from council.roll import cells, rules
from council.roll.cells import BadCellError
from council.web.filled import Filled

Value = TypeVar("Value")
Changed = dict[str, str | bool | date | None]


def person(form: Filled, today: date) -> Changed:
    """What may be changed of a person; number and birth date only where something was typed.

    They stand on no form (they would be seen without a reason): empty leaves them, a mark
    takes them away. Faults stand in the form.
    """
    found: Changed = {
        "name": form.text("name", most=rules.NAME),
        "gender": form.choice("gender", rules.GENDERS),
        "hukou": form.choice("hukou", rules.HUKOU),
        "pinyin": form.optional("pinyin", most=rules.PINYIN),
        "elder": form.typed("elder") == "1",
    }
    if form.typed("no_phone"):
        found["phone"] = ""
    elif form.typed("phone"):
        found["phone"] = read(form, "phone", cells.phone, "")
    if form.typed("birth_date"):
        found["birth_date"] = read(form, "birth_date", lambda text: cells.day(text, today), None)
    return found


def read(form: Filled, name: str, parse: Callable[[object], Value], otherwise: Value) -> Value:
    """A field by the rules of the spreadsheet's cell."""
    try:
        return parse(form.typed(name))
    except BadCellError as bad:
        form.blame(name, unreadable(bad.code, **bad.values))
        return otherwise


def measure(form: Filled) -> tuple[int, str]:
    """Area in hundredths of a square metre, and where it was read."""
    return read(form, "area", cells.area, 0), form.optional("area_source", most=rules.NUMBER)


def tenure(form: Filled) -> tuple[str, str, str]:
    """Kind, name and credit code of who holds a unit without being a person."""
    return (
        form.choice("kind", rules.CORPORATE),
        form.text("name", most=rules.COMPANY),
        form.optional("credit_code", most=rules.CREDIT),
    )
