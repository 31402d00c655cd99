"""What becomes of one ballot, given what the database holds: pure, the same on both databases."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime  # noqa: TC003 - part of the public signature

from council.refusal import Refused
from council.voting import rules
from council.voting.casting import channels
from council.voting.casting.ballots import Ballot  # noqa: TC001 - part of the public signature
from council.voting.life import steps as life
from council.voting.life.periods import WHOLE_DAY, Hours
from council.voting.methods.sheet import Sheet  # noqa: TC001 - part of the public signature
from council.voting.papers import rules as paper_rules

NOT_FOUND = 404


@dataclass(frozen=True, slots=True)
class PollNow:
    """The poll as read inside the transaction; state `none` when there is no such poll.

    `last`: the moment after which no ballot counts any more, its grace included.
    """

    meeting: str
    state: str
    method: str
    allow_revote: bool
    mode: str = "named"
    prevails: str = paper_rules.PERSON
    last: datetime | None = None
    hours: Hours = WHOLE_DAY
    sheet: Sheet | None = None  # of what is no yes or no


@dataclass(frozen=True, slots=True)
class Stored:
    """An elector of the roll, with the ballot that is stored for them, if any.

    `holder` has their proxy; `channel` is the way on which the stored ballot came, `sender` who
    sent it, if not the elector. Of a household `owner` is who stands for it on the roll.
    """

    elector_no: int
    rev: int | None
    idem: str | None
    receipt: str | None
    sealed: str = ""  # hash of the envelope, where there is one
    holder: str | None = None
    channel: str = "phone"
    owner: str = ""
    sender: str = ""

    @property
    def in_person(self) -> bool:
        """Two officers entered their paper or their hand."""
        return self.channel in paper_rules.IN_PERSON


def judge(ballot: Ballot, poll: PollNow, stored: Stored | None) -> tuple[Stored, int]:
    """The elector and the revision to write; the stored revision when it is a retry.

    Raises Refused: not on the roll (404), no proxy held (404), not open, closed, outside its
    hours, voted, stale, unknown choice, and what `channels` says of two ballots that came by
    different ways.
    """
    if poll.state == "none" or stored is None:
        raise Refused("poll.not_on_roll", NOT_FOUND)
    channels.may_bring(ballot.via, stored.holder)
    if stored.rev is not None and stored.idem == ballot.idem:
        return stored, stored.rev  # the answer was lost on the way, the vote was not
    rules.may_cast(poll.state, ballot.choice, poll.sheet)
    if ballot.via.spent:
        raise Refused("kiosk.used")
    life.must_be_in_time(ballot.at, poll.last, poll.hours)
    _must_be_the_same(ballot, stored)
    if stored.in_person:
        return stored, _after_paper(ballot, poll, stored.rev or 0)
    if stored.rev is None:
        if ballot.rev:
            raise Refused("poll.stale")
        return stored, 1
    first = poll.prevails == paper_rules.ELECTRONIC
    if not channels.takes_place(ballot.via.channel, stored.channel, electronic_first=first):
        rules.may_replace(stored.rev, ballot.rev, allow_revote=poll.allow_revote)
    return stored, stored.rev + 1


def for_household(ballot: Ballot, stored: Stored | None) -> Ballot:
    """The ballot, as one of an adult who does not stand for the household on the roll.

    Such an adult votes from a device of their own; codes, helpers and proxies are the elector's.
    """
    if stored is None or stored.owner in {"", ballot.person}:
        return ballot
    if ballot.via.channel != "phone":
        raise Refused("poll.not_on_roll", NOT_FOUND)
    return replace(ballot, via=channels.Via("household", ballot.person))


def _must_be_the_same(ballot: Ballot, stored: Stored) -> None:
    """One ballot a household: whoever of its adults voted first holds it (RES-ALL)."""
    now, before = ballot.via.channel, stored.channel
    if stored.rev is None or "household" not in {now, before} or stored.in_person:
        return
    if now in {"phone", "household"} and before in {"phone", "household", "kiosk", "assisted"}:
        sender = stored.sender if before == "household" else stored.owner
        if sender != ballot.person:
            raise Refused("poll.household_voted")


def _after_paper(ballot: Ballot, poll: PollNow, rev: int) -> int:
    """A vote in person stands; of owners it gives way, whichever came first (OWN-14).

    It never gives way to a proxy: who votes for themselves takes its place.
    """
    if ballot.via.channel == "proxy":
        raise Refused("proxy.principal_voted")
    if poll.prevails != paper_rules.ELECTRONIC:
        raise Refused("poll.voted_on_paper")
    if ballot.rev not in {0, rev}:
        raise Refused("poll.stale")
    return rev + 1
