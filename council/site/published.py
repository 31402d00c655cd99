"""What is public, as one list: its kinds, what a search means, where in a text it was found."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from council.web.forms import clean

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

# Each kind, and the page that one of it has.
PATHS = {
    "notice": "/notices/",
    "minutes": "/minutes/",
    "result": "/polls/",
    "meeting": "/meetings/",
    "outcome": "/outcomes/",
    "proposal": "/proposals/",
    "wish": "/wishes/",
    "call": "/calls/",
    "idea": "/ideas/",
}
KINDS = tuple(PATHS)
LONGEST = 40  # characters of a search
MOST = 5  # words of it
BRACKETS = (
    "[]()【】〔〕（）［］〖〗「」"  # 〔2026〕 is on few keyboards: any bracket stands for any
)
AROUND = 24  # characters of an excerpt on either side of what was found


@dataclass(frozen=True, slots=True)
class Published:
    """One public thing: `no` is its number or empty, `state` a word of its own kind."""

    kind: str
    id: str
    no: str
    title: str
    at: datetime
    state: str
    text: str = ""  # only where it was searched

    @property
    def path(self) -> str:
        return PATHS[self.kind] + self.id


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of an excerpt; `found`: it is what was looked for."""

    text: str
    found: bool


def words(text: str) -> tuple[str, ...]:
    """What to look for: all of these, in any order."""
    plain = clean(text)[:LONGEST].lower().replace('"', " ").replace("\\", " ")
    return tuple(dict.fromkeys(plain.split()))[:MOST]


def like(word: str) -> str:
    """The word as a pattern of LIKE with ! as its escape; a bracket is any one character."""
    marked = word.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return "%" + re.sub(f"[{re.escape(BRACKETS)}]", "_", marked) + "%"


def holds(text: str, looked_for: Iterable[str]) -> bool:
    """Whether all words stand in it."""
    return all(re.search(_expression(word), text, re.IGNORECASE) for word in looked_for)


def excerpt(text: str, looked_for: Iterable[str]) -> tuple[Piece, ...]:
    """The first place where a word stands, with what is around it; empty if none does."""
    pattern = "|".join(_expression(word) for word in looked_for)
    flat = " ".join(text.split())
    first = re.search(pattern, flat, re.IGNORECASE) if pattern else None
    if first is None:
        return ()
    start, end = max(first.start() - AROUND, 0), min(first.end() + 2 * AROUND, len(flat))
    cut = ("…" if start else "") + flat[start:end] + ("…" if end < len(flat) else "")
    pieces = re.split(f"({pattern})", cut, flags=re.IGNORECASE)
    return tuple(Piece(piece, bool(no % 2)) for no, piece in enumerate(pieces) if piece)


def _expression(word: str) -> str:
    return "".join("." if one in BRACKETS else re.escape(one) for one in word)
