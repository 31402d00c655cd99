"""What may still be changed of a meeting that was announced, and its agenda."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council.refusal import Refused, unreadable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

ELECTION = "换届选举"


def may_change(state: str) -> None:
    """Until it opens: afterwards the meeting itself decides what it does."""
    if state == "cancelled":
        raise Refused("meeting.cancelled")
    if state != "announced":
        raise Refused("agenda.fixed")


def may_review(state: str, on: date, today: date) -> None:
    """RES-8: before the meeting is over, and on a day that has been."""
    if state not in {"announced", "open"}:
        raise Refused("meeting.cancelled" if state == "cancelled" else "meeting.closed")
    if on > today:
        raise unreadable("agenda.review_to_come")


def must_not_elect(title: str, kind: str) -> None:
    """RES-7: elections of the committee have a law and a body of their own."""
    if kind == "vote" and ELECTION in title:
        raise unreadable("meeting.election")


def moved(order: Sequence[str], item: str, step: int) -> list[str]:
    """The order with `item` one place up (-1) or down (1); at the ends it stays."""
    found = list(order)
    at = found.index(item)
    to = min(max(at + step, 0), len(found) - 1)
    found.insert(to, found.pop(at))
    return found


def may_remove(*, spoken_of: bool, items: int) -> None:
    """A point behind which a motion or a vote stands already stays; a meeting has one at least."""
    if spoken_of:
        raise Refused("agenda.in_use")
    if items <= 1:
        raise Refused("agenda.last")
