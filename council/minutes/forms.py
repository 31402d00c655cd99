"""What the forms of the minutes send, as typed values."""

from __future__ import annotations

from dataclasses import dataclass

from council.minutes.rules import LONGEST, ROLES
from council.web import forms

MOST = 1_000_000  # versions


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


def role(fields: dict[str, str]) -> str:
    """`as`: recorder or chair."""
    return forms.one_of(fields, "as", ROLES)


def version(fields: dict[str, str]) -> int | None:
    """The version that was read before signing, if the form says."""
    if "version" not in fields:
        return None
    return forms.number(fields, "version", least=1, most=MOST)
