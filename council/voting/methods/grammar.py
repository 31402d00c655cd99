"""One ballot, one string: how the ballot of each method is written, read and refused.

choose, approval, budget: `a,c`. score, dots: `a=3,b=0`. irv, stv: `b>a>c`. A blank one: `-`.
Marks and numbers stand in the order of the options, so that equal ballots are equal strings.
Whatever is not exactly as it would be written here is no ballot of the poll.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from council.refusal import Refused, unreadable
from council.voting.methods.sheet import NUMBERED, RANKED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from council.voting.methods.sheet import Sheet

BLANK = "-"
_UNKNOWN = "poll.choice_unknown"


def must_be_ballot(sheet: Sheet, text: str) -> None:
    """Raises Refused (422) with the reason why the text is no ballot of this poll."""
    read(sheet, text)


def is_ballot(sheet: Sheet, text: str) -> bool:
    try:
        read(sheet, text)
    except Refused:
        return False
    return True


def read(sheet: Sheet, text: str) -> dict[str, int]:
    """Code → 1, its number, or its rank from 1 on. Raises Refused, 422.

    poll.choice_unknown: not as it is written; else the reasons of `must_fit`.
    """
    try:
        found = _taken_apart(sheet, text)
    except ValueError as error:
        raise unreadable(_UNKNOWN) from error
    marks = dict(found)
    if len(marks) < len(found) or not marks.keys() <= set(sheet.codes):
        raise unreadable(_UNKNOWN)
    must_fit(sheet, marks)
    if write(sheet, marks) != text:
        raise unreadable(_UNKNOWN)
    return marks


def write(sheet: Sheet, marks: Mapping[str, int]) -> str:
    """The ballot with these marks: code → 1, its number, or its rank."""
    if sheet.method in RANKED:
        text = ">".join(sorted(marks, key=lambda code: marks[code]))
    elif sheet.method in NUMBERED:
        text = ",".join(f"{code}={marks[code]}" for code in sheet.codes if code in marks)
    else:
        text = ",".join(code for code in sheet.codes if code in marks)
    return text or BLANK


def must_fit(sheet: Sheet, marks: Mapping[str, int]) -> None:
    """Raises Refused (422): ballot.too_many, too_few, outside, dots_too_many, dots_on_one, ranks.

    The same for what a form sends and for what is read from a string.
    """
    check = {
        "choose": _chosen,
        "approval": _approved,
        "score": _scored,
        "dots": _dotted,
        "budget": _wanted,
    }.get(sheet.method, _ranked)
    check(sheet, marks)


def longest(sheet: Sheet) -> str:
    """As long as the longest ballot of the form, or longer: sealed ones are padded to it."""
    codes = sorted(sheet.codes, key=len, reverse=True)
    if sheet.method in RANKED:
        return ">".join(codes)
    if sheet.method == "score":
        return ",".join(f"{code}={sheet.parameters['highest']}" for code in codes)
    if sheet.method == "dots":
        dots = sheet.parameters["dots"]
        return ",".join(f"{code}={dots}" for code in codes[:dots])
    most = sheet.parameters.get("maximum") or len(codes)
    return ",".join(codes[:most])


def _taken_apart(sheet: Sheet, text: str) -> Sequence[tuple[str, int]]:
    if text == BLANK:
        return []
    if sheet.method in RANKED:
        return [(code, rank) for rank, code in enumerate(text.split(">"), 1)]
    if sheet.method in NUMBERED:
        pairs = [part.split("=") for part in text.split(",")]
        return [(code, _digits(number)) for code, number in pairs]
    return [(code, 1) for code in text.split(",")]


def _digits(text: str) -> int:
    """Plain digits and few of them: int() would take more than we write."""
    if not (text.isascii() and text.isdigit() and len(text) <= 4):  # noqa: PLR2004
        raise ValueError(text)
    return int(text)


def _chosen(sheet: Sheet, marks: Mapping[str, int]) -> None:
    least, most = sheet.parameters["minimum"], sheet.parameters["maximum"]
    if len(marks) > most:
        raise unreadable("ballot.too_many", most=most, given=len(marks))
    if len(marks) < least:
        raise unreadable("ballot.too_few", least=least, given=len(marks))


def _approved(sheet: Sheet, marks: Mapping[str, int]) -> None:
    """As many as one can agree to; none too."""


def _wanted(sheet: Sheet, marks: Mapping[str, int]) -> None:
    most = sheet.parameters["maximum"]
    if most and len(marks) > most:
        raise unreadable("ballot.too_many", most=most, given=len(marks))


def _scored(sheet: Sheet, marks: Mapping[str, int]) -> None:
    highest = sheet.parameters["highest"]
    if any(not 0 <= score <= highest for score in marks.values()):
        raise unreadable("ballot.outside", highest=highest)


def _dotted(sheet: Sheet, marks: Mapping[str, int]) -> None:
    """OST-5: what is not stuck is not written; who sticks nothing hands in a blank ballot."""
    dots, on_one = sheet.parameters["dots"], sheet.parameters["on_one"]
    if any(number < 1 for number in marks.values()):
        raise unreadable(_UNKNOWN)
    if sum(marks.values()) > dots:
        raise unreadable("ballot.dots_too_many", most=dots, given=sum(marks.values()))
    if on_one and any(number > on_one for number in marks.values()):
        raise unreadable("ballot.dots_on_one", most=on_one)


def _ranked(_: Sheet, marks: Mapping[str, int]) -> None:
    if not marks:
        raise unreadable("ballot.no_rank")
    ranks = sorted(marks.values())
    if len(set(ranks)) < len(ranks):
        twice = next(one for one in ranks if ranks.count(one) > 1)
        raise unreadable("ballot.rank_twice", rank=twice)
    if ranks != list(range(1, len(ranks) + 1)):
        missing = next(n for n, one in enumerate(ranks, 1) if n != one)
        raise unreadable("ballot.rank_missing", rank=missing)
