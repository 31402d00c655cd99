"""Long columns of a meeting, read as one text: only a line that changed is made anew.

A room of two thousand moves several times a second, and mostly one of its lines has changed.
The database says each row as one line of JSON, so that an equal line is an equal row.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

One = TypeVar("One")


@dataclass(frozen=True, slots=True)
class Lines(Generic[One]):
    """What was read, and what it was made into: Chinese and English."""

    text: str
    english: Mapping[str, str]  # names of sectors
    made: Mapping[str, tuple[One, One]]
    chinese: tuple[One, ...]
    translated: tuple[One, ...]


def make(
    text: str,
    english: Mapping[str, str],
    one_of: Callable[[list[Any]], One],
    in_english: Callable[[One, Mapping[str, str]], One],
    before: Lines[One] | None,
) -> Lines[One]:
    """Everything that `text` says; what stood in `before` is the same object again."""
    kept: Mapping[str, tuple[One, One]] = {}
    if before is not None and before.english == english:
        if before.text == text:
            return before
        kept = before.made
    made: dict[str, tuple[One, One]] = {}
    for line in text.split("\n") if text else ():
        pair = kept.get(line)
        if pair is None:
            one = one_of(json.loads(line))
            pair = (one, in_english(one, english))
        made[line] = pair
    pairs = made.values()
    return Lines(text, english, made, tuple(p[0] for p in pairs), tuple(p[1] for p in pairs))
