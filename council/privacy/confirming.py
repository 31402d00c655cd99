"""Deletion is an act of two persons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council.confirmations.kinds import Kind, register
from council.privacy import rules
from council.privacy.actions.erasing import erase_within

if TYPE_CHECKING:
    from council.confirmations.kinds import Asked


def _may_confirm(offices: tuple[str, ...], _: Asked) -> bool:
    return bool(set(offices) & set(rules.ANSWERERS))


register(Kind("erasure", _may_confirm, erase_within, "privacy/_asked_erasure.html"))
