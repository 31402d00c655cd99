"""The parameters of each method as data: what they may be, and what they are if nobody says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from council.refusal import Refused, unreadable
from council.voting.methods.sheet import MOST, RANKED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from council.voting.methods.sheet import Option, Sheet

FEWEST = 2  # options: of one alone there is nothing to choose
YUAN = 100  # fen
MOST_MONEY = 10**12  # fen
MOST_STEPS = 1000  # in which a share of Equal Shares grows to the whole budget


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number; `most` None: the number of options."""

    name: str
    default: int
    least: int = 1
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """One of some codes."""

    name: str
    words: tuple[str, ...]  # the first is the default


_SEATS = Whole("seats", 1)
_TIES = Word("ties", ("open", "order"))
_MAJORITY = Word("majority", ("yes", "no"))  # whether the passing share of the rule is asked

SPECS: Mapping[str, tuple[Whole | Word, ...]] = {
    "choose": (_SEATS, Whole("minimum", 1, 0), Whole("maximum", 1), _MAJORITY, _TIES),
    "approval": (_SEATS, _MAJORITY, _TIES),
    "score": (Whole("highest", 5, 1, 10), _SEATS, Word("ties", ("open", "top", "order"))),
    "dots": (Whole("dots", 5, 1, 20), Whole("on_one", 0, 0, 20)),
    "irv": (),
    "stv": (Whole("seats", 2),),
    "budget": (
        Word("decides", ("greedy", "equal_shares")),
        Word("greedy", ("skip", "stop")),
        Word("completion", ("add1u", "add1", "utilitarian", "none")),
        Whole("maximum", 0, 0),
    ),
}


def must_be_options(method: str, options: tuple[Option, ...]) -> None:
    """Raises Refused (422): poll.options_few, options_many, option_twice, option_cost."""
    if len(options) < FEWEST:
        raise unreadable("poll.options_few", least=FEWEST)
    if len(options) > MOST:
        raise unreadable("poll.options_many", most=MOST)
    titles = [one.title for one in options]
    twice = next((one for one in titles if titles.count(one) > 1), None)
    if twice is not None:
        raise unreadable("poll.option_twice", title=twice)
    free = next((one for one in options if method == "budget" and one.cost < 1), None)
    if free is not None:
        raise unreadable("poll.option_cost", title=free.title)


def must_fit(method: str, options: tuple[Option, ...], given: Mapping[str, Any]) -> dict[str, Any]:
    """All parameters of the method, in their limits. Raises Refused (422).

    form.number or form.choice with the field; poll.minimum_above, poll.seats_all and
    poll.budget_missing.
    """
    found = {one.name: _within(one, len(options), given) for one in SPECS[method]}
    if method == "choose" and found["minimum"] > found["maximum"]:
        raise unreadable("poll.minimum_above")
    if "seats" in found and found["seats"] >= len(options):
        raise unreadable("poll.seats_all")
    if method == "budget":
        found |= _money(given)
    return found


def with_order(parameters: dict[str, Any], method: str, order: list[int]) -> dict[str, Any]:
    """`order`, drawn by lot at the opening, parts equal options where the method asks for it."""
    asks = method in RANKED or method == "budget" or parameters.get("ties") in {"order", "top"}
    return {**parameters, "order": order} if asks else parameters


def is_sound(sheet: Sheet) -> bool:
    """Whether it could have been made here and opened: for a sheet that comes from a file."""
    given = dict(sheet.parameters)
    order = given.pop("order", None)
    try:
        must_be_options(sheet.method, sheet.options)
        as_made = must_fit(sheet.method, sheet.options, given)
    except Refused:
        return False
    drawn = list(range(len(sheet.options))) if with_order(given, sheet.method, [0]) != given else []
    return as_made == given and sorted(order or ()) == drawn


def _within(spec: Whole | Word, options: int, given: Mapping[str, Any]) -> Any:
    if isinstance(spec, Word):
        word = given.get(spec.name, spec.words[0])
        if word not in spec.words:
            raise unreadable("form.choice", field=spec.name)
        return word
    number, most = given.get(spec.name, spec.default), options if spec.most is None else spec.most
    if not isinstance(number, int) or not spec.least <= number <= most:
        raise unreadable("form.number", field=spec.name, least=spec.least, most=most)
    return number


def _money(given: Mapping[str, Any]) -> dict[str, int]:
    """The step of Equal Shares is whole yuan, and so large that a count ends soon."""
    budget = given.get("budget", 0)
    if not isinstance(budget, int) or not 1 <= budget <= MOST_MONEY:
        raise unreadable("poll.budget_missing")
    step = -(-budget // (MOST_STEPS * YUAN)) * YUAN
    return {"budget": budget, "step": step}
