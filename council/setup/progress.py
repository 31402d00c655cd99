"""Progress on standard error, so that standard output holds only what a command answers."""

from __future__ import annotations

import contextlib
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def say(text: str, end: str = "\n") -> None:
    """Write to standard error, which never fails on a letter that the terminal lacks."""
    sys.stderr.write(text + end)
    sys.stderr.flush()


@contextlib.contextmanager
def step(chinese: str, english: str) -> Iterator[None]:
    """Announce a step, and how many seconds it took once it is done."""
    say(f"· {chinese} / {english} …", end=" ")
    began = time.monotonic()
    try:
        yield
    except BaseException:
        say("✗")
        raise
    say(f"{time.monotonic() - began:.1f} s")
