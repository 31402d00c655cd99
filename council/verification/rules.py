"""When a letter opens, and who may write one: pure rules with reason codes."""

from __future__ import annotations

from datetime import datetime, timedelta

from council.refusal import Refused

LETTER_LIFE = timedelta(days=14)
LETTER_TRIES = 5
LETTER_LOCK = timedelta(hours=1)


def tries_left(failures: int, failed_at: datetime | None, at: datetime) -> int:
    """How often a letter's code may still be tried now; a quiet hour gives all tries back."""
    if failed_at is None or at - failed_at >= LETTER_LOCK:
        return LETTER_TRIES
    return max(LETTER_TRIES - failures, 0)


def may_try(failures: int, failed_at: datetime | None, at: datetime) -> None:
    """Five failures lock the code for an hour, also for the right secret."""
    if failed_at is not None and tries_left(failures, failed_at, at) == 0:
        minutes = -(-(failed_at + LETTER_LOCK - at) // timedelta(minutes=1))
        raise Refused("letter.locked", 429, minutes=minutes)


def may_write_office_letter(offices: tuple[str, ...], *, oneself: bool, listed: bool) -> None:
    """It resets a second factor: another person's act, but for the founder's very first letter."""
    if "community_secretary" not in offices or (oneself and not listed):
        raise Refused("letter.office_not_yours", 403)
