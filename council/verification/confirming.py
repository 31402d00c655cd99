"""What of verification needs a second person, and who that may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council.confirmations.kinds import Kind, register
from council.verification import rules
from council.verification.actions.claims import apply_claim
from council.verification.actions.newcomers import apply_newcomer, refuse_newcomer
from council.verification.actions.vouching import apply_vouching

if TYPE_CHECKING:
    from council.confirmations.kinds import Asked

OFFICERS = ("chair", "secretary", "community_secretary")


def _staff(offices: tuple[str, ...], _: Asked) -> bool:
    return bool(set(offices) & {*rules.STAFF, *OFFICERS})


def _officers(offices: tuple[str, ...], _: Asked) -> bool:
    return bool(set(offices) & set(OFFICERS))


def _nobody(_: Asked) -> str:
    """A claim is about a row, not about whoever answers."""
    return ""


KINDS = (
    Kind("newcomer", _staff, apply_newcomer, "verification/_asked_newcomer.html", refuse_newcomer),
    Kind("vouching", _staff, apply_vouching, "verification/_asked_vouching.html"),
    Kind("claim", _officers, apply_claim, "verification/_asked_claim.html", concerns=_nobody),
)
for _kind in KINDS:
    register(_kind)
