"""What becomes of a whole batch, given what the database holds: the same on both databases."""

from __future__ import annotations

from dataclasses import dataclass, field

from council.live.news import News, counted
from council.live.topics import room
from council.refusal import Refused
from council.voting.ballots import Ballot, Receipt, receipt_code
from council.voting.judge import PollNow, Stored, judge

Elector = tuple[str, str]  # poll, person
Row = tuple[str, int, str, int, str, str]  # poll, elector_no, choice, rev, idem, receipt

_NOWHERE = PollNow("", "none", "", allow_revote=False)


@dataclass(slots=True)
class Batch:
    """The polls and electors of some ballots as read inside the transaction that writes them."""

    key: bytes
    polls: dict[str, PollNow]
    stored: dict[Elector, Stored]
    writing: dict[Elector, Row] = field(default_factory=dict)

    def answers(self, ballots: list[Ballot]) -> list[Receipt | Refused]:
        """One answer a ballot, in their order; `writing` then holds what must be stored."""
        return [self._one(ballot) for ballot in ballots]

    def news(self) -> list[News]:
        """For every meeting whose turnout changes, in one order for every batch: who is counted."""
        revs: dict[str, dict[str, int]] = {}
        for (poll, person), row in self.writing.items():
            revs.setdefault(self.polls[poll].meeting, {})[person] = row[3]
        return [one for meeting in sorted(revs) for one in counted(room(meeting), revs[meeting])]

    def _one(self, ballot: Ballot) -> Receipt | Refused:
        """Judge one ballot; what it changes is seen by the next one of the same elector."""
        who = (ballot.poll, ballot.person)
        poll = self.polls.get(ballot.poll, _NOWHERE)
        try:
            before, rev = judge(ballot, poll, self.stored.get(who))
        except Refused as refusal:
            return refusal
        if rev == before.rev:
            return Receipt(before.receipt or "", rev, fresh=False)
        code = receipt_code(self.key, ballot.poll, before.elector_no, ballot.choice, rev)
        self.stored[who] = Stored(before.elector_no, ballot.choice, rev, ballot.idem, code)
        self.writing[who] = (ballot.poll, before.elector_no, ballot.choice, rev, ballot.idem, code)
        return Receipt(code, rev, fresh=True)
