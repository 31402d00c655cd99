"""Six digits that were sent: pure arithmetic of their life, their tries and their hash."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta

DIGITS = 6
LIFE = timedelta(minutes=10)
TRIES = 5
PER_HOUR = 3  # sendings to one person, whoever asks for them
HOUR = timedelta(hours=1)
PURPOSES = ("sign_in", "recover", "address")


@dataclass(frozen=True, slots=True)
class Asked:
    """One question for a code: what for, by which way, from which visit."""

    purpose: str
    way: str  # sms or email
    visit: str

    @property
    def visit_hash(self) -> str:
        return visit_hash(self.visit)


def visit_hash(visit: str) -> str:
    return hashlib.sha256(f"sent-code-visit/v1:{visit}".encode()).hexdigest()


def new_code() -> str:
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def code_hash(key: bytes, row: str, code: str) -> str:
    """Keyed: six digits in a stolen database would be found at once. `row` is the code's own."""
    return hmac.digest(key, f"sent-code/v1:{row}:{code}".encode(), "sha256").hex()
