"""The forms of offices, from text fields to typed values; faults stand in the form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from council.identity.viewer import OFFICES
from council.offices import rules
from council.offices.rules import Term
from council.refusal import Refused
from council.roll.people_queries import must_choose
from council.web.filled import Filled

# Which field of the form a refusal belongs to; what is not here belongs to the office.
FIELD = {
    "appointment.term": "until",
    "appointment.too_long": "until",
    "appointment.scope": "scope",
    "appointment.building": "scope",
    "person.left": "person",
}


@dataclass(frozen=True, slots=True)
class OfficeForm:
    """An office as it was filled in."""

    person: str
    office: str
    term: Term
    scope: str
    acting: bool


def office(form: Filled) -> OfficeForm:
    if not form.typed("person"):
        form.blame("person", must_choose(""))
    found = OfficeForm(
        form.typed("person"),
        form.choice("office", OFFICES),
        Term(form.day("since"), form.day("until")),
        form.optional("scope", most=rules.SCOPE),
        form.typed("acting") == "1",
    )
    if not {"since", "until"} & set(form.faults):
        _blame_term(form, found.term)
    return found


def until(form: Filled) -> date:
    """The last day of another term."""
    return form.day("until")


def _blame_term(form: Filled, term: Term) -> None:
    try:
        rules.must_be_a_term(term, term.until)
    except Refused as why:
        form.blame("until", why)


def blame(form: Filled, why: Refused) -> None:
    """What the action refused stands beside the field that can be changed."""
    form.blame(FIELD.get(why.code, "office"), why)
