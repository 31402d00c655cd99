"""Faults on the way of a ballot, for the log."""

from __future__ import annotations

import traceback


def without_words(error: BaseException) -> str:
    """Kind and places of an exception and of what caused it, never its words.

    Databases and converters quote what they were given: here, somebody's ballot.
    """
    parts = list[str]()
    at: BaseException | None = error
    while at is not None:
        parts += [*traceback.format_tb(at.__traceback__), f"{type(at).__name__}\n"]
        at = at.__cause__ or at.__context__
    return "".join(parts)
