"""`council count FILE`: count a published election again: BLT, ranked CSV, or Pabulib's .pb."""

from __future__ import annotations

import inspect
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from council.commands.faults import FAILED, StoppedError, misused
from council.i18n import speaking
from council.voting.count import budget, condorcet, equal_shares, irv, stv
from council.voting.count.files import (
    MAX_CHARACTERS,
    RankedFile,
    UnreadableError,
    blt,
    pabulib,
    ranked_csv,
)
from council.voting.count.show import as_json, as_svg, as_text
from council.voting.count.show.words import words

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from council.voting.count.counted import Counted
    from council.voting.count.files.pabulib import BudgetFile

RANKED: dict[str, Callable[..., Counted]] = {
    "irv": irv.count,
    "stv": stv.count,
    "condorcet": condorcet.count,
}
BUDGETS: dict[str, Callable[..., Counted]] = {
    "greedy": budget.greedy,
    "equal-shares": equal_shares.equal_shares,
}
READERS: dict[str, Callable[[str], Any]] = {
    ".blt": blt.parse,
    ".csv": ranked_csv.parse,
    ".pb": pabulib.parse,
}
GIVEN = {"seats", "withdrawn"}  # from the file or an option of their own
PLACES = {"equal-shares": 5}  # a rate is a few hundredths


@dataclass(frozen=True, slots=True)
class Election:
    """A file that was read, and the method that counts it."""

    title: str
    method: str
    count: Callable[..., Counted]
    given: tuple[Any, ...]  # what the method is given of the file
    fixed: dict[str, Any]
    file: RankedFile | BudgetFile


def count(chosen: argparse.Namespace) -> int:
    """Print the stages and who is chosen, as text, JSON or a picture; 0 when it was counted."""
    path = Path(chosen.file)
    election = _election(path, chosen)
    parameters = _parameters(election.count, chosen.set)
    try:
        counted = election.count(*election.given, **(election.fixed | parameters))
    except ValueError as error:
        raise misused(
            f"不能这样计票：{error}", f"It cannot be counted like this: {error}"
        ) from error
    with speaking(chosen.language):
        sys.stdout.write(_shown(chosen.format, election, counted))
    return _compared(election, counted)


def _election(path: Path, chosen: argparse.Namespace) -> Election:
    found = _read(path)
    if isinstance(found, RankedFile):
        seats = chosen.seats or found.seats
        method = chosen.method or ("stv" if seats > 1 else "irv")
        fixed = {"withdrawn": found.withdrawn} | ({"seats": seats} if method == "stv" else {})
        ballots = (found.options, found.profile)
        title = found.title or path.stem
        return Election(title, method, _of(RANKED, method), ballots, fixed, found)
    method = chosen.method or "greedy"
    title = found.meta.get("description") or path.stem
    poll = (found.projects, found.ballots, found.budget)
    fixed = {"step": found.scale} if method == "equal-shares" else {}
    return Election(title, method, _of(BUDGETS, method), poll, fixed, found)


def _read(path: Path) -> Any:
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise misused(
            f"{path}：文件名要以 .blt、.csv 或 .pb 结尾。",
            f"{path}: the name of the file must end in .blt, .csv or .pb.",
        )
    try:
        with path.open(encoding="utf-8") as file:
            return reader(file.read(MAX_CHARACTERS + 2))  # one too many is refused by the reader
    except (OSError, UnicodeDecodeError, UnreadableError) as error:
        raise StoppedError(
            FAILED, f"{path}：读不懂这个文件。{error}", f"{path}: this file cannot be read. {error}"
        ) from error


def _of(methods: dict[str, Callable[..., Counted]], method: str) -> Callable[..., Counted]:
    if method not in methods:
        known = ", ".join(methods)
        raise misused(
            f"这个文件可以用 {known} 计票，不能用 {method}。",
            f"This file can be counted by {known}, and not by {method}.",
        )
    return methods[method]


def _parameters(method: Callable[..., Counted], given: list[str]) -> dict[str, Any]:
    """`name=value` as the method takes it: the kind of its default says what is meant."""
    known = {
        one.name: one.default
        for one in inspect.signature(method).parameters.values()
        if one.kind is one.KEYWORD_ONLY and one.name not in GIVEN
    }
    found = {}
    for pair in given:
        name, _, value = pair.partition("=")
        if name not in known:
            names = ", ".join(known)
            raise misused(
                f"没有参数 {name}。可以用的有：{names}", f"No parameter {name}; there are: {names}"
            )
        found[name] = _value(name, value, known[name])
    return found


def _value(name: str, value: str, default: Any) -> Any:
    try:
        if name == "order":  # as the paper numbers them, from 1
            return tuple(int(one) - 1 for one in value.split(","))
        if isinstance(default, bool):
            return {"yes": True, "no": False}[value]
        return int(value) if isinstance(default, int) else value
    except (ValueError, KeyError) as error:
        raise misused(f"{name}={value} 读不懂。", f"{name}={value} cannot be read.") from error


def _shown(form: str, election: Election, counted: Counted) -> str:
    if form == "json":
        return as_json.write(counted)
    write = as_svg.write if form == "svg" else as_text.write
    return write(counted, election.title, words(), places=PLACES.get(election.method, 2))


def _compared(election: Election, counted: Counted) -> int:
    """Pabulib's files say what was bought in reality; 1 where this count buys something else."""
    selected = getattr(election.file, "selected", None)
    if selected is None:
        return 0
    equal = set(selected) == set(counted.chosen)
    said = (
        "与文件所载的结果一致。/ Equal to the result that the file holds."
        if equal
        else "与文件所载的结果不同；也许当时用了别的规则或参数。"
        "/ Not the result that the file holds; perhaps another rule or other parameters were used."
    )
    print(said, file=sys.stderr)
    return 0 if equal else FAILED
