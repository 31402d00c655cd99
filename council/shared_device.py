"""Whether the browser of this request is a terminal of the office, by the token it carries.

Sessions ask here, so that every way of signing in on a terminal makes a short session of it.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_token: ContextVar[str] = ContextVar("terminal_token", default="")


def token() -> str:
    """The terminal's token as the browser sent it, not checked; empty on everybody's own device."""
    return _token.get()


@contextmanager
def carrying(token: str) -> Iterator[None]:
    """Inside the block the request came with this token."""
    if not token:
        yield
        return
    before = _token.set(token)
    try:
        yield
    finally:
        _token.reset(before)
