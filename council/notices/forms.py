"""The forms of notices, from text fields to typed values; faults stand in the form."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from council.notices import periods, rules
from council.notices.rules import Lasting, Terms, Wording
from council.refusal import Refused

if TYPE_CHECKING:
    from council.web.filled import Filled

NEEDED = 16  # characters of an id


def wording(form: Filled, terms: Terms) -> Wording:
    """Days that nobody typed are those that the community settled for this kind."""
    corrects = form.typed("corrects")[:NEEDED]
    kind = form.choice("kind", tuple(rules.KINDS))
    usual = terms.lasting.get(kind, Lasting(1, periods.WORKING))
    typed = bool(form.typed("days"))
    about_kind, _, about_id = form.typed("about").partition(":")
    what = Wording(
        type=rules.CORRECTION if corrects else form.choice("type", rules.TYPES),
        kind=kind,
        title=form.text("title", most=rules.TITLE),
        text=form.text("text", most=rules.TEXT),
        basis=form.optional("basis", most=rules.BASIS),
        days=form.number("days", least=1, most=rules.LONGEST) if typed else usual.days,
        day_kind=form.choice("day_kind", periods.DAY_KINDS) if typed else usual.day_kind,
        office=form.optional("office", most=rules.OFFICE),
        phone=form.optional("phone", most=rules.PHONE),
        hotline=form.optional("hotline", most=rules.PHONE),
        signed=form.text("signed", most=rules.SIGNED),
        about_kind=about_kind if about_kind in rules.ABOUT else "",
        about_id=about_id[:NEEDED] if about_kind in rules.ABOUT else "",
        corrects=corrects,
    )
    if not form.faults:
        _blame(form, what)
    return what


def _blame(form: Filled, what: Wording) -> None:
    try:
        rules.must_word(what)
    except Refused as why:
        form.blame("days" if why.code in {"notice.days", "notice.too_short"} else "title", why)


def typed_again(what: Wording) -> dict[str, str]:
    """The fields of a draft that is to be changed."""
    names = ("type", "kind", "title", "text", "basis", "day_kind", "office", "phone", "hotline")
    fields = {name: str(getattr(what, name)) for name in (*names, "signed", "corrects")}
    about = f"{what.about_kind}:{what.about_id}" if what.about_kind else ""
    return fields | {"days": str(what.days), "about": about}


def terms(form: Filled) -> Terms:
    lasting = {
        kind: Lasting(
            form.number(f"days-{kind}", least=usual.least, most=rules.LONGEST),
            form.choice(f"in-{kind}", periods.DAY_KINDS),
        )
        for kind, usual in rules.KINDS.items()
    }
    lines = (one.strip() for one in form.typed("boards").split("\n"))
    said = Terms(
        lasting=lasting,
        boards=tuple(dict.fromkeys(one for one in lines if one)),
        office=form.optional("office", most=rules.OFFICE),
        phone=form.optional("phone", most=rules.PHONE),
        hotline=form.optional("hotline", most=rules.PHONE),
        signed=form.optional("signed", most=rules.SIGNED),
    )
    try:
        rules.must_be_terms(replace(said, lasting={}))
    except Refused as why:
        form.blame("boards", why)
    return said


def terms_again(said: Terms) -> dict[str, str]:
    fields = {name: getattr(said, name) for name in ("office", "phone", "hotline", "signed")}
    fields["boards"] = "\n".join(said.boards)
    for kind, one in said.lasting.items():
        fields |= {f"days-{kind}": str(one.days), f"in-{kind}": one.day_kind}
    return fields
