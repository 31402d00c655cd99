"""A 会议纪要 as an archival PDF (PDF/A-2b, PDF/UA-1) after GB/T 9704, from templates/print."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from council.documents import codes, typesetter
from council.minutes.blocks import FIXED_HEADS
from council.minutes.marks import shown
from council.minutes.printed import in_rows

if TYPE_CHECKING:
    from council.minutes.printed import Print

TEMPLATE = "minutes.typ"


async def make(what: Print) -> bytes:
    """The PDF's bytes, made off the event loop. Refused with documents.busy."""
    return await typesetter.run(typeset, what)


@lru_cache(maxsize=16)
def typeset(what: Print) -> bytes:
    """The PDF's bytes; the same `what` always gives the same bytes."""
    return typesetter.pdf(TEMPLATE, data(what), what.stamp)


@lru_cache(maxsize=16)
def pictured(what: Print) -> tuple[bytes, ...]:
    """Its pages as PNG."""
    return typesetter.pictures(TEMPLATE, data(what))


def data(what: Print) -> dict[str, Any]:
    """What the template shows."""
    return {
        **shown(what.draft),
        "issuer": what.issuer,
        "head": what.letterhead.head,
        "programme": what.letterhead.programme,
        "number": what.number,
        "watermark": not what.public,
        "signatures": [
            {"role": role, "name": one.name, "signed": one.signed} for role, one in what.signatures
        ],
        "issued": what.issued,
        "heads": FIXED_HEADS,
        "address": what.address,
        "sha256": in_rows(what.sha256),
        "mark": f"第{what.version}稿 · SHA-256 {what.sha256[:16]}",
        "proof": what.proof,
        "checkpoint": what.checkpoint,
        "qr": codes.drawn(what.address),
        "checkpoint_qr": codes.drawn(codes.kept(what.checkpoint)),
    }
