"""Guessing the door code: ten wrong ones, then five minutes of rest. By person, not by address."""

from __future__ import annotations

from collections import defaultdict, deque
from datetime import datetime, timedelta

from council.refusal import Refused

MOST = 10
WITHIN = timedelta(minutes=5)
TOO_MANY = 429


class Attempts:
    """Kept in memory: a restart forgives, three valid codes in a million do not need more."""

    def __init__(self) -> None:
        self._failed: dict[str, deque[datetime]] = defaultdict(lambda: deque(maxlen=MOST))

    def ask(self, person: str, at: datetime) -> None:
        failed = self._failed.get(person)
        if failed and len(failed) == MOST and at - failed[0] < WITHIN:
            raise Refused("door.rest", TOO_MANY)

    def failed(self, person: str, at: datetime) -> None:
        self._failed[person].append(at)
