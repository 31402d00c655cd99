"""Row 23: what is on a secret ballot stands in no log, trace or file but the database's own.

A vote on options whose names occur nowhere else, in full: without JavaScript and with it, changed,
refused, with a fault on the way and one in the database, closed, published. Every logger is heard
at DEBUG, and at night a process of its own too, to the last line that it writes when it crashes.
"""

from __future__ import annotations

import asyncio
import logging
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from council import db
from council.voting import batch
from council.voting.ballots import Ballot
from tests.people import assemble
from tests.voting.methods.making import Meeting, hidden

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.server import Hall

LABELS = ("金丝雀甲组", "金丝雀乙组", "金丝雀丙组", "金丝雀丁组")
# As a ballot is written: a rank of all four, which no other text has.
RANKS = ("c>a>d>b", "d>b>a>c", "a>d>c>b", "b>d>c>a", "d>c>a>b", "b>a>c>d")
OURS = re.compile(r"httpx|httpcore|websockets")  # the test's own client


@contextmanager
def everything() -> Iterator[list[str]]:
    """All that any logger says, with its traces, as text."""
    told: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if not OURS.match(record.name):
                told.append(f"{record.name} {self.format(record)}")

    ear, root = Ear(logging.DEBUG), logging.getLogger()
    kept = {name: logging.getLogger(name).level for name in ("council", "uvicorn", "litestar")}
    before = root.level
    root.addHandler(ear)
    root.setLevel(logging.DEBUG)
    for name in kept:
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield told
    root.removeHandler(ear)
    root.setLevel(before)
    for name, level in kept.items():
        logging.getLogger(name).setLevel(level)


def marks(rank: str) -> dict[str, str]:
    """A ranked ballot as its form sends it."""
    return {f"rank-{code}": str(at) for at, code in enumerate(rank.split(">"), 1)}


def canaries(*idems: str) -> re.Pattern[str]:
    """Names of options, ballots as they are written (also as an address would hold them)."""
    ranks = [one for rank in RANKS for one in (rank, rank.replace(">", "%3E"))]
    return re.compile("|".join(map(re.escape, [*LABELS, *ranks, *idems])))
