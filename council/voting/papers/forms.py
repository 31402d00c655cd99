"""The forms of an entry: one field for each elector, one for each number of papers."""

from __future__ import annotations

import re

from council.refusal import unreadable
from council.voting.actions.entering import MOST_LINES
from council.voting.papers.rules import IN_PERSON, MOST_PAPERS
from council.web import forms

_LINE = re.compile(r"e-([0-9]{1,6})")
_COUNT = re.compile(r"n-([a-z0-9=,>_-]{1,400})")
_CHOICE = re.compile(r"[a-z_]{0,40}")


def kind(fields: dict[str, str]) -> str:
    return forms.one_of(fields, "kind", IN_PERSON)


def lines(fields: dict[str, str]) -> dict[int, str]:
    """Elector's number → choice; '' takes a line back."""
    found = {int(at[1]): said for name, said in fields.items() if (at := _LINE.fullmatch(name))}
    if len(found) > MOST_LINES or not all(_CHOICE.fullmatch(one) for one in found.values()):
        raise unreadable("form.unreadable")
    return found


def choice(fields: dict[str, str]) -> str:
    """One choice for all the others of a show of hands; '' where none was chosen."""
    said = fields.get("choice", "")
    if not _CHOICE.fullmatch(said):
        raise unreadable("form.unreadable")
    return said


def number(fields: dict[str, str]) -> int:
    """So many papers say the same."""
    return forms.number(fields, "papers", least=1, most=MOST_PAPERS)


def counts(fields: dict[str, str]) -> dict[str, int]:
    """Choice → papers; an empty field is none."""
    return {
        at[1]: forms.number(fields, name, least=0, most=MOST_PAPERS) if fields[name] else 0
        for name in fields
        if (at := _COUNT.fullmatch(name))
    }
