"""After a meeting: what it may end in, when a task is late, who may dissent. Every no is a code."""

from __future__ import annotations

from datetime import date, timedelta

from council.meetings import kinds
from council.refusal import NotThere, Refused, unreadable

OPINION, DECISION = "opinion", "decision"
# CON-1: only a meeting that may decide makes a decision; every other one ends in an opinion.
SOON = 7  # days before its day a task is shown as due soon
EXPLAIN_DAYS = 15  # until an explanation is due, where the community says nothing else
CAME = frozenset({"present", "left"})


def ends_in(kind: str) -> tuple[str, ...]:
    """What the items of a meeting of this kind may end in, the usual one first.

    What owners say here stays an opinion: their binding vote is held elsewhere (OWN-18).
    """
    decides = kinds.of(kind).decides and kind != "owners"
    return (DECISION, OPINION) if decides else (OPINION,)


def must_end_so(kind: str, ending: str) -> None:
    if ending not in ends_in(kind):
        raise Refused("outcome.may_not_decide")


def must_be_due(next_step: str, due: date | None) -> None:
    """What is to be carried out has a last day."""
    if due is None and next_step == "implement":
        raise unreadable("outcome.due")


def standing(state: str, due: date, today: date) -> str:
    """done, dropped, overdue (from the day after), soon, or open."""
    if state != "open":
        return state
    if today > due:
        return "overdue"
    return "soon" if due - today <= timedelta(days=SOON) else "open"


def late(state: str, due: date, today: date) -> int:
    """Days past the last day of an open task."""
    return max((today - due).days, 0) if state == "open" else 0


def must_run(state: str) -> None:
    """What is done or dropped is not told of any more."""
    if state != "open":
        raise Refused("task.ended")


def must_be_later(due: date, today: date) -> None:
    """A last day is moved to a day that is still to come."""
    if due < today:
        raise unreadable("task.past")


def may_dissent(part: str, status: str, item_kind: str, item_state: str, *, voted: bool) -> None:
    """CON-3: a member who was there, on what was consulted on, or after its vote was published."""
    if part != "member":
        raise NotThere
    if status not in CAME:
        raise Refused("dissent.not_present")
    if not open_to_dissent(item_kind, item_state, voted=voted):
        raise Refused("dissent.too_early")


def open_to_dissent(item_kind: str, item_state: str, *, voted: bool) -> bool:
    return item_state != "pending" and (item_kind == "consult" or voted)


def must_be_unpublished(*, published: bool) -> None:
    """What everybody has read stays as it is."""
    if published:
        raise Refused("dissent.published")


def explain_days(settings: dict[str, object]) -> int:
    """How long an explanation may take, by the community's own setting `explain_days`."""
    days = settings.get("explain_days")
    return days if isinstance(days, int) and days > 0 else EXPLAIN_DAYS
