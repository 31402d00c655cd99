"""Smaller answers for slow lines: files of the program, and pages that are the same for everybody.

Never a page of somebody who is signed in: beside what a stranger can have repeated in it, its
length would tell letter by letter what else stands there (BREACH).
"""

from __future__ import annotations

import gzip

LEAST = 512  # bytes; below, little is won
LEVEL = 6


def is_understood(accepted: str) -> bool:
    """Whether Accept-Encoding names gzip and does not refuse it."""
    for one in accepted.lower().split(","):
        name, _, quality = one.partition(";")
        if name.strip() in {"gzip", "*"}:
            return quality.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False


def smaller(body: bytes) -> bytes:
    """The same bytes each time; empty where it is not worth while."""
    if len(body) < LEAST:
        return b""
    made = gzip.compress(body, LEVEL, mtime=0)
    return made if len(made) < len(body) else b""
