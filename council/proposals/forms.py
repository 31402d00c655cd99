"""The forms of proposals, from text fields and files to typed values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from council.proposals import rules
from council.proposals.actions import Place
from council.proposals.rules import Terms, Wording
from council.refusal import unreadable

if TYPE_CHECKING:
    from council.web.filled import Filled

ITEM_KINDS = ("vote", "consult", "report", "inform")
MOST_MINUTES = 240
_YUAN = re.compile(r"([0-9]{1,7})(?:\.([0-9]{1,2}))?")


def wording(form: Filled) -> Wording:
    """Faults stand in the form."""
    return Wording(
        form.text("title", most=rules.TITLE),
        form.text("text", most=rules.TEXT),
        form.optional("why", most=rules.WHY),
        form.optional("place", most=rules.PLACE),
        _fen(form),
    )


def _fen(form: Filled) -> int | None:
    """Yuan as people write them, 1,200.50, to fen; empty where nobody has reckoned it."""
    typed = re.sub(r"[,，\s元¥￥]", "", form.typed("cost"))
    if not typed:
        return None
    found = _YUAN.fullmatch(typed)
    if found is None:
        form.blame("cost", unreadable("proposal.cost"))
        return None
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))


def yuan(fen: int | None) -> str:
    """The same back into the field."""
    if fen is None:
        return ""
    return f"{fen // 100}.{fen % 100:02d}" if fen % 100 else str(fen // 100)


def typed_again(what: Wording) -> dict[str, str]:
    """The fields of a wording that is to be changed."""
    return {
        "title": what.title,
        "text": what.text,
        "why": what.why,
        "place": what.place,
        "cost": yuan(what.cost),
    }


def capacity(form: Filled) -> tuple[str, str]:
    """As whom, and for which organisation: `resident`, or `organisation` with its id behind it."""
    said = form.typed("as", "resident")
    code, _, organisation = said.partition(":")
    if code not in rules.CAPACITIES:
        form.blame("as", unreadable("form.choice", field="as"))
    return code, organisation


def place(form: Filled) -> Place:
    if not form.typed("meeting"):
        form.blame("meeting", unreadable("form.choice", field="meeting"))
    return Place(
        form.typed("meeting")[:16],
        form.choice("kind", ITEM_KINDS),
        form.number("minutes", least=1, most=MOST_MINUTES),
    )


def terms(form: Filled) -> Terms:
    return Terms(
        form.number("threshold", least=0, most=rules.MOST_SUPPORTERS),
        form.number("answer_days", least=1, most=rules.MOST_DAYS),
        form.optional("basis", most=rules.BASIS),
    )
