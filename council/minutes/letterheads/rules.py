"""What a letterhead may say: pure."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from council.documents.letterhead import PLAIN, Letterhead
from council.refusal import unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping

ISSUER, HEAD, PROGRAMME, WORD, PLACE = 40, 12, 40, 8, 12  # characters
PUBLISHER, COPIES = 60, 200
MOST_PLACES = 4


@dataclass(frozen=True, slots=True)
class Wanted:
    """A letterhead as it was filled in, and what drafts made from now on say of their issue.

    `publisher` and `copies` are words of the minutes themselves, not of their look; empty: the
    residents' committee, and the street office with the supervisors.
    """

    look: Letterhead = field(default=PLAIN)
    publisher: str = ""
    copies: str = ""


def must_fit(wanted: Wanted) -> None:
    """Refuse a head without words, and words that no line has room for."""
    look = wanted.look
    limits = (
        (look.issuer, ISSUER),
        (look.head, HEAD),
        (look.programme, PROGRAMME),
        (look.chair, WORD),
        (look.recorder, WORD),
        (wanted.publisher, PUBLISHER),
        (wanted.copies, COPIES),
        *((place, PLACE) for place in look.places),
    )
    if any(len(text) > most or "\n" in text for text, most in limits):
        raise unreadable("letterhead.too_long")
    if not (look.head and look.chair and look.recorder):
        raise unreadable("form.needed")
    if len(look.places) > MOST_PLACES or not all(look.places):
        raise unreadable("letterhead.places", most=MOST_PLACES)


def as_words(look: Letterhead) -> dict[str, Any]:
    """Everything but the version, as plain values."""
    found = asdict(look)
    del found["version"]
    return {**found, "places": list(look.places)}


def from_words(version: int, words: Mapping[str, Any]) -> Letterhead:
    return Letterhead(version=version, **{**words, "places": tuple(words["places"])})
