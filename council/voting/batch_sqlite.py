"""One batch of ballots into SQLite: a raw connection of its own, in its own thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council.db.engine import open_sqlite
from council.live.topics import room
from council.refusal import Refused
from council.voting.ballots import Ballot, Receipt, receipt_code
from council.voting.judge import PollNow, Stored, judge

if TYPE_CHECKING:
    from datetime import datetime

_POLL = "SELECT meeting, state, method, allow_revote, closes_at FROM poll WHERE id = ?"
_STORED = (
    "SELECT e.elector_no, v.choice, v.rev, v.idem, v.receipt FROM elector e"
    " LEFT JOIN named_vote v ON v.poll = e.poll AND v.elector_no = e.elector_no"
    " WHERE e.poll = ? AND e.person = ?"
)
_WRITE = (
    "INSERT INTO named_vote (poll, elector_no, choice, rev, idem, receipt, at)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (poll, elector_no) DO UPDATE SET choice = excluded.choice,"
    " rev = excluded.rev, idem = excluded.idem, receipt = excluded.receipt, at = excluded.at"
    " WHERE named_vote.rev = excluded.rev - 1"
)
_MOVE = (
    "INSERT INTO live_topic (topic, seq) VALUES (?, 1)"
    " ON CONFLICT (topic) DO UPDATE SET seq = seq + 1"
)


class SQLiteWriter:
    """The only writer of ballots; used from one thread, behind the engine's writer lock."""

    def __init__(self, path: str, key: bytes) -> None:
        self._key = key
        self._connection = open_sqlite(path)

    def close(self) -> None:
        self._connection.close()

    def write(
        self, ballots: list[Ballot], at: datetime
    ) -> tuple[list[Receipt | Refused], list[str]]:
        """All or nothing; the answers stand in the order of the ballots."""
        run = self._connection
        run.execute("BEGIN IMMEDIATE")
        try:
            polls = {poll: self._poll(poll, at) for poll in {b.poll for b in ballots}}
            answers = [self._one(ballot, polls[ballot.poll], at) for ballot in ballots]
            moved = {
                polls[ballot.poll].meeting
                for ballot, answer in zip(ballots, answers, strict=True)
                if isinstance(answer, Receipt) and answer.fresh
            }
            for meeting in sorted(moved):
                run.execute(_MOVE, (room(meeting),))
            run.execute("COMMIT")
        except BaseException:
            run.execute("ROLLBACK")
            raise
        return answers, sorted(moved)

    def _poll(self, poll: str, at: datetime) -> PollNow:
        found = self._connection.execute(_POLL, (poll,)).fetchone()
        if found is None:
            return PollNow("", "none", "", allow_revote=False)
        meeting, state, method, allow_revote, closes_at = found
        if closes_at is not None and at.isoformat(sep=" ") > str(closes_at):
            state = "closed"
        return PollNow(meeting, state, method, bool(allow_revote))

    def _one(self, ballot: Ballot, poll: PollNow, at: datetime) -> Receipt | Refused:
        found = self._connection.execute(_STORED, (ballot.poll, ballot.person)).fetchone()
        try:
            stored, rev = judge(ballot, poll, Stored(*found) if found else None)
        except Refused as refusal:
            return refusal
        if rev == stored.rev:
            return Receipt(stored.receipt or "", rev, fresh=False)
        code = receipt_code(self._key, ballot.poll, stored.elector_no, ballot.choice, rev)
        row = (ballot.poll, stored.elector_no, ballot.choice, rev, ballot.idem, code)
        done = self._connection.execute(_WRITE, (*row, at.isoformat(sep=" ")))
        return Receipt(code, rev, fresh=True) if done.rowcount == 1 else Refused("poll.stale")
