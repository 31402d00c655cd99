"""A ballot and its receipt, as plain values."""

from __future__ import annotations

import base64
import hmac
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ballot:
    """What a voter sent. `idem` names this sending, `rev` the version the voter saw (0: none)."""

    poll: str
    person: str
    choice: str
    idem: str
    rev: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """The database holds the ballot; `fresh` is False when this was a retry."""

    code: str
    rev: int
    fresh: bool


def receipt_code(key: bytes, poll: str, elector_no: int, choice: str, rev: int) -> str:
    """80 bits over (poll, elector, choice, rev), keyed by the server: 7K2M-… in four groups."""
    text = f"council/receipt/v1|{poll}|{elector_no}|{choice}|{rev}"
    digest = hmac.digest(key, text.encode(), "sha256")[:10]
    code = base64.b32encode(digest).decode()
    return "-".join(code[at : at + 4] for at in range(0, 16, 4))
