"""The seven ways of counting a sheet: its ballots are turned into what each method takes."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from council.meetings.shares import Share
from council.voting.count import (
    approval,
    budget,
    choose,
    condorcet,
    dots,
    equal_shares,
    irv,
    score,
    stv,
)
from council.voting.methods import grammar
from council.voting.methods.sheet import sheet_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from council.voting.count.counted import Counted
    from council.voting.count.ranked import Profile
    from council.voting.methods.sheet import Sheet


def counted(sheet: Sheet, counts: Mapping[str, int], needed: int = 0) -> tuple[Counted, ...]:
    """The count that decides, then those that are shown beside it.

    A count is kept for a while: it takes a budget up to some seconds, and closing asks for it
    first beside the loop and then again inside its transaction.
    """
    key = tuple(sorted(counts.items()))
    return _counted(sheet.method, sheet.options_text(), sheet.parameters_text(), key, needed)


@lru_cache(maxsize=8)
def _counted(
    method: str, options: str, parameters: str, counts: tuple[tuple[str, int], ...], needed: int
) -> tuple[Counted, ...]:
    sheet = sheet_of(method, options, parameters)
    if sheet is None:
        raise ValueError("a plain poll is counted by its rule")
    places = {code: place for place, code in enumerate(sheet.codes)}
    piles = [
        ({places[code]: number for code, number in grammar.read(sheet, text).items()}, alike)
        for text, alike in counts
    ]
    return _METHODS[method](sheet, piles, needed)


_Piles = list[tuple[dict[int, int], int]]


def _share(needed: int, piles: _Piles) -> Share | None:
    """A part of the valid ballots that is exactly `needed` of them."""
    ballots = sum(alike for _, alike in piles)
    return Share(needed, ballots, strict=False) if needed and ballots else None


def _marks(piles: _Piles) -> tuple[tuple[tuple[int, ...], int], ...]:
    """Each option's number once for each mark."""
    return tuple(
        (tuple(option for option, number in marks.items() for _ in range(number)), alike)
        for marks, alike in piles
    )


def _order(sheet: Sheet) -> tuple[int, ...]:
    return tuple(sheet.parameters.get("order", ()))


def _choose(sheet: Sheet, piles: _Piles, needed: int) -> tuple[Counted, ...]:
    p = sheet.parameters
    return (
        choose.count(
            sheet.titles,
            _marks(piles),
            seats=p["seats"],
            minimum=p["minimum"],
            maximum=p["maximum"],
            threshold=_share(needed, piles),
            ties=p["ties"],
            order=_order(sheet),
        ),
    )


def _approval(sheet: Sheet, piles: _Piles, needed: int) -> tuple[Counted, ...]:
    p = sheet.parameters
    share = _share(needed, piles)
    ties, order = p["ties"], _order(sheet)
    return (
        approval.count(
            sheet.titles, _marks(piles), seats=p["seats"], threshold=share, ties=ties, order=order
        ),
    )


def _score(sheet: Sheet, piles: _Piles, _: int) -> tuple[Counted, ...]:
    p, size = sheet.parameters, range(len(sheet.options))
    ballots = tuple((tuple(marks.get(one) for one in size), alike) for marks, alike in piles)
    return (
        score.count(
            sheet.titles,
            ballots,
            highest=p["highest"],
            seats=p["seats"],
            ties=p["ties"],
            order=_order(sheet),
        ),
    )


def _dots(sheet: Sheet, piles: _Piles, _: int) -> tuple[Counted, ...]:
    p = sheet.parameters
    return (
        dots.count(
            sheet.titles,
            _marks(piles),
            participants=sum(alike for _, alike in piles),
            dots_per_person=p["dots"],
            max_per_topic=p["on_one"] or None,
        ),
    )


def _profile(piles: _Piles) -> Profile:
    return tuple(
        (tuple((option,) for option in sorted(marks, key=lambda one: marks[one])), alike)
        for marks, alike in piles
    )


def _irv(sheet: Sheet, piles: _Piles, _: int) -> tuple[Counted, ...]:
    profile = _profile(piles)
    found = irv.count(sheet.titles, profile, order=_order(sheet) or None)
    return found, condorcet.count(sheet.titles, profile)


def _stv(sheet: Sheet, piles: _Piles, _: int) -> tuple[Counted, ...]:
    profile, seats = _profile(piles), sheet.parameters["seats"]
    found = stv.count(sheet.titles, profile, seats=seats, order=_order(sheet) or None)
    return found, condorcet.count(sheet.titles, profile)


def _budget(sheet: Sheet, piles: _Piles, _: int) -> tuple[Counted, ...]:
    """Both rules, from the same ballots; the first of them decides."""
    p = sheet.parameters
    projects = tuple(budget.Project(one.title, one.cost) for one in sheet.options)
    ballots = tuple((tuple(sorted(marks.items())), alike) for marks, alike in piles)
    stop, order = p["greedy"] == "stop", _order(sheet)
    greedy = budget.greedy(projects, ballots, p["budget"], stop=stop, order=order)
    shares = equal_shares.equal_shares(
        projects, ballots, p["budget"], completion=p["completion"], step=p["step"], order=order
    )
    return (greedy, shares) if p["decides"] == "greedy" else (shares, greedy)


_METHODS = {
    "choose": _choose,
    "approval": _approval,
    "score": _score,
    "dots": _dots,
    "irv": _irv,
    "stv": _stv,
    "budget": _budget,
}
