"""The forms of a poll, and the ballot as it comes over the wire."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

from council.refusal import unreadable
from council.voting.actions import Question
from council.voting.casting.ballots import Ballot
from council.web import forms

LONGEST = 2000  # bytes of a ballot's form
FIELDS = 20
MOST_MINUTES = 24 * 60

_PLAIN = re.compile(rf"\w+=[\w-]*(?:&\w+=[\w-]*){{0,{FIELDS - 1}}}", re.ASCII)
_IDEM = re.compile(r"[0-9A-Za-z_-]{16,64}")
_REV = re.compile(r"[0-9]{1,6}")
_CHOICE = re.compile(r"[a-z_]{1,40}")
_MARKS = re.compile(r"[a-z0-9,=>-]{1,400}")  # of several options: methods/grammar.py reads it


def question(fields: dict[str, str]) -> Question:
    """The rule follows from `subject` where that is said, and must be said where it is not."""
    subject = forms.optional(fields, "subject", most=24)
    read = forms.optional if subject else forms.required
    return Question(
        text=forms.required(fields, "text", most=1000),
        rule=read(fields, "rule", most=16),
        subject=subject,
        mode=fields.get("mode") or "named",
        method=fields.get("method") or "yes_no_abstain",
        motion=forms.optional(fields, "motion", most=16),
        allow_revote=fields.get("allow_revote") == "1",
    )


def minutes(fields: dict[str, str]) -> int:
    """A time limit in minutes; empty means that the chair closes by hand."""
    if not fields.get("minutes"):
        return 0
    return forms.number(fields, "minutes", least=1, most=MOST_MINUTES)


def pairs(body: bytes) -> dict[str, str]:
    """The ballot's form without a form library: it is on the hot path."""
    if len(body) > LONGEST:
        raise unreadable("form.unreadable")
    try:
        text = body.decode()
        if _PLAIN.fullmatch(text):  # as our own page sends it: nothing to decode
            return dict([part.split("=") for part in text.split("&")])
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=FIELDS))
    except (ValueError, UnicodeDecodeError) as error:
        raise unreadable("form.unreadable") from error


def ballot(fields: dict[str, str], poll: str, person: str) -> Ballot:
    """`idem` names this sending; a ballot without one could be counted twice."""
    idem, rev = fields.get("idem", ""), fields.get("rev") or "0"
    if not _IDEM.fullmatch(idem) or not _REV.fullmatch(rev):
        raise unreadable("poll.unreadable")
    choice = fields.get("choice", "")
    if not _CHOICE.fullmatch(choice) and not _MARKS.fullmatch(choice):
        raise unreadable("poll.choice_missing")
    return Ballot(poll, person, choice, idem, int(rev))
