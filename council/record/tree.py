"""The Merkle tree over a record (RFC 6962), of which whole chunks are known by their roots: pure.

Nobody hashes all entries again: of a chunk of 256 that is complete its root is kept. A root or a
proof then needs those, and the leaves of the one or two chunks that it ends in.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from council.record.entry import node_hash, root_hash

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CHUNK = 256  # entries; a power of two, so that a chunk is a whole subtree


@dataclass(frozen=True, slots=True)
class Hashes:
    """What is known of a tree: the roots of its first chunks, and the leaves of some."""

    chunks: Sequence[bytes]
    leaves: Mapping[int, Sequence[bytes]]  # number of the chunk → its leaf hashes

    def root(self, size: int) -> bytes:
        """Over the first `size` entries."""
        return self._over(0, size) if size else hashlib.sha256(b"").digest()

    def inclusion(self, i: int, size: int) -> list[bytes]:
        """The audit path of entry `i` in the tree of `size`, from the leaf upwards."""
        return self._path(i, 0, size)

    def consistency(self, old: int, size: int) -> list[bytes]:
        """That the tree of `size` begins with the one of `old`; nothing where that is plain."""
        return self._grown(old, 0, size, whole=True) if 0 < old < size else []

    def _over(self, start: int, end: int) -> bytes:
        number, rest = divmod(start, CHUNK)
        if end - start == CHUNK and not rest and number < len(self.chunks):
            return self.chunks[number]
        if end - start <= CHUNK and number == (end - 1) // CHUNK:
            return root_hash(list(self.leaves[number][rest : rest + end - start]))
        middle = start + _split(end - start)
        return node_hash(self._over(start, middle), self._over(middle, end))

    def _path(self, i: int, start: int, end: int) -> list[bytes]:
        if end - start == 1:
            return []
        middle = start + _split(end - start)
        if i < middle:
            return [*self._path(i, start, middle), self._over(middle, end)]
        return [*self._path(i, middle, end), self._over(start, middle)]

    def _grown(self, old: int, start: int, end: int, *, whole: bool) -> list[bytes]:
        if old == end:
            return [] if whole else [self._over(start, end)]
        middle = start + _split(end - start)
        if old <= middle:
            return [*self._grown(old, start, middle, whole=whole), self._over(middle, end)]
        return [*self._grown(old, middle, end, whole=False), self._over(start, middle)]


def _split(number: int) -> int:
    """The largest power of two below it."""
    return 1 << (number - 1).bit_length() - 1


def ends_in(*sizes: int) -> list[int]:
    """The chunks whose leaves the roots of these sizes and proofs between them need."""
    return sorted({size // CHUNK for size in sizes if size % CHUNK} | {0})


def needed_for(i: int, *sizes: int) -> list[int]:
    """The same, with the chunk in which entry `i` stands."""
    return sorted({i // CHUNK, *ends_in(*sizes)})
