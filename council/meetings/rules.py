"""Who may, and when, in a meeting; every no is a reason code."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from council.meetings import kinds
from council.refusal import NotThere, Refused, unreadable

NEXT_STEPS = ("implement", "again", "assembly", "street")  # CON-1
LATE = timedelta(hours=12)  # a meeting of this morning may still be entered
ADULT = 18  # years; RES-ALL
ITEM_KINDS = ("report", "vote", "consult", "inform")
PINS = ("agenda", "item", "door", "result")  # what the chair may pin to the hall screen


def may_run(offices: tuple[str, ...]) -> None:
    """The secretary and the chair run a meeting; for others its tools do not exist."""
    if not {"secretary", "chair", "community_secretary"} & set(offices):
        raise NotThere


def must_be_open(state: str) -> None:
    if state == "cancelled":
        raise Refused("meeting.cancelled")
    if state != "open":
        raise Refused("meeting.not_open" if state == "announced" else "meeting.closed")


def may_open(state: str) -> None:
    if state == "cancelled":
        raise Refused("meeting.cancelled")
    if state != "announced":
        raise Refused("meeting.opened_already")


def may_ask_leave(state: str, status: str) -> None:
    """Before the meeting or in it, as long as one has not come."""
    if state not in {"announced", "open"}:
        raise Refused("meeting.closed")
    if status not in {"expected", "leave"}:
        raise Refused("attendance.came_already")


def may_name_doorkeeper(state: str) -> None:
    if state not in {"announced", "open"}:
        raise Refused("meeting.closed")


def may_go(status: str) -> None:
    if status not in {"present", "left"}:
        raise Refused("attendance.not_present")


def may_pause(state: str, *, paused: bool, poll_open: bool) -> None:
    """A break begins between votes, and only one at a time."""
    may_close(state, poll_open=poll_open)
    if paused:
        raise Refused("meeting.on_break")


def may_resume(state: str, *, paused: bool) -> None:
    must_be_open(state)
    if not paused:
        raise Refused("meeting.no_break")


def must_not_be_on_break(paused: object) -> None:
    """Nothing is moved or put to the vote while people are out of the room."""
    if paused is not None:
        raise Refused("meeting.on_break")


def may_postpone_item(item_state: str, *, poll_open: bool, voted: bool) -> None:
    """An item goes to a later meeting as long as nothing was decided on it."""
    if item_state not in {"pending", "current"}:
        raise Refused("item.done")
    if item_state == "current" and poll_open:
        raise Refused("meeting.poll_open")
    if voted:
        raise Refused("item.voted")


def may_close(state: str, *, poll_open: bool) -> None:
    must_be_open(state)
    if poll_open:
        raise Refused("meeting.poll_open")


def may_move(mover: str, seconder: str, present: set[str]) -> None:
    """MTG-7: a motion needs another person to second it; both are there."""
    if mover == seconder:
        raise Refused("motion.same_person")
    must_be_present(mover, present)
    must_be_present(seconder, present)


def must_be_present(person: str, present: set[str]) -> None:
    """Only who is there as a member moves and seconds."""
    if person not in present:
        raise Refused("motion.not_present")


def must_be_executable(doer: str, by_when: str) -> None:
    """MTG-1: a main motion says who does it and by when, so that it can be carried out."""
    if not doer:
        raise unreadable("motion.doer")
    if not by_when:
        raise unreadable("motion.by_when")


def must_wait_for_second(state: str) -> None:
    if state != "offered":
        raise Refused("motion.ended")


def may_end_motion(state: str, *, voted: bool) -> None:
    """Taken back or put off only before it is put to the vote."""
    if state not in {"offered", "moved"}:
        raise Refused("motion.ended")
    if voted:
        raise Refused("motion.voted")


def may_recuse(state: str, *, voting: bool) -> None:
    """Before its vote: the roll of an open poll is frozen."""
    if state == "closed":
        raise Refused("meeting.closed")
    if voting:
        raise Refused("recusal.poll_open")


def may_pass_item(item_state: str, *, poll_open: bool) -> None:
    """The meeting does not leave an item while a vote on it runs."""
    if poll_open and item_state != "current":
        raise Refused("meeting.poll_open")


def must_convene(kind: str, starts_at: datetime, ends_at: datetime, at: datetime) -> None:
    """A meeting of a known kind that ends after it begins and is not over already."""
    kinds.of(kind)
    if ends_at <= starts_at:
        raise unreadable("meeting.ends_first")
    if starts_at < at - LATE:
        raise unreadable("meeting.past")


def of_age(born: date | None, on: date) -> bool:
    """Whether somebody is 18 on that day; who is verified without a date of birth counts."""
    if born is None:
        return True
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day)) >= ADULT


def may_extend(state: str, no: int, last: int) -> None:
    """The agenda grows by the next number, until the meeting opens."""
    if state != "announced":
        raise Refused("agenda.fixed")
    if no != last + 1:
        raise Refused("agenda.changed")
