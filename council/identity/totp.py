"""Six digits that change every 30 seconds (RFC 6238 over HMAC-SHA-1): pure, time is given."""

from __future__ import annotations

import base64
import hmac
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

if TYPE_CHECKING:
    from datetime import datetime

SECONDS = 30  # one step
DIGITS = 6
SECRET = 20  # bytes: 160 bits, as RFC 4226 recommends
DRIFT = (-1, 0, 1)  # steps by which a phone's clock may be off


def step_at(at: datetime) -> int:
    """How many steps have begun since 1970."""
    return int(at.timestamp()) // SECONDS


def digits(secret: bytes, step: int) -> str:
    """What an authenticator with this secret shows during the step."""
    digest = hmac.digest(secret, step.to_bytes(8, "big"), "sha1")
    start = digest[-1] & 0x0F
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def step_of(secret: bytes, code: str, at: datetime) -> int | None:
    """The newest step near `at` whose digits these are; None: they are wrong.

    A step is good for one use: the caller keeps it and takes only later ones.
    """
    steps = [step_at(at) + off for off in DRIFT]
    right = [
        step for step in steps if hmac.compare_digest(digits(secret, step).encode(), code.encode())
    ]
    return max(right, default=None)


def as_text(secret: bytes) -> str:
    """The secret as authenticators read it when it is typed: base32."""
    return base64.b32encode(secret).decode().rstrip("=")


def address(secret: bytes, issuer: str, account: str) -> str:
    """What the QR code says; `issuer` and `account` are only what the authenticator shows."""
    # A colon parts the two names there.
    label = f"{quote(issuer.replace(':', ' '))}:{quote(account.replace(':', ' '))}"
    values = {
        "secret": as_text(secret),
        "issuer": issuer.replace(":", " "),
        "algorithm": "SHA1",
        "digits": DIGITS,
        "period": SECONDS,
    }
    return f"otpauth://totp/{label}?{urlencode(values, quote_via=quote)}"
