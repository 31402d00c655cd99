"""What stands on the ballot of a poll, and by which parameters it is counted: frozen at opening."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

from council.record.entry import canonical

PLAIN = "yes_no_abstain"
METHODS = ("choose", "approval", "score", "dots", "irv", "stv", "budget")
RANKED = frozenset({"irv", "stv"})
MARKED = frozenset({"choose", "approval", "budget"})  # an option is marked or not
NUMBERED = frozenset({"score", "dots"})  # an option gets a number
DECIDES_NOTHING = frozenset({"dots"})  # DOT: a ranking, never a decision

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
CODES = (*_LETTERS, *(f"a{letter}" for letter in _LETTERS[:14]))
MOST = len(CODES)  # options on one ballot


@dataclass(frozen=True, slots=True)
class Option:
    """One line of the ballot. `cost` is in fen, and 0 where money does not matter."""

    code: str
    title: str
    cost: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """The ballot of a poll as it was frozen: method, options in their order, parameters."""

    method: str
    options: tuple[Option, ...]
    parameters: dict[str, Any]

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(one.code for one in self.options)

    @property
    def titles(self) -> tuple[str, ...]:
        return tuple(one.title for one in self.options)

    def options_text(self) -> str:
        """For keeping with the poll."""
        return canonical([asdict(one) for one in self.options])

    def parameters_text(self) -> str:
        return canonical(self.parameters)


def sheet_of(method: str, options: str, parameters: str) -> Sheet | None:
    """The sheet of a poll as it is stored; None of a plain one: yes, no or abstain."""
    return None if method == PLAIN else _thawed(method, options, parameters)


@lru_cache(maxsize=256)
def _thawed(method: str, options: str, parameters: str) -> Sheet:
    return from_data(method, json.loads(options), json.loads(parameters))


def from_data(method: str, options: list[dict[str, Any]], parameters: dict[str, Any]) -> Sheet:
    """From what JSON holds. KeyError, TypeError or ValueError for anything else."""
    found = tuple(Option(str(one["code"]), str(one["title"]), int(one["cost"])) for one in options)
    if method not in METHODS or [one.code for one in found] != list(CODES[: len(found)]):
        raise ValueError(f"no ballot of {method}")
    return Sheet(method, found, dict(parameters))


def coded(titles: list[tuple[str, int]]) -> tuple[Option, ...]:
    """Titles and costs in the order of the ballot, with their codes: a, b, c …"""
    return tuple(Option(code, *one) for code, one in zip(CODES, titles, strict=False))
