"""The forms of polls that are no yes or no: how one is made, and its ballot without JavaScript."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from council.refusal import Refused, unreadable
from council.voting.actions import Question
from council.voting.methods import grammar
from council.voting.methods.parameters import FEWEST, SPECS, Whole, must_be_options, must_fit
from council.voting.methods.sheet import DECIDES_NOTHING, METHODS, RANKED, Sheet, coded
from council.voting.rules import DOT, MODES

if TYPE_CHECKING:
    from council.voting.methods.sheet import Option
    from council.web.filled import Filled

TITLE = 60  # characters of an option
TEXT, LINES = 1000, 6000  # characters of the question, and of all options together
OPTION = "o-"  # and the code: what an option is given on the ballot
ONE = "one"  # the field of a ballot on which one alone can be marked

_MONEY = re.compile(r"(.*\S)[\s|｜:：]+([0-9][0-9,，]*)(?:\.([0-9]{1,2}))?\s*元?")


_CARRIED = frozenset({"method", "text", "options", "mode", "allow_revote", "shuffle", "budget"}) | {
    spec.name for specs in SPECS.values() for spec in specs
}


def carried(form: Filled) -> dict[str, str]:
    """What was typed of such a poll, for the hidden fields of the next step; else nothing."""
    if form.typed("method") not in METHODS:
        return {}
    return {name: text for name, text in form.fields.items() if name in _CARRIED}


def question(form: Filled, method: str, rule: str) -> Question:
    """What is put to the vote; with a fault in `form` it means nothing."""
    text = form.text("text", most=TEXT)
    options = _options(form, method)
    given = _given(form, method, len(options))
    parameters: dict[str, Any] = {}
    if not form.faults:
        try:
            parameters = must_fit(method, options, given)
        except Refused as why:
            form.blame(_FIELDS.get(why.code, str(why.values.get("field", "options"))), why)
    return Question(
        text=text,
        rule=DOT if method in DECIDES_NOTHING else rule,
        mode=form.choice("mode", MODES) if form.typed("mode") else "named",
        method=method,
        allow_revote=form.typed("allow_revote") == "1",
        options=options,
        parameters=parameters,
        shuffle=form.typed("shuffle") == "1",
    )


_FIELDS = {
    "poll.minimum_above": "minimum",
    "poll.seats_all": "seats",
    "poll.budget_missing": "budget",
}


def _options(form: Filled, method: str) -> tuple[Option, ...]:
    """One a line; for a budget the amount stands at the end of the line."""
    lines = [" ".join(one.split()) for one in form.text("options", most=LINES).split("\n")]
    try:
        found = coded([_priced(one, method) for one in lines if one])
        if sum(1 for one in lines if one) != len(found):
            raise unreadable("poll.options_many", most=len(found))
        must_be_options(method, found)
    except Refused as why:
        form.blame("options", why)
        return ()
    return found


def _priced(line: str, method: str) -> tuple[str, int]:
    title, cost = line, 0
    priced = _MONEY.fullmatch(line) if method == "budget" else None
    if priced:
        title = priced[1].rstrip("|｜:： ")
        cost = int(re.sub("[,，]", "", priced[2])[:12]) * 100 + int(
            (priced[3] or "0").ljust(2, "0")
        )
    if len(title) > TITLE:
        raise unreadable("poll.option_long", most=TITLE, title=title[:20])
    return title, cost


def _given(form: Filled, method: str, options: int) -> dict[str, Any]:
    """The parameters that were typed; what was left empty has its default."""
    found: dict[str, Any] = {}
    for spec in SPECS[method]:
        if not form.typed(spec.name):
            continue
        if isinstance(spec, Whole):
            most = max(options, FEWEST) if spec.most is None else spec.most
            found[spec.name] = form.number(spec.name, least=spec.least, most=most)
        else:
            found[spec.name] = form.choice(spec.name, spec.words)
    if method == "choose" and "maximum" not in found:
        found["maximum"] = max(found.get("seats", 1), found.get("minimum", 1))
    if method == "budget":
        found["budget"] = _budget(form)
    return found


def _budget(form: Filled) -> int:
    """Yuan, with or without jiao and fen, as fen."""
    typed = re.sub("[,，]", "", form.typed("budget"))
    match = re.fullmatch(r"([0-9]{1,10})(?:\.([0-9]{1,2}))?", typed)
    if not match:
        form.blame("budget", unreadable("poll.budget_missing"))
        return 0
    return int(match[1]) * 100 + int((match[2] or "0").ljust(2, "0"))


def ballot(form: Filled, sheet: Sheet) -> str:
    """The ballot as one string; with a fault in `form` it means nothing."""
    marks = _marks(form, sheet)
    try:
        if not form.faults:
            grammar.must_fit(sheet, marks)
    except Refused as why:
        form.blame("ballot", why)
    return "" if form.faults else grammar.write(sheet, marks)


def _marks(form: Filled, sheet: Sheet) -> dict[str, int]:
    one = form.typed(ONE)
    if one:
        return {one: 1} if one in sheet.codes else {}
    found = dict[str, int]()
    for option in sheet.options:
        typed = form.typed(f"{OPTION}{option.code}")
        if re.fullmatch(r"[0-9]{1,4}", typed):
            found[option.code] = int(typed)
        elif typed:
            why = unreadable("ballot.number", title=option.title)
            form.blame(f"{OPTION}{option.code}", why)
    if sheet.method != "score":  # nothing stuck is nothing written; a score of nothing is one
        found = {code: number for code, number in found.items() if number}
    return found


def refill(form: Filled, sheet: Sheet, choice: str) -> None:
    """The fields of a ballot that was chosen before, to be changed."""
    for code, number in grammar.read(sheet, choice).items():
        form.fields[f"{OPTION}{code}"] = str(number)
        if sheet.method not in RANKED:
            form.fields.setdefault(ONE, code)
