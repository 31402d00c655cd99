"""Files of ranked ballots, as other counts and cities publish them. Parsers take text, no files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from council.voting.count.ranked import Profile, Ranking

MAX_OPTIONS = 1_000  # a count keeps a row for each at each stage
MAX_CHARACTERS = 5_000_000  # of the whole text


class UnreadableError(ValueError):
    """A file that cannot be read. It says in which line, and what to do about it."""


def at_line(line: int, advice: str) -> UnreadableError:
    """The error with the number of the line before the advice."""
    return UnreadableError(f"Line {line}: {advice}.")


@dataclass(frozen=True, slots=True)
class RankedFile:
    """What a file of ranked ballots holds; options are numbered from 0 in its order."""

    title: str
    seats: int
    options: tuple[str, ...]
    withdrawn: tuple[int, ...]
    profile: Profile


def checked(text: str) -> str:
    """The text without its byte order mark; UnreadableError where it is too long."""
    if len(text) > MAX_CHARACTERS:
        raise at_line(1, f"the file is longer than {MAX_CHARACTERS:,} characters: split it")
    return text.removeprefix("\ufeff")


def whole(word: str, line: int, what: str, low: int, high: int) -> int:
    """A whole number in plain digits from `low` to `high`; `what` names it in the advice."""
    fits = word.isascii() and word.isdigit() and len(word) <= len(str(high))
    if not fits or not low <= int(word) <= high:
        raise at_line(line, f"{what} must be a whole number from {low} to {high}")
    return int(word)


def merged(ballots: list[tuple[Ranking, int]]) -> Profile:
    """Ballots that are alike together, in the order in which each kind first came."""
    total: dict[Ranking, int] = {}
    for ranking, many in ballots:
        total[ranking] = total.get(ranking, 0) + many
    return tuple(total.items())
