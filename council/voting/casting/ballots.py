"""A ballot and its receipt, as plain values."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from datetime import UTC, datetime

from council.voting.casting.channels import OWN, Via

NEVER = datetime.max.replace(tzinfo=UTC)  # what nobody has stamped is late for every deadline


@dataclass(frozen=True, slots=True)
class Ballot:
    """What a voter sent. `idem` names this sending, `rev` the version the voter saw (0: none).

    `person` is the elector; `via` says who sent it, if not they themselves.
    `at`: when it came into the queue, on the community's wall clock; by it "in time" is judged.
    """

    poll: str
    person: str
    choice: str = field(repr=False)  # whatever shows a ballot by accident shows no choice
    idem: str = field(repr=False)
    rev: int
    via: Via = OWN
    at: datetime = NEVER


@dataclass(frozen=True, slots=True)
class Receipt:
    """The database holds the ballot; `fresh` is False when this was a retry.

    `sealed` is the hash of a sealed ballot in hex, and `proof` its signed receipt as JSON.
    """

    code: str
    rev: int
    fresh: bool
    sealed: str = ""
    proof: str = ""


_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"  # base32, RFC 4648
_PAIRS = [first + second for first in _LETTERS for second in _LETTERS]  # base64's is slow


def receipt_code(key: bytes, poll: str, elector_no: int, choice: str, rev: int) -> str:
    """80 bits over (poll, elector, choice, rev), keyed by the server: 7K2M-… in four groups."""
    text = f"council/receipt/v1|{poll}|{elector_no}|{choice}|{rev}"
    return code(int.from_bytes(hmac.digest(key, text.encode(), "sha256")[:10], "big"))


def code(number: int) -> str:
    """80 bits in base32, in four groups."""
    groups = (number >> 60, number >> 40 & 0xFFFFF, number >> 20 & 0xFFFFF, number & 0xFFFFF)
    return "-".join([_PAIRS[one >> 10] + _PAIRS[one & 0x3FF] for one in groups])
