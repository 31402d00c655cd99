"""Passwords that are tried first here: a short list by hand, and many by the rules people follow.

`denied_passwords.txt` holds the ones that follow no rule. All others are composed here, from our
own observation of habits and from no leaked list: words and surnames in pinyin, each with the
tails that people add (`denied_words.txt`); walks over the keyboard; runs, repetitions and mirrored
digits; dates.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import pairwise, product
from pathlib import Path

SHORTEST = 8
WALKS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890", "abcdefghijklmnopqrstuvwxyz")
COLUMNS = ("1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "8ik", "9ol", "0p")
OLDEST, NEWEST = date(1935, 1, 1), date(2030, 12, 31)


@cache
def passwords() -> frozenset[str]:
    """All of them that are long enough to be chosen at all, in small letters."""
    found = set(_file("denied_passwords.txt").split())
    words, surnames, tails = (_seeds(name) for name in ("words", "surnames", "tails"))
    found |= {word + tail for word, tail in product((*words, *surnames), tails)}
    found |= {one + other for one, other in product(words, words)}
    found |= {tail + word for word, tail in product(surnames, tails)}
    found |= _walks() | _columns() | _repetitions()
    return frozenset(one for one in found if len(one) >= SHORTEST)


def _file(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def _seeds(name: str) -> list[str]:
    """The words of `denied_words.txt` that stand behind this name."""
    lines = _file("denied_words.txt").splitlines()
    parts = [line.partition(": ") for line in lines]
    return [word for head, _, words in parts if head == name for word in words.split()]


def is_date(plain: str) -> bool:
    """Eight digits that are a day on which somebody living was born or will marry: 19560214."""
    if len(plain) != SHORTEST or not plain.isascii() or not plain.isdigit():
        return False
    try:
        day = date(int(plain[:4]), int(plain[4:6]), int(plain[6:]))
    except ValueError:
        return False
    return OLDEST <= day <= NEWEST


def is_run(plain: str) -> bool:
    """Each sign follows the one before by the same step: 23456789, 98765432, aaaaaaaa."""
    steps = {ord(after) - ord(before) for before, after in pairwise(plain)}
    return len(steps) == 1 and abs(steps.pop()) <= 1


def _walks() -> set[str]:
    """Along a row of keys, forwards and back, twice over, and with digits behind."""
    found: set[str] = set()
    for row in WALKS:
        for walk in (row * 2, row[::-1] * 2):
            pieces = {walk[at : at + n] for at in range(len(row)) for n in range(4, 13)}
            found |= pieces | {one + tail for one in pieces for tail in ("1", "12", "123", "1234")}
    return found


def _columns() -> set[str]:
    """Down the columns of the keyboard: 1qaz2wsx, zaq1xsw2."""
    down = [first + second for first, second in product(COLUMNS, COLUMNS)]
    return {*down, *(one[::-1] for one in down), "".join(COLUMNS[:3]), "".join(COLUMNS[:4])}


def _repetitions() -> set[str]:
    """Short pieces again and again, pairs and mirrored digits: 12121212, 11223344, 12344321."""
    shorts = [f"{n:02d}" for n in range(100)] + ["123", "321", "520", "1234", "1314", "abc", "qwe"]
    found = {(short * SHORTEST)[:length] for short in shorts for length in (8, 9, 10, 12)}
    for at in range(10):
        run = "".join(str((at + n) % 10) for n in range(5))
        found |= {run[:4] + run[:4][::-1], run + run[::-1], run + run, run[:4] * 2}
        found.add("".join(sign * 2 for sign in run[:4]))
        found.add("".join(sign * 2 for sign in run))
    return found
