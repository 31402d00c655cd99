"""A change of a frozen roll needs a second officer: what that means for confirmations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council.confirmations import kinds
from council.confirmations.kinds import Kind
from council.voting.actions.changing_roll import KIND, apply_roll_change
from council.voting.electors import rules as roll_rules

if TYPE_CHECKING:
    from council.confirmations.kinds import Asked


def _keeper(offices: tuple[str, ...], _: Asked) -> bool:
    return bool(set(offices) & set(roll_rules.KEEPERS))


ROLL = Kind(KIND, _keeper, apply_roll_change, "voting/_asked_roll.html")
kinds.register(ROLL)
