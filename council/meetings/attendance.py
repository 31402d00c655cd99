"""Quorum and the door, as pure rules (DOC-6, COM, RES-3, RES-5)."""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from council.meetings.shares import BY_AREA, QUORUM

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from council.meetings.shares import Share

STATUSES = ("expected", "present", "leave", "left")
PERIOD = 30  # seconds that a door code is shown
VALID = 3  # periods during which it is taken: 90 s


@dataclass(frozen=True, slots=True)
class Head:
    """A called member, as far as counting goes."""

    sector: str
    status: str


@dataclass(frozen=True, slots=True)
class Count:
    """应到 called, 实到 present, 请假 leave, 缺席 absent."""

    called: int
    present: int
    leave: int

    @property
    def absent(self) -> int:
        return self.called - self.present - self.leave


def count(heads: Iterable[Head]) -> Count:
    """Who left is not present; who is on leave is counted apart."""
    by_status = Counter(head.status for head in heads)
    return Count(by_status.total(), by_status["present"], by_status["leave"])


def enough(share: Share | None, counted: Count) -> bool:
    """Whether so many came as the rule asks for (RES-3, RES-5, COM); `share` None: it asks none."""
    return counted.called > 0 and (share is None or share.reached(counted.present, counted.called))


@dataclass(frozen=True, slots=True)
class Standing:
    """Heads and, of owners, the area in 0.01 m² that they stand for."""

    called: int
    present: int
    area_called: int = 0
    area_present: int = 0

    def suffices(self, rule: str) -> bool:
        """Whether so many came as this rule asks for, by heads and where it says so by area."""
        share = QUORUM.get(rule)
        if self.called <= 0 or share is None:
            return self.called > 0
        by_area = rule not in BY_AREA or share.reached(self.area_present, self.area_called)
        return by_area and share.reached(self.present, self.called)


def by_sector(heads: Iterable[Head]) -> list[tuple[str, int, int]]:
    """(sector, present, called) in the order in which the sectors were called."""
    found: dict[str, list[int]] = {}
    for head in heads:
        pair = found.setdefault(head.sector, [0, 0])
        pair[0] += head.status == "present"
        pair[1] += 1
    return [(sector, present, called) for sector, (present, called) in found.items()]


def door_code(key: bytes, meeting: str, at: datetime) -> str:
    """The six digits on the hall screen at this moment."""
    return _code(key, meeting, int(at.timestamp()) // PERIOD)


def code_opens(key: bytes, meeting: str, at: datetime, code: str) -> bool:
    """New every 30 s, valid for 90 s; compared in constant time."""
    window = int(at.timestamp()) // PERIOD
    given = code.encode()
    equal = [
        hmac.compare_digest(_code(key, meeting, window - back).encode(), given)
        for back in range(VALID)
    ]
    return any(equal)  # all were compared before any answers


def _code(key: bytes, meeting: str, window: int) -> str:
    digest = hmac.new(key, f"door|{meeting}|{window}".encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8], 'big') % 1_000_000:06d}"
