"""Printed sheets as archival PDF, made off the event loop like all paper."""

from __future__ import annotations

from functools import lru_cache

from council.documents import codes, typesetter
from council.printouts.sheets import List, Poster, as_data


async def make(sheet: List | Poster) -> bytes:
    """Refused with documents.busy."""
    return await typesetter.run(typeset, sheet)


@lru_cache(maxsize=16)
def typeset(sheet: List | Poster) -> bytes:
    """The PDF's bytes; the same sheet always gives the same bytes."""
    template = "poster.typ" if isinstance(sheet, Poster) else "list.typ"
    return typesetter.pdf(
        template, {**as_data(sheet), "qr": codes.drawn(sheet.address)}, sheet.stamp
    )
