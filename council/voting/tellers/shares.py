"""A private key in three shares, of which any two make it again: Shamir (1979) over GF(256).

Byte by byte the shares are points of a straight line that meets zero at the secret. One point is
as good as none: for every secret there is a line through it. Pure.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

SHARES, NEEDED = 3, 2
_POLYNOMIAL = 0x11B  # of AES, and of every other program for such shares


@dataclass(frozen=True, slots=True)
class Share:
    """Of teller `no` (1, 2, 3); as many bytes as the secret. It never stands in a log."""

    no: int
    value: bytes = field(repr=False)


def split(secret: bytes, random: Callable[[int], bytes] = secrets.token_bytes) -> tuple[Share, ...]:
    """The three shares; `random` gives that many bytes, and only tests bring their own."""
    slope = random(len(secret))
    return tuple(
        Share(no, bytes(at ^ times(rise, no) for at, rise in zip(secret, slope, strict=True)))
        for no in range(1, SHARES + 1)
    )


def combine(one: Share, other: Share) -> bytes:
    """The secret, from two different shares of it; from two of different secrets, nonsense."""
    apart = inverse(one.no ^ other.no)
    weights = times(other.no, apart), times(one.no, apart)
    return bytes(
        times(a, weights[0]) ^ times(b, weights[1])
        for a, b in zip(one.value, other.value, strict=True)
    )


def times(a: int, b: int) -> int:
    """The product in GF(256)."""
    product = 0
    while b:
        product ^= a if b & 1 else 0
        a <<= 1
        a ^= _POLYNOMIAL if a & 0x100 else 0
        b >>= 1
    return product


def inverse(a: int) -> int:
    """What makes one of `a` by multiplication: its 254th power. There is none of zero."""
    if not a:
        raise ZeroDivisionError
    power = 1
    for _ in range(254):
        power = times(power, a)
    return power
