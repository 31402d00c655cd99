"""The forms of wishes, from text fields to typed values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council.refusal import unreadable
from council.wishes import rules
from council.wishes.rules import Claiming, Terms, Wishing

if TYPE_CHECKING:
    from datetime import date

    from council.web.filled import Filled

NONE = ""


def wishing(form: Filled, *, at_desk: bool) -> Wishing:
    """Faults stand in the form."""
    name = form.text("name", most=rules.NAME) if at_desk else ""
    return Wishing(
        text=form.text("text", most=rules.TEXT),
        category=form.choice("category", rules.CATEGORIES),
        value=fen(form, "value"),
        wanted_by=_day(form),
        name=name,
        contact=form.text("contact", most=rules.CONTACT),
        age=form.choice("age", (NONE, *rules.AGES)) if form.typed("age") else NONE,
        building=form.optional("building", most=rules.BUILDING),
        guardian=form.optional("guardian", most=rules.NAME),
        may_show=form.typed("may_show") == "1",
        may_say=form.typed("may_say") == "1",
    )


def _day(form: Filled) -> date | None:
    return form.day("wanted_by") if form.typed("wanted_by") else None


def fen(form: Filled, name: str) -> int:
    """Yuan as people write them, to fen; nothing is 0."""
    typed = form.typed(name).replace(",", "").replace("，", "").strip(" 元¥￥")
    whole, _, part = typed.partition(".")
    if not typed:
        return 0
    if not (whole.isascii() and whole.isdigit() and len(whole) <= 6 and len(part) <= 2):  # noqa: PLR2004 - digits
        form.blame(name, unreadable("wish.value", most=rules.MOST_FEN // 100))
        return 0
    if part and not (part.isascii() and part.isdigit()):
        form.blame(name, unreadable("wish.value", most=rules.MOST_FEN // 100))
        return 0
    return int(whole) * 100 + int((part or "0").ljust(2, "0"))


def claiming(form: Filled) -> Claiming:
    return Claiming(
        form.choice("kind", rules.CLAIMERS),
        form.optional("organisation", most=rules.ORGANISATION),
        form.optional("promise", most=rules.PROMISE),
    )


def terms(form: Filled) -> Terms:
    return Terms(
        fen(form, "value_limit"),
        form.number("claim_days", least=1, most=rules.MOST_DAYS),
        form.optional("basis", most=rules.BASIS),
    )


def again(found: Wishing) -> dict[str, str]:
    """A wish back into the fields of its form."""
    return {
        "text": found.text,
        "category": found.category,
        "value": yuan(found.value),
        "wanted_by": found.wanted_by.isoformat() if found.wanted_by else "",
        "contact": found.contact,
        "age": found.age,
        "building": found.building,
        "guardian": found.guardian,
        "may_show": "1" if found.may_show else "",
        "may_say": "1" if found.may_say else "",
    }


def yuan(fen_: int) -> str:
    if not fen_:
        return ""
    return f"{fen_ // 100}.{fen_ % 100:02d}" if fen_ % 100 else str(fen_ // 100)
