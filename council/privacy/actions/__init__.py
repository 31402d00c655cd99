"""What can be done with consents, requests about one's own data, and the access log."""

from __future__ import annotations

from council.privacy.actions.consenting import enter, give, withdraw, withdraw_for
from council.privacy.actions.expiring import expire, set_terms
from council.privacy.actions.requesting import answer, ask, ask_erasure, withdraw_request

__all__ = [
    "answer",
    "ask",
    "ask_erasure",
    "enter",
    "expire",
    "give",
    "set_terms",
    "withdraw",
    "withdraw_for",
    "withdraw_request",
]
