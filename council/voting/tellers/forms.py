"""The forms of the tellers: their names, groups typed back, a whole share."""

from __future__ import annotations

from council.voting.tellers import share_text
from council.voting.tellers.shares import SHARES, Share
from council.web import forms

LONGEST = 400  # characters of a share with whatever stands between its groups


def three(fields: dict[str, str]) -> list[str]:
    return [forms.optional(fields, f"teller{at}", most=16) for at in range(1, SHARES + 1)]


def groups(fields: dict[str, str]) -> list[str]:
    """The groups that the page asked for, in its order."""
    return [
        forms.optional(fields, f"secret-{at}", most=20) for at in range(1, share_text.ASKED + 1)
    ]


def share(fields: dict[str, str]) -> Share:
    return share_text.read(forms.optional(fields, "secret", most=LONGEST))


def number(fields: dict[str, str]) -> int:
    return forms.number(fields, "no", least=1, most=SHARES)
