"""What of the roll needs a second officer: a death (and that it was none), a merge, and that
somebody with a powerful office departs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from council.confirmations import kinds
from council.confirmations.kinds import Kind
from council.roll import rules
from council.roll.actions.departing import DEPARTURE, apply_departure
from council.roll.actions.merging import MERGE, apply_merge

if TYPE_CHECKING:
    from council.confirmations.kinds import Asked


def _keeper(offices: tuple[str, ...], _: Asked) -> bool:
    return bool(set(offices) & set(rules.KEEPERS))


def _departure(offices: tuple[str, ...], asked: Asked) -> bool:
    return rules.may_confirm_departure(offices, asked.body.get("offices", ()))


kinds.register(Kind(DEPARTURE, _departure, apply_departure, "roll/_asked_departure.html"))
kinds.register(Kind(MERGE, _keeper, apply_merge, "roll/_asked_merge.html"))
