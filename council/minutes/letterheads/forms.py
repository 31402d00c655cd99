"""The form of a letterhead, from text fields to typed values and back."""

from __future__ import annotations

from council.documents.letterhead import Letterhead
from council.minutes.letterheads import rules
from council.minutes.letterheads.rules import Wanted
from council.refusal import unreadable
from council.web.filled import Filled


def wanted(form: Filled) -> Wanted:
    """Faults stand in the form."""
    places = tuple(line.strip() for line in form.typed("places").split("\n") if line.strip())
    if len(places) > rules.MOST_PLACES or any(len(one) > rules.PLACE for one in places):
        form.blame("places", unreadable("letterhead.places", most=rules.MOST_PLACES))
    look = Letterhead(
        issuer=form.optional("issuer", most=rules.ISSUER),
        head=form.text("head", most=rules.HEAD),
        programme=form.optional("programme", most=rules.PROGRAMME),
        chair=form.text("chair", most=rules.WORD),
        recorder=form.text("recorder", most=rules.WORD),
        places=places,
    )
    return Wanted(
        look,
        form.optional("publisher", most=rules.PUBLISHER),
        form.optional("copies", most=rules.COPIES),
    )


def filled(settled: Wanted) -> Filled:
    """The form as it is shown first."""
    look = settled.look
    return Filled(
        {
            "issuer": look.issuer,
            "head": look.head,
            "programme": look.programme,
            "chair": look.chair,
            "recorder": look.recorder,
            "places": "\n".join(look.places),
            "publisher": settled.publisher,
            "copies": settled.copies,
        }
    )
