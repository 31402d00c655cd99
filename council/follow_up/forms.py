"""The forms after a meeting, from text fields to typed values."""

from __future__ import annotations

from datetime import date

from council.follow_up import rules
from council.follow_up.actions import Conclusion, Wanted
from council.meetings.rules import NEXT_STEPS
from council.refusal import unreadable
from council.web import forms

TEXT = 1000
REASON = 200
NAME = 60
TOLD = 200


def conclusion(fields: dict[str, str], who: tuple[str, str]) -> Conclusion:
    """`who`: the words for who is responsible, and the id of a person of the roll or nothing."""
    return Conclusion(
        outcome=forms.required(fields, "outcome", most=TEXT),
        next_step=forms.one_of(fields, "next_step", NEXT_STEPS),
        responsible=who[0],
        due=_date(fields.get("due", "")),
        person=who[1],
        told=forms.optional(fields, "told", most=TOLD),
        ends_in=_ending(fields),
    )


def _ending(fields: dict[str, str]) -> str:
    """Empty: what a meeting of its kind usually ends in."""
    if not fields.get("ends_in"):
        return ""
    return forms.one_of(fields, "ends_in", (rules.OPINION, rules.DECISION))


def wanted(fields: dict[str, str], who: tuple[str, str]) -> Wanted:
    text = forms.required(fields, "text", most=TEXT)
    told = forms.optional(fields, "told", most=TOLD)
    return Wanted(text, who[0], due(fields), who[1], told)


def due(fields: dict[str, str]) -> date:
    found = _date(fields.get("due", ""))
    if found is None:
        raise unreadable("outcome.due")
    return found


def responsible(fields: dict[str, str]) -> str:
    """As typed: a name, a number of the roll, both, or an organisation."""
    return forms.required(fields, "responsible", most=NAME)


def corrects(fields: dict[str, str]) -> int | None:
    if not fields.get("corrects"):
        return None
    return forms.number(fields, "corrects", least=1, most=99_999)


def _date(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise unreadable("form.date") from error
