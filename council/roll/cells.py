"""One cell of a spreadsheet → one typed value, or a reason code that says what is wrong."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime

OLDEST_YEAR = 1890
ELDER_WORDS = {"是": True, "长辈版": True, "1": True, "否": False, "标准版": False, "0": False}
SEPARATORS = re.compile(r"[,，、;；\s]+")
MOST_AREA = 10_000_000  # hundredths of a square metre
NUMERALS = {word: str(value) for value, word in enumerate("一二三四五六七八九十", start=1)}
_HOUSE = r"(?P<building>[0-9]+[a-z]?|[一二三四五六七八九十])(?:号楼|幢|栋|座|楼|#)"
_STAIR = r"(?P<entrance>[0-9]+|[一二三四五六七八九十甲乙丙丁])(?:单元|门|梯)"
_ROOM = r"(?P<room>[0-9]{1,4}[a-z]?)(?:室|房|号|户)?"
WRITTEN = re.compile(rf"{_HOUSE}[-,]?(?:{_STAIR})?[-,]?{_ROOM}$")
DASHED = re.compile(
    r"(?:^|[^0-9a-z])(?P<building>[0-9]+[a-z]?)-(?:(?P<entrance>[0-9]+)-)?(?P<room>[0-9]{1,4}[a-z]?)(?:室|房)?$"
)


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


def place(value: object) -> tuple[str, str, str] | None:
    """A flat out of an address: …3幢1单元502室, 3号楼502, 3-1-502 → ("3", "1", "502")."""
    written = re.sub(r"#?[—–－_/-]+", "-", plain(value).replace(" ", "").casefold())
    match = WRITTEN.search(written) or DASHED.search(written)
    return _numbers(*match.group("building", "entrance", "room")) if match else None


def place_of(building: str, entrance: str, room: str) -> tuple[str, str, str]:
    """The same key for a flat whose parts stand in cells of their own: 3幢, 1单元, 502室."""
    parts = [
        re.sub(r"(?:号楼|幢|栋|座|楼|#|单元|门|梯|室|房|户)$", "", _bare(one))
        for one in (building, entrance, room)
    ]
    return _numbers(*parts)


def _bare(text: str) -> str:
    return plain(text).replace(" ", "").casefold()


def _numbers(building: str, entrance: str | None, room: str) -> tuple[str, str, str]:
    return (_number(building), _number(entrance or ""), _number(room))


def _number(text: str) -> str:
    found = NUMERALS.get(text, text)
    return found.lstrip("0") or found


def household(value: object) -> int:
    """Which household of the unit, from 1 on; 0 when nothing is said."""
    written = plain(value)
    if written and not re.fullmatch(r"[1-9][0-9]?", written):
        raise BadCellError("roll.household")
    return int(written or 0)
