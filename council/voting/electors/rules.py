"""A frozen roll is changed only by two officers, each change by itself: who goes, who comes; pure.

Why somebody should go decides: who was never entitled is struck with their ballot; who moved away
after the opening was entitled when it opened, and stays. Numbers are never given twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from council.record.entry import root_hash
from council.refusal import Refused, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

KEEPERS = ("chair", "secretary", "community_secretary")
REASONS = ("never_eligible", "moved_away")  # why an officer wants somebody struck
REASON = 200  # characters
LEAF = 64  # digits of a hash in hex


def may_change(state: str) -> None:
    """From the opening to the closing; before it the roll is not frozen, after it it is counted."""
    if state in {"created", "announced"}:
        raise Refused("roll.not_frozen")
    if state != "open":
        raise Refused("poll.closed")


def must_strike(why: str, reason: str) -> None:
    """Refused with roll.moved_away: they were entitled when the roll was frozen."""
    if why not in REASONS:
        raise unreadable("form.choice", field="why")
    if why == "moved_away":
        raise Refused("roll.moved_away")
    must_reason(reason)


def must_reason(reason: str) -> None:
    if not reason:
        raise unreadable("form.needed", field="reason")
    if len(reason) > REASON:
        raise unreadable("form.too_long", field="reason", most=REASON, length=len(reason))


def may_strike(mode: str, *, on_paper: bool) -> None:
    """A secret paper lies among the others: nobody can take it out again."""
    if mode != "named" and on_paper:
        raise Refused("roll.secret_paper")


def may_add(person_state: str, *, on_roll: bool, called: bool, by_area: bool) -> None:
    """A verified resident who is not there yet; of owners only whom the meeting called (278)."""
    if person_state != "verified":
        raise Refused("roll.not_verified")
    if on_roll:
        raise Refused("roll.there_already")
    if by_area and not called:
        raise Refused("roll.owner_not_called")


def called_by(kind: str, *, called: bool, by_area: bool) -> int:
    """By how much all who count become more or fewer.

    Owners stay as many, and their area as large: a unit has an owner, whoever votes for it.
    """
    if by_area:
        return 0
    if kind == "struck":
        return -1 if called else 0
    return 0 if called else 1


def summed(changes: Iterable[Mapping[str, Any]], root: str) -> dict[str, Any]:
    """What the result says of them: how many went and came, and the root that is left."""
    kinds = [one["kind"] for one in changes]
    return {"struck": kinds.count("struck"), "added": kinds.count("added"), "root": root}


def tree(leaves: Mapping[int, str]) -> str:
    """The root over the leaves in the order of their numbers."""
    return root_hash([as_bytes(leaves[no]) for no in sorted(leaves)]).hex()


def as_bytes(leaf: str) -> bytes:
    """Raises ValueError for what is no leaf."""
    if len(leaf) != LEAF:
        message = "a leaf of the roll is not 64 digits long"
        raise ValueError(message)
    return bytes.fromhex(leaf)


def after(opening: Iterable[str], changes: Iterable[Mapping[str, Any]]) -> dict[int, str] | None:
    """Number → leaf when all changes are done; None where one of them cannot have been.

    `changes` in their order, with `kind`, `no` (of the elector) and `leaf`.
    """
    leaves = dict(enumerate(opening, 1))
    newest = len(leaves)
    for one in changes:
        if one["kind"] == "struck":
            if leaves.pop(one["no"], None) != one["leaf"]:
                return None
        elif one["kind"] == "added" and one["no"] == newest + 1:
            newest += 1
            leaves[newest] = one["leaf"]
        else:
            return None
    return leaves
