"""docs/asvs.toml against the standard's numbers: no item is missing, none is met without evidence.

An item is met by a test or a named part of a document, or it says "n/a: …" or "not met: …" with
the reason. What an item demands stands in the OWASP ASVS 5.0.0; here are its numbers and levels.
"""

from __future__ import annotations

import ast
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from council.checks.tools import CHECKOUT

if TYPE_CHECKING:
    from pathlib import Path

LIST = CHECKOUT / "docs/asvs.toml"
SHORTEST_REASON = 12  # characters: "not met: no" explains nothing
# Section: the level of its first item, of its second, …
LEVELS = """
    1.1:22 1.2:1111122223 1.3:112222222223 1.4:222 1.5:123 2.1:122 2.2:112 2.3:12223 2.4:23
    3.1:3 3.2:113 3.3:12223 3.4:11222233 3.5:11122333 3.6:3 3.7:22333 4.1:12233 4.2:23333 4.3:22
    4.4:1222 5.1:2 5.2:112333 5.3:113 5.4:222 6.1:122 6.2:111111112222 6.3:11223333 6.4:112233
    6.5:22222333 6.6:2223 6.7:33 6.8:2222 7.1:222 7.2:1111 7.3:22 7.4:11222 7.5:223 7.6:22
    8.1:1233 8.2:1123 8.3:133 8.4:23 9.1:111 9.2:1222 10.1:22 10.2:223 10.3:22223
    10.4:1111122222233333 10.5:22222 10.6:22 10.7:222 11.1:2233 11.2:22233 11.3:11233 11.4:1222
    11.5:23 11.6:23 11.7:33 12.1:12233 12.2:11 12.3:22223 13.1:2333 13.2:222223 13.3:2233
    13.4:1222233 14.1:22 14.2:12223333 14.3:122 15.1:12233 15.2:12233 15.3:1222222 15.4:3333
    16.1:2 16.2:22222 16.3:2222 16.4:222 16.5:2223 17.1:23 17.2:22223333 17.3:22
"""
# Of level 3, what fits a community that votes.
CHOSEN = """
    1.2.10 2.3.5 3.4.8 3.5.8 3.6.1 4.1.4 6.3.8 6.4.6 7.5.3 8.3.2 13.1.2 13.1.3 14.2.7 15.4.2 16.5.4
"""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the list: `said` is evidence by name, or why there is none."""

    number: str
    level: int
    need: str
    said: str

    @property
    def state(self) -> str:
        """met, n/a or not met."""
        return self.said.partition(":")[0] if self.said.startswith(("n/a:", "not met:")) else "met"


@cache
def numbers() -> dict[str, int]:
    """Every item of the standard with its level."""
    return {
        f"{section}.{at}": int(level)
        for section, levels in (one.split(":") for one in LEVELS.split())
        for at, level in enumerate(levels, 1)
    }


def wanted() -> dict[str, int]:
    """What the list must hold: levels 1 and 2, and what was chosen of level 3."""
    return {one: level for one, level in numbers().items() if level < 3 or one in CHOSEN.split()}  # noqa: PLR2004 - levels are numbers


def items(text: str) -> list[Item]:
    """The lines of the list."""
    return [Item(number, *line) for number, line in tomllib.loads(text)["items"].items()]


def counts(text: str) -> dict[str, int]:
    """How many items are met, n/a, not met."""
    states = [one.state for one in items(text)]
    return {state: states.count(state) for state in ("met", "n/a", "not met")}


def faults() -> list[str]:
    """What is wrong with the list of this checkout."""
    return wrong(LIST.read_text(encoding="utf-8"))


def wrong(text: str) -> list[str]:
    """What is wrong with a list."""
    try:
        read: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:  # also an item that stands there twice
        return [f"docs/asvs.toml: {error}"]
    found, evidence = items(text), dict(read["evidence"])
    there = {one.number for one in found}
    used = {name for one in found if one.state == "met" for name in one.said.split()}
    return [
        *(f"{number}: missing" for number in wanted() if number not in there),
        *(fault for one in found for fault in _faults_of(one, evidence)),
        *(f"evidence {name}: {why}" for name, one in evidence.items() if (why := nowhere(one))),
        *(f"evidence {name}: nothing refers to it" for name in evidence if name not in used),
    ]


def _faults_of(one: Item, evidence: dict[str, str]) -> list[str]:
    found = []
    if wanted().get(one.number) != one.level:
        found.append(f"{one.number}: is not of level {one.level}")
    if one.state == "met":
        unknown = [name for name in one.said.split() if name not in evidence]
        if unknown or not one.said.split():
            found.append(f"{one.number}: no evidence {' '.join(unknown)}".rstrip())
    elif len(one.said) < SHORTEST_REASON:
        found.append(f"{one.number}: no reason")
    return found if one.need else [*found, f"{one.number}: says nothing"]


def nowhere(place: str) -> str:
    """Why a piece of evidence does not exist, or "": `file::test` or `file#heading`."""
    name, mark, part = place.partition("::" if "::" in place else "#")
    file = CHECKOUT / name
    if not file.is_file() or not mark:
        return f"there is no file {name}"
    known = tests_of(file) if mark == "::" else headings_of(file)
    return "" if part in known else f"{name} has no {part}"


@cache
def tests_of(file: Path) -> set[str]:
    """The tests of a module, read and not run."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    body = ast.parse(file.read_text(encoding="utf-8")).body
    return {node.name for node in body if isinstance(node, kinds) and node.name[:5] == "test_"}


@cache
def headings_of(file: Path) -> set[str]:
    """The headings of a document."""
    return set(re.findall(r"(?m)^#+ (.+?)\s*$", file.read_text(encoding="utf-8")))
