"""Who may, and when, in a meeting; every no is a reason code."""

from __future__ import annotations

from council.refusal import NotThere, Refused

NEXT_STEPS = ("implement", "again", "assembly", "street")  # CON-1
ITEM_KINDS = ("report", "vote", "consult", "inform")


def may_run(offices: tuple[str, ...]) -> None:
    """The secretary and the chair run a meeting; for others its tools do not exist."""
    if not {"secretary", "chair", "community_secretary"} & set(offices):
        raise NotThere


def must_be_open(state: str) -> None:
    if state != "open":
        raise Refused("meeting.not_open" if state == "announced" else "meeting.closed")


def may_open(state: str) -> None:
    if state != "announced":
        raise Refused("meeting.opened_already")


def may_close(state: str, *, poll_open: bool) -> None:
    must_be_open(state)
    if poll_open:
        raise Refused("meeting.poll_open")


def may_move(mover: str, seconder: str, present: set[str]) -> None:
    """MTG-7: a motion needs another person to second it; both are there."""
    if mover == seconder:
        raise Refused("motion.same_person")
    if mover not in present or seconder not in present:
        raise Refused("motion.not_present")


def may_pass_item(item_state: str, *, poll_open: bool) -> None:
    """The meeting does not leave an item while a vote on it runs."""
    if poll_open and item_state != "current":
        raise Refused("meeting.poll_open")
