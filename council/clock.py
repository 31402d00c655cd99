"""The only source of time: aware UTC. The demo loader and tests move it; nothing else may."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterator

ZONE = ZoneInfo("Asia/Shanghai")  # one zone for the whole country

_offset: ContextVar[timedelta] = ContextVar("clock_offset", default=timedelta(0))


def now() -> datetime:
    """This moment in UTC, to the microsecond."""
    return datetime.now(UTC) + _offset.get()


def local(moment: datetime) -> datetime:
    """The same moment on the community's wall clock."""
    return moment.astimezone(ZONE)


@contextmanager
def moved_to(moment: datetime) -> Iterator[None]:
    """Let time run on from `moment` inside the block (demo loader, tests)."""
    token = _offset.set(moment - datetime.now(UTC))
    try:
        yield
    finally:
        _offset.reset(token)
