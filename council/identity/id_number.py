"""The 18-digit number of GB 11643-1999 (IDP-1): checked once, then only hashed (IDP-3)."""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import date

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK = "10X98765432"
OLDEST = 130  # years
# Provinces only: counties are abolished and made anew, and old cards keep the old code.
_RANGES = ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83), (91, 91))
PROVINCES = frozenset(str(code) for first, last in _RANGES for code in range(first, last + 1))


def fault(number: str, today: date) -> str | None:
    """The reason code of what is wrong with it, or None. `number` is upper case, no spaces."""
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return "roll.id_form"
    if number[:2] not in PROVINCES:
        return "roll.id_province"
    born = birth_date(number)
    if born is None or born > today or today.year - born.year > OLDEST:
        return "roll.id_date"
    return None if check_sign(number) == number[17] else "roll.id_check"


def check_sign(number: str) -> str:
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, number, strict=False))
    return CHECK[total % 11]


def birth_date(number: str) -> date | None:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def gender(number: str) -> str:
    """Digit 17: odd is 男, even is 女."""
    return "男" if int(number[16]) % 2 else "女"


def keyed_hash(number: str, pepper: bytes) -> str:
    """For finding the same person twice. A plain hash of so few numbers would protect nothing."""
    return hmac.new(pepper, b"id-number/v1:" + number.encode(), hashlib.sha256).hexdigest()
