"""From which option on a voter reads the ballot, so that no option stands first for everybody.

Drawn from a key of the server, the poll and the person: a reload shows the same order, and nobody
without the key can tell whose it is. There are only as many orders as options, and their
reverse, so that in a hall many people share each.
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from council.voting.methods.sheet import Option


def turned(options: tuple[Option, ...], key: bytes, poll: str, person: str) -> tuple[Option, ...]:
    """The options as this voter sees them."""
    text = f"council/order/v1|{poll}|{person}"
    drawn = int.from_bytes(hmac.digest(key, text.encode(), "sha256")[:8], "big")
    start, backwards = drawn // 2 % len(options), drawn % 2
    found = options[start:] + options[:start]
    return found[::-1] if backwards else found
