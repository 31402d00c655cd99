"""A counted poll that was no yes or no, as plain values: winners, sentences, a picture, tables."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from council.i18n import gettext as _
from council.i18n import language
from council.voting.count.counted import CHOSEN
from council.voting.count.show import as_json, as_svg, as_text, numbers
from council.voting.count.show.letters import plain
from council.voting.count.show.report import Report
from council.voting.count.show.words import words
from council.voting.methods.shown import Cell, CountView, TableView
from council.voting.sheets.views import yuan
from council.web.words import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from council.voting.count.counted import Counted
    from council.voting.methods.sheet import Sheet
    from council.voting.queries import PollRow

_KEPT = 256  # results, each in one language
_RANKED = ("irv", "stv")
_kept: dict[tuple[str, str], CountView] = {}


def count_view(poll: PollRow, sheet: Sheet, result: dict[str, Any]) -> CountView:
    """In the reader's language. A result never changes, so it is drawn once."""
    key = (poll.id, language())
    if key not in _kept:
        if len(_kept) >= _KEPT:
            _kept.pop(next(iter(_kept)))
        _kept[key] = _drawn(poll, sheet, result)
    return _kept[key]


def _drawn(poll: PollRow, sheet: Sheet, result: dict[str, Any]) -> CountView:
    counts = tuple(_shown(as_json.read(one)) for one in result["counts"])
    said, valid = words(), result["verdict"] != "invalid"
    ident = f"count-{poll.id}"
    picture = as_svg.write(counts[0], poll.text, said, ident=ident) if valid else ""
    return CountView(
        verdict=result["verdict"],
        winners=tuple(plain(one) for one in result["winners"]),
        sentence=_sentence(poll, result),
        facts=(*_facts(poll, sheet, result, counts), *_secret(poll, result)),
        picture=Markup(picture),  # noqa: S704 - every word in it is escaped where it is drawn
        tables=tuple(_tables(sheet, counts, said)) if valid else (_numbers(counts[0], said),),
    )


def _shown(counted: Counted) -> Counted:
    """A project needs one supporter to be looked at: no line in a picture."""
    if not counted.parameters.get("costs"):
        return counted
    return replace(counted, stages=tuple(replace(one, threshold=None) for one in counted.stages))


def _there(poll: PollRow, result: dict[str, Any]) -> int:
    """Who counts towards the quorum: `present` is who may vote, and some of them are spoken for."""
    spoken_for = 0 if poll.rule.get("represented") else poll.represented
    return int(result["present"]) + poll.recused - spoken_for


def _sentence(poll: PollRow, result: dict[str, Any]) -> str:
    """Numbers first, then what they mean."""
    listed = sentence("count.join").join(f"“{plain(one)}”" for one in result["winners"])
    numbers_of = {name: result[name] for name in ("called", "quorum_needed", "ballots")}
    numbers_of["present"] = _there(poll, result)
    return sentence(f"count.result.{result['verdict']}", winners=listed, **numbers_of)


def _ways(result: dict[str, Any]) -> Iterator[str]:
    """By which way the ballots came, who used two, and papers that say nothing (OWN-20)."""
    ways = result.get("ways")
    if not ways:
        return
    told = [sentence(f"way.{name}", n=sum(one.values())) for name, one in ways["channels"].items()]
    yield sentence("count.ways", ways=sentence("count.join").join(told))
    if ways["conflicts"]:
        yield sentence("count.conflicts", n=ways["conflicts"])
    if ways["spoiled"]:
        yield sentence("count.spoiled", n=ways["spoiled"])


def _facts(
    poll: PollRow, sheet: Sheet, result: dict[str, Any], counts: tuple[Counted, ...]
) -> Iterator[str]:
    yield from _ways(result)
    if poll.represented:
        yield sentence("result.represented", n=poll.represented)
    if result["verdict"] != "invalid" and result["quorum_needed"]:
        yield sentence(
            "count.quorum_met", present=_there(poll, result), quorum_needed=result["quorum_needed"]
        )
    if result["needed"]:
        yield sentence("count.needed", needed=result["needed"], base=result["denominator"])
    if result["blank"]:
        yield sentence("count.blank", blank=result["blank"])
    if result.get("invalid"):
        yield sentence("count.unreadable", invalid=result["invalid"])
    if sheet.method in _RANKED:
        yield _condorcet(counts[0], counts[1])
    if sheet.method == "budget":
        yield sentence("count.money", **_money(counts[0]))


def _secret(poll: PollRow, result: dict[str, Any]) -> Iterator[str]:
    if poll.mode != "named" and result["kinds"] == 1 and not result.get("invalid"):
        yield _("所有的票都一样，所以大家都知道参加的人投了什么。")


def _condorcet(decided: Counted, pairs: Counted) -> str:
    """Beside a ranked count: whom no other beats in a duel, and whether it is the same."""
    if not pairs.chosen:
        return sentence("count.condorcet.none")
    best = pairs.chosen[0]
    code = "same" if best in decided.chosen else "other"
    return sentence(f"count.condorcet.{code}", title=plain(pairs.options[best]))


def _money(counted: Counted) -> dict[str, str]:
    return {name: yuan(counted.more[name]) for name in ("budget", "spent", "left")}


def _tables(sheet: Sheet, counts: tuple[Counted, ...], said: dict[str, str]) -> Iterator[TableView]:
    if sheet.method == "budget":
        yield _side_by_side(sheet, counts, said)
    elif sheet.method in _RANKED:
        yield _stages(counts[0], said)
        yield _duels(counts[1], said)
    else:
        yield _plain(counts[0], said)


def _report(counted: Counted, said: dict[str, str]) -> Report:
    return Report(counted, said, numbers.digits(counted))


def _plain(counted: Counted, said: dict[str, str]) -> TableView:
    """One stage: the options in the order of what they got."""
    report, stage = _report(counted, said), counted.stages[-1]
    columns = as_text.columns(report, stage, is_last=True)
    used = [one for one in columns if any(one[1:])]
    last = len(used) - 1
    lines = [
        tuple(Cell(text, number=0 < at < last) for at, text in enumerate(line))
        for line in zip(*used, strict=True)
    ]
    title = report.say("method", counted.method)
    return TableView(title, lines[0], tuple(lines[1:]))


def _duels(pairs: Counted, said: dict[str, str]) -> TableView:
    """How many others each option beats; that decides nothing, so nobody is chosen here."""
    report = _report(pairs, said)
    rows = sorted(pairs.stages[-1].rows, key=lambda row: -row.value)
    lines = tuple(
        (Cell(report.names[row.option]), Cell(str(row.value), number=True)) for row in rows
    )
    heads = (Cell(report.say("label", "option")), Cell(sentence("count.duels"), number=True))
    return TableView(report.say("method", "condorcet"), heads, lines)


def _numbers(counted: Counted, said: dict[str, str]) -> TableView:
    """Of an invalid vote: what came in, and nothing of who would have been chosen."""
    report, stage = _report(counted, said), counted.stages[0]
    lines = tuple(
        (Cell(report.names[row.option]), Cell(report.digits(row.value), number=True))
        for row in stage.rows
    )
    heads = (Cell(report.say("label", "option")), Cell(report.head_of_numbers(), number=True))
    return TableView(report.say("method", counted.method), heads, lines)


def _stages(counted: Counted, said: dict[str, str]) -> TableView:
    """Options down, stages across; what a stage moved stands beside its number."""
    report = _report(counted, said)
    heads = [Cell(report.say("label", "option"))]
    heads += [
        Cell(report.step(number, stage), number=True)
        for number, stage in enumerate(counted.stages, 1)
    ]
    lines = []
    for option, name in enumerate(report.names):
        line = [Cell(name)]
        for stage in counted.stages:
            row = next(one for one in stage.rows if one.option == option)
            moved = report.change(stage, row)
            text = f"{report.digits(row.value)}{f' ({moved})' if moved else ''}"
            line.append(Cell(text, strong=row.state == CHOSEN, number=True))
        lines.append(tuple(line))
    for code in ("threshold", "exhausted"):
        found = [getattr(stage, code) for stage in counted.stages]
        if any(found):
            line = [Cell(report.digits(one or 0), number=True) for one in found]
            lines.append((Cell(report.say("label", code)), *line))
    return TableView(report.say("method", counted.method), tuple(heads), tuple(lines))


def _side_by_side(sheet: Sheet, counts: tuple[Counted, ...], said: dict[str, str]) -> TableView:
    """Each project with what both rules make of it and why; the rule that decides comes first."""
    reports = [_report(one, said) for one in counts]
    labels = (reports[0].say("label", "option"), sentence("count.cost"), sentence("count.votes"))
    heads = [Cell(labels[0]), *(Cell(one, number=True) for one in labels[1:])]
    heads += [Cell(one.say("method", one.counted.method)) for one in reports]
    lines = []
    for place, option in enumerate(sheet.options):
        votes = counts[0].more["projects"][place]["votes"]
        line = [Cell(plain(option.title)), Cell(yuan(option.cost), number=True)]
        line += [Cell(str(votes), number=True), *(_fate(one, place) for one in reports)]
        lines.append(tuple(line))
    spent = [Cell(yuan(one.more["spent"])) for one in counts]
    lines.append((Cell(sentence("count.spent")), Cell(""), Cell(""), *spent))
    return TableView(sentence("count.side_by_side"), tuple(heads), tuple(lines))


def _fate(report: Report, option: int) -> Cell:
    """In, or out and why; how much money was missing where that is known."""
    row = next(one for one in report.counted.stages[-1].rows if one.option == option)
    missing = report.counted.more["projects"][option].get("missing")
    text = report.state(row)
    if row.state != CHOSEN and missing not in (None, 0, "0"):
        text = sentence("count.missing", why=text, missing=_up(missing))
    return Cell(text, strong=row.state == CHOSEN)


def _up(amount: int | str) -> str:
    """Money in yuan; a part of a fen that is missing is a whole one."""
    exact = as_json.number_of(str(amount))
    return yuan(-(-exact.numerator // exact.denominator))
