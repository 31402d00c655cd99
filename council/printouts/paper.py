"""Printed sheets as archival PDF, made off the event loop like all paper."""

from __future__ import annotations

from functools import lru_cache

from council.documents import codes, typesetter
from council.printouts.sheets import CallPoster, List, Poster, as_data

TEMPLATES = {List: "list.typ", Poster: "poster.typ", CallPoster: "call.typ"}


async def make(sheet: List | Poster | CallPoster) -> bytes:
    """Refused with documents.busy."""
    return await typesetter.run(typeset, sheet)


@lru_cache(maxsize=16)
def typeset(sheet: List | Poster | CallPoster) -> bytes:
    """The PDF's bytes; the same sheet always gives the same bytes."""
    return typesetter.pdf(
        TEMPLATES[type(sheet)], {**as_data(sheet), "qr": codes.drawn(sheet.address)}, sheet.stamp
    )
