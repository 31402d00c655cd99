"""Guessing codes at a kiosk: five wrong ones at one terminal, then five minutes of rest.

A code has 50 bits, so this keeps away noise rather than luck; a hall of honest mistakes goes on,
since a right code is never counted.
"""

from __future__ import annotations

from collections import defaultdict, deque
from datetime import datetime, timedelta

from council.refusal import Refused

MOST = 5
WITHIN = timedelta(minutes=5)
TOO_MANY = 429


class Tries:
    """Kept in memory, by terminal: a restart forgives."""

    def __init__(self) -> None:
        self._failed: dict[str, deque[datetime]] = defaultdict(lambda: deque(maxlen=MOST))

    def ask(self, device: str, at: datetime) -> None:
        """Raises kiosk.rest (429), also for the right code."""
        failed = self._failed.get(device)
        if failed and len(failed) == MOST and at - failed[0] < WITHIN:
            raise Refused("kiosk.rest", TOO_MANY)

    def failed(self, device: str, at: datetime) -> None:
        self._failed[device].append(at)
