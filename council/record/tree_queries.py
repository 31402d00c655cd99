"""Reading what a root or a proof needs: the roots of whole chunks, and the leaves of a few."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council import db
from council.record.tree import CHUNK, Hashes

if TYPE_CHECKING:
    from collections.abc import Iterable


async def hashes(community: str, size: int, needed: Iterable[int]) -> Hashes:
    """The first `size` entries: `needed` chunks with their leaves, and those not yet kept whole."""
    found = await db.rows(
        "SELECT root FROM record_chunk WHERE community = {} AND no < {} ORDER BY no",
        community,
        size // CHUNK,
    )
    chunks = [bytes.fromhex(one["root"]) for one in found]
    wanted = {*needed, *range(len(chunks), (size + CHUNK - 1) // CHUNK)}
    return Hashes(chunks, {no: await leaves(community, no) for no in sorted(wanted)})


async def leaves(community: str, chunk: int) -> list[bytes]:
    """The leaf hashes of one chunk, as far as it goes."""
    found = await db.rows(
        "SELECT leaf FROM record_entry WHERE community = {} AND i >= {} AND i < {} ORDER BY i",
        community,
        chunk * CHUNK,
        (chunk + 1) * CHUNK,
    )
    return [bytes.fromhex(one["leaf"]) for one in found]


async def kept(community: str) -> int:
    """How many chunks are kept whole."""
    found = await db.row("SELECT count(*) AS n FROM record_chunk WHERE community = {}", community)
    return int(found["n"]) if found else 0
