"""Looks for the key of a vote in all that an insider has: files, rows, and perhaps a share.

Every 32 bytes at every place count, as they are and as hex, base64 or a teller's letters; alone,
and together with each share that is known. What cannot be 32 random bytes is passed over: text of
few different characters, of which a database file is full.
"""

from __future__ import annotations

import base64
import re
from functools import partial
from typing import TYPE_CHECKING

from council.refusal import Refused
from council.voting.sealing import envelopes
from council.voting.tellers import share_text
from council.voting.tellers.shares import SHARES, Share, inverse, times

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

SIZE = 32
VARIED = 20  # different bytes in 32 random ones: fewer once in 10⁹
_HEX = re.compile(rb"[0-9a-f]{64,}")
_BASE64 = re.compile(rb"[A-Za-z0-9+/]{43,}={0,2}")
_SHARE = re.compile(rb"(?:[0-9A-Z]{5}[ \n-]?){13}")


def hunted(found: set[bytes], known: Iterable[Share], private: bytes) -> bytes:
    """The private key as the hunt came upon it, or nothing.

    An insider knows a key by its public one. This looks the key up instead, which says the same
    and makes a million candidates cheap.
    """
    ways: list[Callable[[bytes], bytes]] = [bytes, *_beside(list(known))]
    wanted = _clamped(private)
    for one in found:
        for way in ways:
            key = way(one)
            if key[1:31] == wanted[1:31] and _clamped(key) == wanted:
                return key
    return b""


def candidates(held: Iterable[bytes]) -> set[bytes]:
    """Whatever could be a key, or the value of a share."""
    found: set[bytes] = set()
    for text in held:
        found.update(one for one in _windows(text) if _is_random(one))
        for read in _decoded(text):
            found.update(one for one in _windows(read) if len(set(one)) >= VARIED)
    return found


def readable(private: bytes, poll: str, ciphertexts: Iterable[str]) -> int:
    """How many ballots this key opens."""
    return sum(1 for one in ciphertexts if private and envelopes.opened(private, poll, one))


def _beside(shares: list[Share]) -> Iterator[Callable[[bytes], bytes]]:
    """What comes of a value as the share of each other teller, beside a share that is known."""
    for share in shares:
        for no in range(1, SHARES + 1):
            if no != share.no:
                yield partial(_combined, *_weighed(share, no))


def _weighed(share: Share, no: int) -> tuple[int, bytes]:
    """The known half of the sum, and the table by which the other half is weighed."""
    apart = inverse(share.no ^ no)
    half = bytes(times(one, times(no, apart)) for one in share.value)
    return int.from_bytes(half, "big"), bytes(times(a, times(share.no, apart)) for a in range(256))


def _combined(half: int, weights: bytes, value: bytes) -> bytes:
    return (half ^ int.from_bytes(value.translate(weights), "big")).to_bytes(SIZE, "big")


def _clamped(key: bytes) -> bytes:
    """Five bits of a key of X25519 do not matter."""
    return bytes([key[0] & 248, *key[1:31], key[31] & 127 | 64])


def _windows(text: bytes) -> Iterator[bytes]:
    return (text[at : at + SIZE] for at in range(len(text) - SIZE + 1))


def _is_random(one: bytes) -> bool:
    return not one.isascii() and len(set(one)) >= VARIED


def _decoded(text: bytes) -> Iterator[bytes]:
    for match in _HEX.finditer(text):
        for start in (0, 1):
            run = match[0][start:]
            yield bytes.fromhex(run[: len(run) // 2 * 2].decode())
    for match in _BASE64.finditer(text):
        for start in range(4):
            run = match[0].rstrip(b"=")[start:]
            run = run[: len(run) // 4 * 4] if len(run) % 4 == 1 else run
            yield base64.b64decode(run + b"=" * (-len(run) % 4))
    for match in _SHARE.finditer(text):
        try:
            yield share_text.read(match[0].decode()).value
        except Refused:
            continue
