"""The forms of a meeting, from text fields to typed values."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from council.clock import ZONE
from council.meetings import log
from council.meetings.actions import Moved
from council.meetings.attendance import STATUSES
from council.refusal import unreadable
from council.web import forms

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXT = 1000
LONGEST_BREAK = 240  # minutes
_FULL_WIDTH = {0xFF10 + digit: str(digit) for digit in range(10)}


def door_code(fields: Mapping[str, str]) -> str:
    """Six digits; spaces and full-width digits are forgiven."""
    code = re.sub(r"\s", "", fields.get("code", "")).translate(_FULL_WIDTH)
    if not re.fullmatch(r"[0-9]{6}", code):
        raise unreadable("door.six_digits")
    return code


def status(fields: dict[str, str]) -> tuple[str, bool]:
    """(status, from afar): who takes part from afar is present too."""
    found = forms.one_of(fields, "status", (*STATUSES, "remote"))
    return ("present", True) if found == "remote" else (found, False)


def resumes_at(fields: dict[str, str], at: datetime) -> datetime | None:
    """After some minutes, or on another day; None: when the chair says so."""
    if fields.get("day"):
        day, time = _date(fields["day"]), _time(fields.get("time", ""))
        return datetime.combine(day or date.min, time, ZONE).astimezone(UTC)
    if fields.get("minutes"):
        minutes = forms.number(fields, "minutes", least=1, most=LONGEST_BREAK)
        return (at + timedelta(minutes=minutes)).replace(microsecond=0)
    return None


def _time(text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError as error:
        raise unreadable("form.date") from error


def moved(fields: dict[str, str]) -> Moved:
    return Moved(
        item=forms.required(fields, "item", most=16),
        text=forms.required(fields, "text", most=TEXT),
        mover=forms.required(fields, "mover", most=16),
        seconder=forms.required(fields, "seconder", most=16),
        amends=forms.optional(fields, "amends", most=16),
        **_executable(fields),
    )


def offered(fields: dict[str, str], mover: str) -> Moved:
    """From somebody's own phone: they are the mover, and who seconds it does so later."""
    return Moved(
        item=forms.required(fields, "item", most=16),
        text=forms.required(fields, "text", most=TEXT),
        mover=mover,
        amends=forms.optional(fields, "amends", most=16),
        **_executable(fields),
    )


def _executable(fields: dict[str, str]) -> dict[str, str]:
    """MTG-1: who, by when, where, with what."""
    most = {"doer": 120, "by_when": 60, "place": 120, "means": 200}
    return {name: forms.optional(fields, name, most=length) for name, length in most.items()}


def marks(fields: dict[str, str], names: Mapping[str, str]) -> log.Marks | None:
    """The one line tells who came; refused where it names somebody who is not called."""
    if fields.get("kind"):
        return None
    found = log.marks(forms.within(fields.get("line", ""), "line", TEXT), names)
    if found and (found.unknown or not found.people):
        raise unreadable("log.nobody", names="、".join(found.unknown))
    return found


def line(fields: dict[str, str], names: Mapping[str, str]) -> log.Line:
    """Either `line`, which is understood here, or the parts chosen by hand."""
    if fields.get("line"):
        understood = log.understand(forms.within(fields["line"], "line", TEXT), names)
        kind = fields.get("kind", "")
        found = log.Line(
            kind if kind in log.WRITABLE else understood.kind,
            understood.person,
            understood.side,
            understood.text,
        )
    else:
        found = log.Line(
            forms.one_of(fields, "kind", log.WRITABLE),
            _known(fields.get("person", ""), names),
            fields["side"] if fields.get("side") in {"yes", "no"} else "",
            forms.required(fields, "text", most=TEXT),
        )
    if not found.text:
        raise unreadable("form.missing.line")
    return found


def _known(person: str, names: Mapping[str, str]) -> str:
    if person and person not in names.values():
        raise unreadable("log.person_unknown")
    return person


def _date(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise unreadable("form.date") from error
