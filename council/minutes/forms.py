"""What the forms of the minutes send, as typed values."""

from __future__ import annotations

from dataclasses import dataclass

from council.minutes.rules import LONGEST, ROLES
from council.web import forms

MOST = 1_000_000  # versions
DIGITS = 8  # of a version in an address


@dataclass(frozen=True, slots=True)
class Revision:
    """Other words for one paragraph; `version` is what the writer had before them."""

    key: str
    text: str
    version: int


def revision(fields: dict[str, str]) -> Revision:
    """`key`, `text` (may be empty: the paragraph is not printed) and `version`."""
    return Revision(
        key=forms.required(fields, "key", most=60),
        text=forms.optional(fields, "text", most=LONGEST),
        version=forms.number(fields, "version", least=1, most=MOST),
    )


def taken(fields: dict[str, str]) -> frozenset[str]:
    """`take-KEY=record`: paragraphs in which the record's words were chosen."""
    chosen = (name for name, value in fields.items() if value == "record")
    return frozenset(name.removeprefix("take-") for name in chosen if name.startswith("take-"))


def number_in(typed: str | None) -> int:
    """A version in an address; what is none is 0, from which everything is new."""
    return int(typed) if typed and typed.isdecimal() and len(typed) < DIGITS else 0


def role(fields: dict[str, str]) -> str:
    """`as`: recorder or chair."""
    return forms.one_of(fields, "as", ROLES)


def version(fields: dict[str, str]) -> int | None:
    """The version that was read before signing, if the form says."""
    if "version" not in fields:
        return None
    return forms.number(fields, "version", least=1, most=MOST)
