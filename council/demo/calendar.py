"""The demo's own time: its committee meets today, everything else happened before."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from council import clock

if TYPE_CHECKING:
    from collections.abc import Iterator

WRITTEN = date(2026, 12, 5)  # the day of the committee's meeting in the data
HALF_HOUR = 30  # minutes
_DAY = re.compile(r"(\d{1,2})月(\d{1,2})日")
_YEAR = re.compile(r"(202[67])(?= ?年)")


@dataclass(frozen=True, slots=True)
class Calendar:
    """Everything counted from `today`, on the community's wall clock."""

    today: date

    def day(self, written: str) -> date:
        """A day of the data (ISO) as a day of this demo."""
        return self.today + (date.fromisoformat(written) - WRITTEN)

    def at(self, days: int, hour: int = 9, minute: int = 0) -> datetime:
        """A moment `days` after today; negative days are past."""
        wall = datetime.combine(self.today + timedelta(days=days), time(hour, minute), clock.ZONE)
        return wall.astimezone(UTC)

    def retold(self, text: str) -> str:
        """A sentence of the data with its days and years as they are in this demo."""
        text = _DAY.sub(lambda found: self._other_day(int(found[1]), int(found[2])), text)
        return _YEAR.sub(lambda found: str(int(found[1]) + self.today.year - WRITTEN.year), text)

    def _other_day(self, month: int, day: int) -> str:
        moved = self.today + (date(WRITTEN.year, month, day) - WRITTEN)
        return f"{moved.month}月{moved.day}日"


@contextmanager
def moment(start: datetime, minutes: float = 0) -> Iterator[None]:
    """Let the block happen `minutes` after `start`."""
    with clock.moved_to(start + timedelta(minutes=minutes)):
        yield


def starts_now() -> tuple[date, datetime]:
    """Today, and the half hour that has just begun: the committee's meeting starts then."""
    wall = clock.local(clock.now()).replace(second=0, microsecond=0)
    wall = wall.replace(minute=wall.minute - wall.minute % HALF_HOUR)
    return wall.date(), wall.astimezone(UTC)
