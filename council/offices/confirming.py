"""Giving and ending powerful offices needs a second person: what that means for confirmations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council.confirmations import kinds
from council.confirmations.kinds import Kind
from council.offices import rules
from council.offices.actions import ending, giving

if TYPE_CHECKING:
    from council.confirmations.kinds import Asked


def _may_confirm(offices: tuple[str, ...], asked: Asked) -> bool:
    return rules.may_confirm(asked.body["office"], offices)


def _whose(asked: Asked) -> str:
    return str(asked.body["person"])


OFFICE = Kind(
    code="office",
    may_confirm=_may_confirm,
    apply=giving.give_within,
    template="offices/_asked_office.html",
    concerns=_whose,
    by_operator=True,
    onward="/offices#letters",
)
OFFICE_END = Kind(
    code=ending.ENDING,
    may_confirm=_may_confirm,
    apply=ending.end_asked_within,
    template="offices/_asked_office_end.html",
    concerns=_whose,
    by_operator=True,
)
kinds.register(OFFICE)
kinds.register(OFFICE_END)
