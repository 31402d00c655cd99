"""Every act on a wish."""

from council.wishes.actions.claiming import (
    approve,
    claim,
    expire,
    refuse_claim,
    release,
)
from council.wishes.actions.fulfilling import confirm, deliver, reopen, tell
from council.wishes.actions.reviewing import convert, give_up, send_back, show
from council.wishes.actions.terms import set_terms
from council.wishes.actions.wishing import revise, wish, withdraw

__all__ = [
    "approve",
    "claim",
    "confirm",
    "convert",
    "deliver",
    "expire",
    "give_up",
    "refuse_claim",
    "release",
    "reopen",
    "revise",
    "send_back",
    "set_terms",
    "show",
    "tell",
    "wish",
    "withdraw",
]
