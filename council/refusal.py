"""A rule says no: a reason code now, a sentence at the edge, in the reader's language."""

from __future__ import annotations

from typing import Any

CONFLICT = 409
UNREADABLE = 422


class Refused(Exception):  # noqa: N818 - it is an answer, not a fault
    """`code` such as poll.closed; `values` fill the sentence of that code."""

    def __init__(self, code: str, status: int = CONFLICT, **values: Any) -> None:
        super().__init__(code)
        self.code = code
        self.status = status
        self.values = values


class NotThere(Exception):  # noqa: N818 - it is an answer, not a fault
    """It does not exist, or you may not see it: the same answer."""


def unreadable(code: str, **values: Any) -> Refused:
    """A form that cannot be understood: 422."""
    return Refused(code, UNREADABLE, **values)
