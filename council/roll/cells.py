"""One cell of a spreadsheet → one typed value, or a reason code that says what is wrong."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime

OLDEST_YEAR = 1890
ELDER_WORDS = {"是": True, "长辈版": True, "1": True, "否": False, "标准版": False, "0": False}
SEPARATORS = re.compile(r"[,，、;；\s]+")
MOST_AREA = 10_000_000  # hundredths of a square metre


class BadCellError(ValueError):
    """`code` is the reason, `values` fill its sentence."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def plain(value: object) -> str:
    """What a person would read in the cell: wide digits narrow, 101.0 as 101, no odd spaces."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = unicodedata.normalize("NFKC", str(value))
    return " ".join(
        "".join(c for c in text if unicodedata.category(c)[0] != "C" or c == "\n").split()
    )


def text(value: object, most: int, *, needed: bool = False) -> str:
    found = plain(value)
    if needed and not found:
        raise BadCellError("roll.missing")
    if len(found) > most:
        raise BadCellError("roll.too_long", most=most)
    return found


def choice(value: object, allowed: tuple[str, ...]) -> str:
    """One of the words, or nothing."""
    found = plain(value)
    if found and found not in allowed:
        raise BadCellError("roll.choice", allowed="、".join(allowed))
    return found


def phone(value: object) -> str:
    """A mobile or a land line in digits; nothing is allowed, people without one exist."""
    digits = re.sub(r"[\s()-]", "", plain(value)).removeprefix("+86")
    if digits and not re.fullmatch(r"1[3-9][0-9]{9}|0[0-9]{9,11}", digits):
        raise BadCellError("roll.phone")
    return digits


def day(value: object, today: date) -> date | None:
    """A date cell, or 1956-10-17, 1956/10/17, 1956年10月17日, 19561017."""
    if isinstance(value, datetime):
        value = value.date()
    found = value if isinstance(value, date) else _written_day(plain(value))
    if found is not None and not date(OLDEST_YEAR, 1, 1) <= found <= today:
        raise BadCellError("roll.date")
    return found


def _written_day(written: str) -> date | None:
    if not written:
        return None
    match = re.fullmatch(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?", written)
    try:
        return date(*map(int, match.groups())) if match else _not_a_day()
    except ValueError:
        return _not_a_day()


def _not_a_day() -> date:
    raise BadCellError("roll.date")


def area(value: object) -> int:
    """Square metres with at most two decimals → hundredths of a square metre."""
    written = plain(value).replace("㎡", "").removesuffix("m2").strip()
    match = re.fullmatch(r"(\d{1,6})(?:\.(\d{1,2})0*)?", written)
    found = int(match[1]) * 100 + int((match[2] or "0").ljust(2, "0")) if match else 0
    if not 0 < found <= MOST_AREA:
        raise BadCellError("roll.area")
    return found


def elder(value: object) -> bool | None:
    """长辈版: yes, no, or nothing said."""
    word = "1" if value is True else "0" if value is False else plain(value)
    if word and word not in ELDER_WORDS:
        raise BadCellError("roll.choice", allowed="是、否")
    return ELDER_WORDS.get(word)


def several(value: object) -> list[str]:
    """A list in one cell, with any usual separator."""
    return [part for part in SEPARATORS.split(plain(value)) if part]
