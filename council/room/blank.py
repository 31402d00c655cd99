"""A page with gaps: rendered once for many, filled for each who asks.

Each gap is first a mark that nobody can guess, so that no text of a resident can be one.
"""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def mark() -> str:
    """A new mark; HTML leaves it as it is."""
    return f"gap{secrets.token_hex(16)}"


class Blank:
    """The bytes of a page, cut at its marks."""

    __slots__ = ("_parts",)

    def __init__(self, text: str, marks: frozenset[str]) -> None:
        cut = re.split(f"({'|'.join(map(re.escape, sorted(marks)))})", text)
        self._parts = [part.encode() for part in cut]

    def filled(self, values: Mapping[bytes, bytes]) -> bytes:
        """The whole page; `values` holds what stands at each mark, escaped already."""
        return b"".join([values.get(part, part) for part in self._parts])
