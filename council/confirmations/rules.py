"""How long a request stands, who reads it besides, and what a refusal must say."""

from __future__ import annotations

from datetime import timedelta

from council.refusal import unreadable

LIFE = timedelta(days=14)
REASON = 200  # characters
# Whoever watches over the officers reads what they ask of each other, and answers nothing.
WATCHERS = ("supervisor", "auditor")


def must_reason(reason: str) -> None:
    """Who says no says why."""
    if not reason:
        raise unreadable("form.needed")
    if len(reason) > REASON:
        raise unreadable("form.too_long", field="reason", most=REASON, length=len(reason))
