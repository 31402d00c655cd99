"""What two wishes can have in common: words of the table, pairs of characters, characters."""

from __future__ import annotations

import re
import unicodedata

from council.ideas.similar_words import FILLERS, SAME

LONGEST = 120  # characters of a wish that count; by then it has said what it is about
WORD = "="  # before a word of the table; no gram begins so, since marks are dropped

_DIGITS = str.maketrans("〇零一二两三四五六七八九", "001223456789")
_TENS = re.compile(r"([1-9]?)十([0-9]?)")
_RUNS = re.compile(r"[a-z0-9]+|[^\W_a-z0-9]+")


def plain(text: str) -> str:
    """One form of writing: full and half width, capitals, and 十二栋 beside 12栋."""
    small = unicodedata.normalize("NFKC", text[:LONGEST])[:LONGEST].lower()
    return _TENS.sub(lambda ten: f"{ten[1] or 1}{ten[2] or 0}", small.translate(_DIGITS))


def _meanings() -> dict[str, str]:
    """Every word of the table with the first of its line; fillers with nothing."""
    found = {plain(word): "" for word in FILLERS.split()}
    for line in SAME.strip().splitlines():
        first, *others = (plain(word) for word in line.split())
        found |= dict.fromkeys((first, *others), WORD + first)
    return found


_MEANS = _meanings()
_KNOWN = re.compile("|".join(sorted(map(re.escape, _MEANS), key=len, reverse=True)))


def grams(text: str) -> frozenset[str]:
    """A word of the table is taken out whole; what is left gives characters and their pairs.

    Latin words and numbers stay whole, since a part of 502 says nothing.
    """
    found: set[str] = set()

    def taken(match: re.Match[str]) -> str:
        found.add(_MEANS[match[0]])
        return " "

    for run in _RUNS.findall(_KNOWN.sub(taken, plain(text))):
        if run.isascii():
            found.add(run)
        else:
            found.update(run)
            found.update(run[at : at + 2] for at in range(len(run) - 1))
    return frozenset(found - {""})
