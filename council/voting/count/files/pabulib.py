"""Pabulib's .pb: a participatory budget in one text, as cities publish it.

Three sections, META, PROJECTS and VOTES, each a line of column names and lines of values between
semicolons. Source: pabulib.org/format, and pb_file_format.md of equalshares-compute-tool. Money
becomes whole numbers of the smallest unit that the file uses; nothing is rounded.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from council.voting.count.budget import Ballots, Choice, Project
from council.voting.count.files import at_line, checked, whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Section → the columns that it must have.
SECTIONS = {
    "META": {"key", "value"},
    "PROJECTS": {"project_id", "cost"},
    "VOTES": {"voter_id", "vote"},
}
TYPES = ("approval", "choose-1", "ordinal", "cumulative", "scoring")
MONEY = re.compile(r"([0-9]{1,15})(?:[.,]([0-9]{1,9}))?")
MOST = 10**9  # of points or projects on a ballot
REMEDY = "compare with the original file or ask whoever published it"


@dataclass(frozen=True, slots=True)
class Line:
    """The values of one line by their column; `number` counts from 1."""

    number: int
    values: Mapping[str, str]

    def get(self, column: str) -> str:
        value = self.values.get(column, "")
        if not value:
            raise at_line(self.number, f"the column “{column}” is empty: {REMEDY}")
        return value


@dataclass(frozen=True, slots=True)
class BudgetFile:
    """What the file says. All money is in units of 1/`scale` of its currency."""

    meta: Mapping[str, str]
    budget: int
    projects: tuple[Project, ...]
    ballots: Ballots  # equal ones together, in order of their first
    vote_type: str
    scale: int  # 1 if all money is whole, 100 if there are cents
    ids: tuple[str, ...]  # project → its id in the file
    selected: tuple[int, ...] | None  # bought in reality by the rule; None: the file says nothing
    beside: tuple[int, ...]  # carried out for another reason (Pabulib's selected 2)
    min_length: int = 1  # how many projects a ballot had to name
    max_length: int = 0  # and could name; 0: as many as there are


def parse(text: str) -> BudgetFile:
    """Read a .pb. UnreadableError says in which line it went wrong and what to do."""
    sections = split(checked(text))
    found = {line.values["key"]: line for line in sections["META"]}
    meta = {key: line.values["value"] for key, line in found.items()}
    budget = needed(found, "budget")
    vote_type = needed(found, "vote_type").values["value"].lower()
    if vote_type not in TYPES:
        raise at_line(found["vote_type"].number, f"the vote type must be one of {', '.join(TYPES)}")
    lines = sections["PROJECTS"]
    counted(found, "num_projects", len(lines))
    counted(found, "num_votes", len(sections["VOTES"]))
    amounts = [money(budget.number, budget.values["value"])]
    amounts += [money(line.number, line.get("cost")) for line in lines]
    digits = max(len(part) for _, part in amounts)
    total, *costs = (int(units + part.ljust(digits, "0")) for units, part in amounts)
    places = numbered(lines)
    longest = whole_number(found, "max_length") or len(lines)
    votes = (choice(line, places, vote_type, longest) for line in sections["VOTES"])
    return BudgetFile(
        meta=meta,
        budget=total,
        projects=tuple(projects(lines, costs)),
        ballots=tuple(Counter(votes).items()),
        vote_type=vote_type,
        scale=10**digits,
        ids=tuple(places),
        selected=marked(lines, "1") if any("selected" in line.values for line in lines) else None,
        beside=marked(lines, "2"),
        min_length=whole_number(found, "min_length") or 1,
        max_length=whole_number(found, "max_length"),
    )


def split(text: str) -> dict[str, list[Line]]:
    """Section → its lines. A section starts with its name alone on a line."""
    found: dict[str, list[Line]] = {}
    section, columns = "", [""]
    for number, row in rows(text):
        if row[0].upper() in SECTIONS and not any(row[1:]):
            section, columns = row[0].upper(), []
            found[section] = []
        elif not section:
            raise at_line(number, "the file must begin with a line “META”")
        elif not columns:
            columns = named(number, section, row)
        else:
            found[section].append(Line(number, paired(number, columns, row)))
    for name in SECTIONS:
        if name not in found:
            end = len(text.splitlines()) + 1
            raise at_line(end, f"{name} is missing: the file is cut off or a quote never closed")
    return found


def rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Number of the line and its values; empty lines are left out."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    try:
        for row in reader:
            values = [value.strip() for value in row]
            if any(values):
                yield reader.line_num, values
    except csv.Error as error:
        raise at_line(reader.line_num, f"{error}: look for a quote that is never closed") from error


def named(number: int, section: str, row: list[str]) -> list[str]:
    columns = [name.lower() for name in row]
    if missing := SECTIONS[section] - set(columns):
        names = ", ".join(sorted(missing))
        raise at_line(number, f"below {section} must stand the names of its columns, with {names}")
    return columns


def paired(number: int, columns: list[str], row: list[str]) -> dict[str, str]:
    if len(row) > len(columns) and any(row[len(columns) :]):
        advice = f"{len(row)} values for {len(columns)} columns"
        raise at_line(number, f"{advice}: put a value that has a semicolon in quotes")
    row = row + [""] * (len(columns) - len(row))
    return dict(zip(columns, row, strict=False))


def needed(found: dict[str, Line], key: str) -> Line:
    if key not in found or not found[key].values["value"]:
        raise at_line(1, f"META says nothing of {key}: add a line “{key};” with its value")
    return found[key]


def whole_number(found: dict[str, Line], key: str) -> int:
    """0 where the file says nothing."""
    line = found.get(key)
    value = line.values["value"] if line else ""
    return whole(value, line.number, key, 0, MOST) if line and value else 0


def counted(found: dict[str, Line], key: str, number: int) -> None:
    """A file that is cut off must not be counted as if it were whole."""
    if key in found and whole_number(found, key) != number:
        raise at_line(found[key].number, f"{key} says otherwise, the file has {number}: {REMEDY}")


def money(number: int, value: str) -> tuple[str, str]:
    """Whole part and decimals, after a point or a comma. 1,000 could mean 1 or 1000: refused."""
    match = MONEY.fullmatch(re.sub(r"\s", "", value))
    if not match or len(match[2] or "") == len("000"):
        raise at_line(number, f"{value!r} is no amount: write 1000, 1000.50 or 1000,50")
    return match[1], (match[2] or "").rstrip("0")


def numbered(lines: list[Line]) -> dict[str, int]:
    """Id of a project → its place on the paper."""
    places: dict[str, int] = {}
    for line in lines:
        name = line.get("project_id")
        if name in places:
            raise at_line(line.number, f"project {name!r} comes twice: {REMEDY}")
        places[name] = len(places)
    return places


def projects(lines: list[Line], costs: list[int]) -> Iterator[Project]:
    for line, cost in zip(lines, costs, strict=True):
        if cost < 1:
            raise at_line(line.number, "a project must cost something: leave out what is free")
        yield Project(line.values.get("name") or line.get("project_id"), cost)


def marked(lines: list[Line], mark: str) -> tuple[int, ...]:
    return tuple(i for i, line in enumerate(lines) if line.values.get("selected") == mark)


def choice(line: Line, places: dict[str, int], vote_type: str, longest: int) -> Choice:
    """Projects with points, by their place on the paper, so that equal ballots are equal.

    An approval is 1 point. The first of a ranking has as many points as a ballot may name
    projects, each further one 1 less (Borda).
    """
    names = listed(line, "vote")
    for name in names:
        if name not in places:
            raise at_line(line.number, f"there is no project {name!r}: {REMEDY}")
    if len(set(names)) < len(names):
        raise at_line(line.number, f"the vote names a project twice: {REMEDY}")
    given = points(line, len(names), vote_type, longest)
    return tuple(sorted((places[name], worth) for name, worth in zip(names, given, strict=True)))


def points(line: Line, names: int, vote_type: str, longest: int) -> list[int]:
    if vote_type in {"approval", "choose-1"}:
        return [1] * names
    if vote_type == "ordinal":
        if names > longest:
            raise at_line(line.number, f"the vote ranks more than max_length, {longest}: {REMEDY}")
        return list(range(longest, longest - names, -1))
    given = listed(line, "points")
    if len(given) != names:
        raise at_line(line.number, f"{names} projects, but {len(given)} points: {REMEDY}")
    return [whole(value, line.number, "points", 0, MOST) for value in given]


def listed(line: Line, column: str) -> list[str]:
    value = line.values.get(column, "")
    return [part.strip() for part in value.split(",")] if value else []
