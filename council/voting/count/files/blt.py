"""BLT, the ballot file of OpenSTV, OpaVote and the Scottish councils.

First line: options and seats. Then, where there are any, withdrawn options as negative numbers.
Then a ballot on each line: how many are alike, the options by preference, 0. `=` joins options of
one rank, `-` is a skipped rank. A line 0 ends the ballots; names and the title follow, in quotes
or, as some councils print the title, bare. # begins a comment.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from council.voting.count.files import (
    MAX_CHARACTERS,
    MAX_OPTIONS,
    RankedFile,
    at_line,
    checked,
    merged,
    whole,
)

if TYPE_CHECKING:
    from council.voting.count.ranked import Profile, Ranking

QUOTED = re.compile(r'"((?:[^"]|"")*)"')  # a quote inside is doubled
Lines = list[tuple[int, str]]  # numbered from 1


def parse(text: str) -> RankedFile:
    """Read a BLT file. UnreadableError says in which line it went wrong and what to do."""
    lines = _lines(checked(text))
    if not lines:
        raise at_line(1, "the file is empty: the first line must give options and seats")
    size, seats = _header(*lines[0])
    end = next((at for at, (_, words) in enumerate(lines) if at and words == "0"), None)
    if end is None:
        raise at_line(lines[-1][0], "end the ballots with a line that holds only 0")
    withdrawn, ballots = _body(lines[1:end], size)
    names = _names(lines[end + 1 :])
    if not size <= len(names) <= size + 1:
        advice = f"the first line says {size} options, but {len(names)} names stand at the end"
        raise at_line(lines[-1][0], f"{advice}: correct one of them")
    title = names[size] if len(names) > size else ""
    return RankedFile(title, seats, tuple(names[:size]), withdrawn, ballots)


def _lines(text: str) -> Lines:
    """Lines that say something, without their comments."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    bare = [(number, _uncommented(line)) for number, line in enumerate(plain, 1)]
    return [(number, line) for number, line in bare if line]


def _uncommented(line: str) -> str:
    """Cut the line at a # outside quotes; one inside a word (No.#3) is part of a bare title."""
    if "#" not in line:
        return line.strip()
    inside = False
    for at, letter in enumerate(line):
        if letter == '"':
            inside = not inside
        elif letter == "#" and not inside and line[at - 1 : at] in ("", " ", "\t", '"'):
            return line[:at].strip()
    return line.strip()


def _header(line: int, words: str) -> tuple[int, int]:
    """How many options, how many seats."""
    parts = words.split()
    if len(parts) != 2:  # noqa: PLR2004 -- options and seats
        raise at_line(line, "write the number of options and the number of seats here")
    size = whole(parts[0], line, "the number of options", 1, MAX_OPTIONS)
    return size, whole(parts[1], line, "the number of seats", 1, MAX_OPTIONS)


def _body(lines: Lines, size: int) -> tuple[tuple[int, ...], Profile]:
    """Withdrawn options first, then the ballots."""
    withdrawn: set[int] = set()
    ballots: list[tuple[Ranking, int]] = []
    for line, words in lines:
        parts = words.split()
        if re.fullmatch(r"-\S+", parts[0]):
            if ballots or not all(word.startswith("-") for word in parts):
                advice = "withdrawn options stand above the first ballot, each with a minus"
                raise at_line(line, advice)
            withdrawn.update(_option(word.removeprefix("-"), line, size) for word in parts)
        else:
            ballots.append(_ballot(line, words, size))
    return tuple(sorted(withdrawn)), merged(ballots)


def _option(word: str, line: int, size: int) -> int:
    return whole(word, line, f"option {word[:20]!r}", 1, size) - 1


def _ballot(line: int, words: str, size: int) -> tuple[Ranking, int]:
    """`3 2 1=4 - 5 0`: three ballots alike."""
    parts = re.sub(r"\s*=\s*", "=", words).split()
    if parts[-1] != "0" or len(parts) == 1:
        raise at_line(line, "a ballot is its number, its preferences and a 0 at the end")
    many = whole(parts[0], line, "the number of ballots", 1, MAX_CHARACTERS)
    return tuple(_rank(word, line, size) for word in parts[1:-1]), many


def _rank(word: str, line: int, size: int) -> tuple[int, ...]:
    """One option, several joined by =, or none (-)."""
    if word == "-":
        return ()
    return tuple(_option(one, line, size) for one in word.split("="))


def _names(lines: Lines) -> list[str]:
    """Every quoted text; a line without quotes is one name as it stands."""
    names: list[str] = []
    for line, words in lines:
        if not words.startswith('"'):
            names.append(words)
            continue
        if QUOTED.sub("", words).strip():
            raise at_line(line, "close each name with a quote, and double a quote inside")
        names += [found.replace('""', '"').strip() for found in QUOTED.findall(words)]
    return names
