"""An import needs a second officer: what that means for confirmations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council.confirmations import kinds
from council.confirmations.kinds import Kind
from council.roll.actions import importing

if TYPE_CHECKING:
    from council.confirmations.kinds import Asked

CONFIRMERS = ("chair", "secretary", "community_secretary")


def _may_confirm(offices: tuple[str, ...], _: Asked) -> bool:
    return bool(set(offices) & set(CONFIRMERS))


ROLL = Kind(
    code=importing.KIND,
    may_confirm=_may_confirm,
    apply=importing.confirm_within,
    refuse=importing.refuse_within,
    template="roll/_asked_roll.html",
    by_operator=True,
)
kinds.register(ROLL)
