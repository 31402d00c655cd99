"""The life of a poll, step by step: what may come next, and what the clock does. Pure.

created → announced → open → closing → sealed → closed → published, or cancelled; never back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from council.refusal import Refused
from council.voting.rules import may_close

if TYPE_CHECKING:
    from council.voting.life.periods import Hours

# What came in time in another process is on disk by then, or was never acknowledged.
SETTLE = timedelta(seconds=1)
UNFINISHED = ("closing", "sealed")  # closing was interrupted: it is taken up where it stopped


@dataclass(frozen=True, slots=True)
class Timed:
    """What the clock knows of a poll; `grace` in seconds."""

    state: str
    mode: str
    opens_at: datetime | None
    closes_at: datetime | None
    grace: int
    papers_first: bool = False


def due(poll: Timed, now: datetime) -> str:
    """What is to be done now: open, close, wait for papers, or nothing. Never what goes back."""
    if poll.state == "announced" and poll.opens_at is not None and now >= poll.opens_at:
        return "open"
    if poll.state in UNFINISHED:  # a full box of tellers waits for two of them
        return "" if (poll.state, poll.mode) == ("sealed", "tellers") else "close"
    ends = closing_time(poll.closes_at, poll.grace)
    if poll.state != "open" or ends is None or now < ends:
        return ""
    return "wait" if poll.papers_first else "close"


def last_moment(closes_at: datetime | None, grace: int) -> datetime | None:
    """A ballot that came in by then counts."""
    return closes_at + timedelta(seconds=grace) if closes_at is not None else None


def closing_time(closes_at: datetime | None, grace: int) -> datetime | None:
    """When nothing can come any more that would count."""
    last = last_moment(closes_at, grace)
    return last + SETTLE if last is not None else None


def must_be_in_time(at: datetime, last: datetime | None, hours: Hours) -> None:
    """By the moment at which a ballot came in, not by that at which its turn comes.

    Refused with poll.closed, or poll.outside_hours and when ballots are taken again.
    """
    if last is not None and at > last:
        raise Refused("poll.closed")
    if not hours.whole_day and not hours.takes(at):
        again = hours.next_opening(at)
        if last is not None and again > last:
            raise Refused("poll.closed")
        raise Refused("poll.outside_hours", opens=f"{again:%Y-%m-%d %H:%M}")


def may_announce(state: str, meeting_state: str) -> None:
    """OWN-11: once it is announced nothing of it is changed; another wording is another poll."""
    if state != "created":
        raise Refused("poll.not_created")
    must_have_meeting(meeting_state)


def may_open_long(state: str, meeting_state: str) -> None:
    """A long vote opens by itself once it was announced, and not before."""
    if state != "announced":
        raise Refused("poll.not_announced_yet" if state == "created" else "poll.not_created")
    must_have_meeting(meeting_state)


def must_have_meeting(meeting_state: str) -> None:
    """A long vote opens while its meeting is convened or open: the roll is that of the meeting."""
    if meeting_state not in {"announced", "open"}:
        raise Refused("poll.meeting_over")


def may_extend(state: str, *, ends: bool) -> None:
    """Until it is closed, also when its time is over and too few have voted."""
    may_close(state)
    if not ends:
        raise Refused("poll.no_end")


def may_run_again(state: str, verdict: str, *, done: bool) -> None:
    """A vote that was called off, or that too few took part in; once, and linked to the first."""
    if done:
        raise Refused("poll.run_again_already")
    if state != "cancelled" and not (state in {"closed", "published"} and verdict == "invalid"):
        raise Refused("poll.stands")
