"""Ranked ballots in a table: a row for each ballot, or for several that are alike.

Either the columns are ranks (rank1, rank2, …) and the cells name options, or the columns are
options and the cells are ranks. A column `count` or `weight` says how many ballots a row stands
for. Beside ranks other columns are passed over; where columns are options there may be no others.
"""

from __future__ import annotations

import csv
import io
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

RANK = re.compile(r"rank[ _]?([1-9][0-9]{0,4})", re.IGNORECASE)
HOW_MANY = ("count", "weight")
SKIPPED = ("", "skipped", "undervote")
OVERVOTE = "overvote"
Row = tuple[int, int, list[str]]  # line, how many ballots, the cells that matter


def parse(text: str, *, seats: int = 1, title: str = "") -> RankedFile:
    """Read a ranked table; it does not say how many seats there are, so that is asked.

    With columns of ranks the options stand in the order in which they are first named, row by
    row. UnreadableError says in which line it went wrong and what to do.
    """
    table = _table(checked(text))
    if not table:
        raise at_line(1, "the file is empty: the first line must name the columns")
    header = [cell.strip() for cell in table[0][1]]
    ranks = _ranks(header)
    columns = ranks or [at for at, name in enumerate(header) if name.lower() not in HOW_MANY]
    rows = _rows(table[1:], header, columns)
    if ranks:
        options, profile = _by_rank(rows)
    else:
        options = _options([header[at] for at in columns])
        profile = _by_option(rows, len(options))
    return RankedFile(title, seats, options, (), profile)


def _table(text: str) -> list[tuple[int, list[str]]]:
    """Rows that are not empty, with the number of the line where each ends."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    table = []
    try:
        table = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error:
        advice = "this is no row of a table: close the quotes, and double a quote inside"
        raise at_line(max(reader.line_num, 1), advice) from None
    return table


def _ranks(header: list[str]) -> list[int]:
    """Where rank 1, rank 2 and so on stand; empty where the columns are options."""
    found = [(at, RANK.fullmatch(name)) for at, name in enumerate(header)]
    at_rank = sorted((int(match[1]), at) for at, match in found if match)
    if [rank for rank, _ in at_rank] != list(range(1, len(at_rank) + 1)):
        raise at_line(1, "number the columns rank1, rank2, … without a gap, each once")
    return [at for _, at in at_rank]


def _rows(table: list[tuple[int, list[str]]], header: list[str], columns: list[int]) -> list[Row]:
    """The cells of the ranks or options, and how many ballots each row stands for."""
    many_at = [at for at, name in enumerate(header) if name.lower() in HOW_MANY]
    if len(many_at) > 1:
        raise at_line(1, "keep one column that says how many ballots a row stands for")
    rows = []
    for line, cells in table:
        if len(cells) != len(header):
            advice = f"this row has {len(cells)} cells and the first one {len(header)}"
            raise at_line(line, f"{advice}: put names that hold a comma in quotes")
        many = 1
        if many_at:
            many = whole(cells[many_at[0]].strip(), line, "the count", 0, MAX_CHARACTERS)
        rows.append((line, many, [cells[at].strip() for at in columns]))
    return rows


def _options(names: list[str]) -> tuple[str, ...]:
    """The names in the first line, each once."""
    if not names or "" in names or len(set(names)) != len(names):
        raise at_line(1, "name each option once in the first line, or number rank1, rank2")
    if len(names) > MAX_OPTIONS:
        raise at_line(1, f"there are more than {MAX_OPTIONS:,} options: split the file")
    return tuple(names)


def _by_rank(rows: list[Row]) -> tuple[tuple[str, ...], Profile]:
    """Cells name options."""
    numbers: dict[str, int] = {}
    for line, _, cells in rows:
        for cell in cells:
            if cell.lower() not in (*SKIPPED, OVERVOTE):
                numbers.setdefault(cell, len(numbers))
        if len(numbers) > MAX_OPTIONS:
            raise at_line(line, f"there are more than {MAX_OPTIONS:,} options")
    if not numbers:
        raise at_line(1, "no row names an option: write names below rank1, rank2")
    # The file does not say which options were marked together. All are taken, so that the rank
    # is overvoted whoever still stands.
    everybody = tuple(range(len(numbers)))
    ballots = [
        (_trimmed([_rank(cell, numbers, everybody) for cell in cells]), many)
        for _, many, cells in rows
    ]
    return tuple(numbers), merged(ballots)


def _rank(cell: str, numbers: dict[str, int], everybody: tuple[int, ...]) -> tuple[int, ...]:
    if cell.lower() in SKIPPED:
        return ()
    return everybody if cell.lower() == OVERVOTE else (numbers[cell],)


def _by_option(rows: list[Row], size: int) -> Profile:
    """Cells are ranks; the same rank twice is an overvote, a rank that is missing is skipped."""
    ballots = []
    for line, many, cells in rows:
        ranks: list[list[int]] = [[] for _ in range(size)]
        for option, cell in enumerate(cells):
            if cell.lower() not in SKIPPED:
                ranks[whole(cell, line, f"the rank {cell[:20]!r}", 1, size) - 1].append(option)
        ballots.append((_trimmed([tuple(rank) for rank in ranks]), many))
    return merged(ballots)


def _trimmed(ranks: list[tuple[int, ...]]) -> Ranking:
    """Empty ranks at the end say nothing; without them ballots that are alike are seen to be."""
    while ranks and not ranks[-1]:
        ranks.pop()
    return tuple(ranks)
