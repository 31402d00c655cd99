"""OWN-3, OWN-5, OWN-6: what may be decided about heads and who votes for a unit; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council.refusal import Refused, unreadable

if TYPE_CHECKING:
    from collections.abc import Sequence

KINDS = ("merge", "split")
CAPACITIES = ("co_owner", "guardian")
REASON = 200  # characters


def must_rule(kind: str, units: Sequence[str], reason: str) -> None:
    """Two units at least become one head, one at least stands by itself; always with a reason."""
    if kind not in KINDS:
        raise unreadable("form.choice", field="kind")
    if kind == "merge" and len(set(units)) < 2:  # noqa: PLR2004 - one is one already
        raise unreadable("heads.several")
    if not units:
        raise unreadable("heads.one")
    _must_reason(reason, "reason")


def must_choose(capacity: str, ground: str) -> None:
    if capacity not in CAPACITIES:
        raise unreadable("form.choice", field="capacity")
    _must_reason(ground, "ground")


def may_vote_for(capacity: str, state: str, *, owns: bool) -> None:
    """A verified person: of co-owners one of them, as a guardian somebody who need not own it."""
    if state != "verified":
        raise Refused("heads.not_verified")
    if capacity == "co_owner" and not owns:
        raise Refused("heads.not_an_owner")


def _must_reason(text: str, field: str) -> None:
    if not text:
        raise unreadable("form.needed", field=field)
    if len(text) > REASON:
        raise unreadable("form.too_long", field=field, most=REASON, length=len(text))
