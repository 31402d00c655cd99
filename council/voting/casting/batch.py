"""What becomes of a whole batch, given what the database holds: the same on both databases."""

from __future__ import annotations

from dataclasses import dataclass, field

from council.live.news import News, counted
from council.live.topics import room
from council.refusal import Refused
from council.voting.casting.ballots import Ballot, Receipt, receipt_code
from council.voting.casting.judge import PollNow, Stored, for_household, judge
from council.voting.papers.rules import IN_PERSON
from council.voting.sealing import envelopes

Elector = tuple[str, str]  # poll, person
Row = tuple[str, int, str, int, str, str]  # poll, elector_no, choice, rev, idem, receipt
Envelope = tuple[str, int, str, str, int, str]  # poll, elector_no, ct, ct_hash, rev, idem
CastBy = tuple[str, int, str, str | None]  # poll, elector_no, channel, person

BUSY = 503
_NOWHERE = PollNow("", "none", "", allow_revote=False)


@dataclass(slots=True)
class Batch:
    """The polls and electors of some ballots as read inside the transaction that writes them."""

    key: bytes
    polls: dict[str, PollNow]
    stored: dict[Elector, Stored]
    writing: dict[Elector, Row] = field(default_factory=dict)
    sealing: dict[Elector, Envelope] = field(default_factory=dict)
    over_paper: list[tuple[str, int]] = field(default_factory=list)  # OWN-14: poll, elector_no
    sent: dict[Elector, CastBy] = field(default_factory=dict)  # where somebody else sent it
    together: dict[tuple[str, int], list[Elector]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """`together`: of a household all whose ballots wait; what one of them does, all see."""
        for who, one in self.stored.items():
            self.together.setdefault((who[0], one.elector_no), []).append(who)

    def answers(self, ballots: list[Ballot], ciphertexts: list[str]) -> list[Receipt | Refused]:
        """One answer a ballot, in order; `writing` and `sealing` then hold what must be stored."""
        return [self._one(*pair) for pair in zip(ballots, ciphertexts, strict=True)]

    def news(self) -> list[News]:
        """For every meeting whose turnout changes, in one order for every batch: who is counted."""
        revs: dict[str, dict[str, int]] = {}
        for (poll, person), row in self.writing.items():
            revs.setdefault(self.polls[poll].meeting, {})[person] = row[3]
        for (poll, person), envelope in self.sealing.items():
            revs.setdefault(self.polls[poll].meeting, {})[person] = envelope[4]
        return [one for meeting in sorted(revs) for one in counted(room(meeting), revs[meeting])]

    def _one(self, ballot: Ballot, ciphertext: str) -> Receipt | Refused:
        """Judge one ballot; what it changes is seen by the next one of the same elector."""
        who = (ballot.poll, ballot.person)
        poll = self.polls.get(ballot.poll, _NOWHERE)
        try:
            ballot = for_household(ballot, self.stored.get(who))
            before, rev = judge(ballot, poll, self.stored.get(who))
        except Refused as refusal:
            return refusal
        if rev == before.rev:
            return Receipt(before.receipt or "", rev, fresh=False, sealed=before.sealed)
        sealed = ""
        if poll.mode == "named":
            code = self._write(who, before.elector_no, ballot, rev)
        elif ciphertext:
            sealed = envelopes.digest(ciphertext)
            code = envelopes.receipt(sealed)
            self.sealing[who] = (
                ballot.poll,
                before.elector_no,
                ciphertext,
                sealed,
                rev,
                ballot.idem,
            )
        else:  # the poll opened after its key had been looked for: the phone comes back
            return Refused("poll.busy", BUSY)
        if before.in_person:
            self.over_paper.append((ballot.poll, before.elector_no))
        self._note_sender(who, before, ballot)
        now = Stored(
            before.elector_no,
            rev,
            ballot.idem,
            code,
            sealed,
            before.holder,
            ballot.via.channel,
            before.owner,
            ballot.via.by,
        )
        for one in self.together.get((ballot.poll, before.elector_no), (who,)):
            self.stored[one] = now
        return Receipt(code, rev, fresh=True, sealed=sealed)

    def _note_sender(self, who: Elector, before: Stored, ballot: Ballot) -> None:
        """Also that there is none any more, once somebody has voted for themselves."""
        via = ballot.via
        if (via.channel, before.channel) != ("phone", "phone"):
            self.sent[who] = (ballot.poll, before.elector_no, via.channel, via.by or None)

    def _write(self, who: Elector, no: int, ballot: Ballot, rev: int) -> str:
        code = receipt_code(self.key, ballot.poll, no, ballot.choice, rev)
        self.writing[who] = (ballot.poll, no, ballot.choice, rev, ballot.idem, code)
        return code


def stored(
    no: int,
    rev: int | None,
    idem: str | None,
    code: str | None,
    ct: str | None,
    channel: str | None,
    *,
    holder: str | None,
    paper: str,
    owner: str = "",
    sender: str | None = None,
) -> Stored:
    """An elector and the ballot that is there: `code` of a named one, `ct` hash of a sealed one.

    `channel` is of an electronic ballot; `paper`: whether they voted on paper or by hand.
    """
    receipt = envelopes.receipt(ct) if ct else code
    way = paper if paper in IN_PERSON else channel or "phone"
    return Stored(no, rev, idem, receipt, ct or "", holder, way, owner, sender or "")
