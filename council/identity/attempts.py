"""Wrong passwords are counted per login, whoever has it or nobody: ten, then a pause.

A device that signed in with this login before has a count of its own, so that a stranger's
guessing does not lock its owner out. Nothing is counted by address: a hall shares one.
This is the memory of one process; `actions/failures.py` adds what all processes know.
"""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta

from council.identity.rules import sign_in_rests

MOST = 10
PAUSE = timedelta(minutes=15)
KEPT = 10_000  # logins; the one failed longest ago goes first


class Attempts:
    """How often each key failed, and when the last time was."""

    def __init__(self) -> None:
        self._failed: OrderedDict[str, tuple[int, datetime]] = OrderedDict()

    def may_try(self, key: str, at: datetime) -> None:
        """Refuse while the key rests; a quiet quarter of an hour forgives everything."""
        count, last = self._failed.get(key, (0, at))
        if at - last >= PAUSE:
            del self._failed[key]
        elif count >= MOST:
            raise sign_in_rests(last + PAUSE, at)

    def tried(self, key: str, at: datetime) -> None:
        """Counted before the answer is known: of many tries at once none slips through."""
        count, _ = self._failed.get(key, (0, at))
        self._failed[key] = (count + 1, at)
        self._failed.move_to_end(key)
        if len(self._failed) > KEPT:
            self._failed.popitem(last=False)

    def not_answered(self, key: str) -> None:
        """The queue was full: this try does not count."""
        if key in self._failed:
            count, last = self._failed[key]
            self._failed[key] = (count - 1, last)

    def succeeded(self, key: str) -> None:
        self._failed.pop(key, None)

    def forget_all(self) -> None:
        self._failed.clear()
