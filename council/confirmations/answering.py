"""Two persons: who may answer what another one asked for, with reason codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council.confirmations.rules import WATCHERS
from council.refusal import NotThere, Refused

if TYPE_CHECKING:
    from datetime import datetime

    from council.confirmations.kinds import Asked, Kind


def may_answer(asked: Asked, kind: Kind, offices: tuple[str, ...], person: str) -> bool:
    """Whether the answer of this person counts: not the asker, not who it is about."""
    return person not in {asked.asker, kind.concerns(asked)} and kind.may_confirm(offices, asked)


def may_see(asked: Asked, kind: Kind, offices: tuple[str, ...], person: str) -> bool:
    """Who asked, who may answer, and who watches."""
    return (
        person == asked.asker
        or bool(set(offices) & set(WATCHERS))
        or kind.may_confirm(offices, asked)
    )


def must_answer(
    asked: Asked, kind: Kind, offices: tuple[str, ...], person: str, at: datetime
) -> None:
    """Refuse an answer that does not count, and one that comes too late."""
    if not may_see(asked, kind, offices, person):
        raise NotThere
    if person == asked.asker:
        raise Refused("confirmation.own", 403)
    if person == kind.concerns(asked):
        raise Refused("confirmation.about_you", 403)
    if not kind.may_confirm(offices, asked):
        raise Refused("confirmation.not_yours", 403)
    must_be_open(asked, at)


def must_be_open(asked: Asked, at: datetime) -> None:
    if asked.answer:
        raise Refused("confirmation.answered")
    if not asked.open_at(at):
        raise Refused("confirmation.expired", 410)
