"""Finds the wishes that are like one that somebody is typing.

What two wishes share, by how rare it is, over a mean of both lengths in which that of the entry
counts little: of the simple methods compared in docs/similar.md it put the right wish first most
often, and still nothing is more like a text than itself. Pure: whoever holds an index adds and
removes as wishes come and go.
"""

from __future__ import annotations

import math
from heapq import nlargest
from typing import TYPE_CHECKING, NamedTuple

from council.ideas.similar_text import WORD, grams

if TYPE_CHECKING:
    from collections.abc import Iterable

LEAST = 0.1  # below this, what is alike is chance; a caller may ask for more
LENGTH = 0.3  # how far the length of an entry counts against it; at 0.5 this is the cosine
WORTH = 3.0  # of a word of the table, beside characters that somebody happened to use
CLOSER = 40  # entries that are compared exactly
MOST_READ = 40_000  # occurrences that one query reads: its time has a bound whatever is typed


class Near(NamedTuple):
    """An entry that is alike; 1 says the same."""

    id: str
    score: float


class Similar:
    """An index over (id, text) in memory; not for two threads at once.

    Tuples of numbers and joined strings, since the garbage collector soon leaves them alone: with a
    set or an array for every gram, one whole collection would be the longest stall of all.
    """

    def __init__(self, entries: Iterable[tuple[str, str]] = ()) -> None:
        self._last = 0  # numbers are not used again
        self._numbers: dict[str, int] = {}
        self._names: dict[int, str] = {}
        self._grams: dict[int, str] = {}  # an entry's grams with spaces between them
        self._having: dict[str, tuple[int, ...]] = {}  # a gram's entries
        for name, text in entries:
            self.add(name, text)

    def __len__(self) -> int:
        return len(self._numbers)

    def add(self, name: str, text: str) -> None:
        """Take an entry in; an id that is known gets the new text."""
        self.remove(name)
        self._last += 1
        own = sorted(grams(text))
        for gram in own:
            self._having[gram] = (*self._having.get(gram, ()), self._last)
        self._numbers[name] = self._last
        self._names[self._last] = name
        self._grams[self._last] = " ".join(own)

    def remove(self, name: str) -> None:
        """Forget an entry; one that is not there is no fault."""
        if (number := self._numbers.pop(name, None)) is None:
            return
        del self._names[number]
        for gram in self._grams.pop(number).split():
            others = tuple(one for one in self._having.pop(gram) if one != number)
            if others:
                self._having[gram] = others

    def query(self, text: str, most: int = 5) -> tuple[Near, ...]:
        """The entries most like `text`, best first; nothing where nothing is alike enough."""
        asked = sorted(grams(text))
        weights = {gram: self._weight(gram) for gram in asked}
        whole = sum(weights.values())
        near = [
            Near(self._names[number], self._score(number, weights, whole))
            for number in self._candidates(weights)
        ]
        alike = [one for one in near if one.score >= LEAST]
        alike.sort(key=lambda one: (-one.score, one.id))
        return tuple(alike[: max(most, 0)])

    def _candidates(self, weights: dict[str, float]) -> list[int]:
        """The entries that share most for their length; the rarest grams are read first."""
        known = sorted((len(self._having[gram]), gram) for gram in weights if gram in self._having)
        shared: dict[int, float] = {}
        read = 0
        for having, gram in known:
            read += having
            if read > MOST_READ:
                break
            weight = weights[gram]
            for number in self._having[gram]:
                shared[number] = shared.get(number, 0.0) + weight
        return nlargest(
            CLOSER, shared, key=lambda number: shared[number] / len(self._grams[number]) ** LENGTH
        )

    def _score(self, number: int, weights: dict[str, float], whole: float) -> float:
        """At most 1, since what is shared exceeds neither `whole`, what is asked, nor the entry."""
        own = shared = 0.0
        for gram in self._grams[number].split():
            if gram in weights:
                shared += weights[gram]
                own += weights[gram]
            else:
                own += self._weight(gram)
        alike = shared / (math.pow(own, LENGTH) * math.pow(whole, 1 - LENGTH))
        return round(alike, 6)  # sums of the same parts in another order are one score

    def _weight(self, gram: str) -> float:
        """How rare a gram is, squared, times what its kind tells."""
        having = len(self._having.get(gram, ()))
        rare = math.log(1 + (len(self._numbers) - having + 0.5) / (having + 0.5))
        return (WORTH if gram.startswith(WORD) else 1.0) * rare * rare
