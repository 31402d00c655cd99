"""What stands on a ballot and how it will count, in words; what somebody put on one, readably."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council.i18n import gettext as _
from council.voting.methods.sheet import RANKED
from council.voting.methods.shown import SheetView
from council.voting.rules import from_data
from council.web.words import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from council.voting.methods.sheet import Sheet
    from council.voting.queries import PollRow


def sheet_view(sheet: Sheet, base: str) -> SheetView:
    """In the reader's language; `base` of the rule: of whom a majority is asked."""
    line = {"score": sentence("sheet.said.score"), "dots": sentence("sheet.said.dots")}
    line |= dict.fromkeys(RANKED, "{n}. {title}")
    return SheetView(
        sheet,
        how="".join(_how(sheet)),
        counted="".join(_counted(sheet, base)),
        line=line.get(sheet.method, "{title}"),
        blank=_("空白票"),
    )


def rule_sentence(poll: PollRow, sheet: Sheet) -> str:
    """How it counts, and once it is open the least votes that are needed."""
    return f"{''.join(_counted(sheet, poll.rule['base']))}{_needed(poll, sheet)}"


def yuan(fen: int) -> str:
    """12,000 or 12,000.50."""
    whole, rest = divmod(fen, 100)
    return f"{whole:,}.{rest:02}" if rest else f"{whole:,}"


def _how(sheet: Sheet) -> Iterator[str]:
    p, n = sheet.parameters, len(sheet.options)
    if sheet.method == "choose":
        code = "one" if p["maximum"] == p["minimum"] == 1 else "some"
        yield sentence(f"sheet.choose.{code}", n=n, most=p["maximum"], least=p["minimum"])
    elif sheet.method == "dots":
        yield sentence("sheet.dots", dots=p["dots"])
        if p["on_one"]:
            yield sentence("sheet.dots.on_one", on_one=p["on_one"])
    elif sheet.method == "budget":
        yield sentence("sheet.budget", budget=yuan(p["budget"]))
        if p["maximum"]:
            yield sentence("sheet.budget.most", most=p["maximum"])
    elif sheet.method in RANKED:
        yield sentence("sheet.ranked")
    else:
        yield sentence(f"sheet.{sheet.method}", highest=p.get("highest", 0))


def _counted(sheet: Sheet, base: str) -> Iterator[str]:
    p = sheet.parameters
    if sheet.method == "budget":
        beside = "equal_shares" if p["decides"] == "greedy" else "greedy"
        yield sentence(f"count.{p['decides']}", **_greedy(p["greedy"]))
        yield sentence("count.beside", other=sentence(f"count.{beside}.name"))
        return
    if sheet.method in {"dots", "irv", "stv"}:
        yield sentence(f"count.{sheet.method}", seats=p.get("seats", 1))
    else:
        yield sentence("count.seats", seats=p["seats"])
    if p.get("majority") == "yes":
        yield sentence(f"count.majority.{'present' if base == 'present' else 'cast'}")
    if "ties" in p:
        yield sentence(f"count.ties.{p['ties']}")


def _greedy(word: str) -> dict[str, str]:
    return {"then": sentence(f"count.greedy.{word}")}


def _needed(poll: PollRow, sheet: Sheet) -> str:
    """Known before the count only where the base is who is there."""
    rule = from_data(poll.rule)
    if sheet.parameters.get("majority") != "yes" or poll.state == "created":
        return ""
    if rule.base != "present":
        return ""
    return sentence("count.needed", needed=rule.passing.least(poll.eligible), base=poll.eligible)
