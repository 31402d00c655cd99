"""The form of the two desks, from text fields to a typed value; faults stand in the form."""

from __future__ import annotations

import unicodedata
from dataclasses import asdict

from council.contact import rules
from council.contact.rules import Contact, Desk
from council.refusal import Refused
from council.web.filled import Filled

DASHES = str.maketrans("–—−", "---")  # a keyboard makes them of a hyphen


def contact(form: Filled) -> Contact:
    desks = {which: _desk(form, which) for which in rules.DESKS}
    return Contact(**desks, answering=form.optional("answering", most=rules.ANSWERING))


def _desk(form: Filled, which: str) -> Desk:
    phone = form.optional(f"{which}_phone", most=rules.PHONE)
    desk = Desk(
        name=form.optional(f"{which}_name", most=rules.NAME),
        phone=unicodedata.normalize("NFKC", phone).translate(DASHES),
        address=form.optional(f"{which}_address", most=rules.ADDRESS),
        hours=form.optional(f"{which}_hours", most=rules.HOURS),
    )
    for fact, must in rules.ABOUT.items():
        try:
            must(desk)
        except Refused as why:
            form.blame(f"{which}_{fact}", why)
    return desk


def typed_again(said: Contact) -> dict[str, str]:
    """The fields of what is settled, to be changed."""
    fields = {"answering": said.answering}
    for which in rules.DESKS:
        facts = asdict(getattr(said, which))
        fields |= {f"{which}_{name}": value for name, value in facts.items()}
    return fields
