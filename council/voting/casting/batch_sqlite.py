"""One batch of ballots into SQLite: a raw connection of its own, in its own thread.

A whole batch goes in and comes out as one JSON text: sqlite3 lets go of the interpreter at
every row that it steps over, and in a burst the event loop would hold it for long each time.
"""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime
from typing import TYPE_CHECKING

from council.db.engine import open_sqlite
from council.voting.casting.batch import Batch, stored
from council.voting.casting.judge import PollNow
from council.voting.life.periods import Hours
from council.voting.life.steps import last_moment
from council.voting.methods.sheet import sheet_of
from council.voting.papers import rules as paper_rules
from council.voting.sealing.key_ring import KeyRing

if TYPE_CHECKING:
    from council.live.news import News
    from council.refusal import Refused
    from council.voting.casting.ballots import Ballot, Receipt
    from council.voting.casting.batch import CastBy, Elector, Envelope, Row
    from council.voting.casting.judge import Stored

_POLL = (
    "SELECT meeting, state, method, allow_revote, mode, options, parameters, closes_at,"
    " json_extract(rule, '$.prevails'), grace, hours_since, hours_until FROM poll WHERE id = ?"
)
_KEY = "SELECT id, mode, method, public_key, options, parameters FROM poll WHERE id = ?"
_STORED = (
    "SELECT json_group_array(json_array("
    "e.poll, b.person, e.elector_no, coalesce(v.rev, w.rev), coalesce(v.idem, w.idem),"
    " v.receipt, w.ct_hash, c.channel, e.holder, e.channel, e.person, c.person))"
    " FROM (SELECT json_extract(value, '$[0]') AS poll, json_extract(value, '$[1]') AS person"
    " FROM json_each(?)) AS b CROSS JOIN elector e"  # CROSS: the batch leads, the index follows
    " ON e.poll = b.poll AND e.elector_no = coalesce("
    "(SELECT x.elector_no FROM elector x WHERE x.poll = b.poll AND x.person = b.person),"
    "(SELECT h.elector_no FROM household_voice h WHERE h.poll = b.poll AND h.person = b.person))"
    " LEFT JOIN named_vote v ON v.poll = e.poll AND v.elector_no = e.elector_no"
    " LEFT JOIN envelope w ON w.poll = e.poll AND w.elector_no = e.elector_no"
    " LEFT JOIN cast_by c ON c.poll = e.poll AND c.elector_no = e.elector_no"
)
_WRITE = (
    "INSERT INTO named_vote (poll, elector_no, choice, rev, idem, receipt, at)"
    " SELECT json_extract(b.value, '$[0]'), json_extract(b.value, '$[1]'),"
    " json_extract(b.value, '$[2]'), json_extract(b.value, '$[3]'),"
    " json_extract(b.value, '$[4]'), json_extract(b.value, '$[5]'), ?"
    " FROM json_each(?) AS b WHERE true"  # WHERE: else ON CONFLICT would be read as a join
    " ON CONFLICT (poll, elector_no) DO UPDATE SET choice = excluded.choice,"
    " rev = excluded.rev, idem = excluded.idem, receipt = excluded.receipt, at = excluded.at"
    " WHERE named_vote.rev < excluded.rev"
)
_SEAL = (
    "INSERT INTO envelope (poll, elector_no, ct, ct_hash, rev, idem)"
    " SELECT json_extract(b.value, '$[0]'), json_extract(b.value, '$[1]'),"
    " json_extract(b.value, '$[2]'), json_extract(b.value, '$[3]'),"
    " json_extract(b.value, '$[4]'), json_extract(b.value, '$[5]')"
    " FROM json_each(?) AS b WHERE true"
    " ON CONFLICT (poll, elector_no) DO UPDATE SET ct = excluded.ct,"
    " ct_hash = excluded.ct_hash, rev = excluded.rev, idem = excluded.idem"
    " WHERE envelope.rev < excluded.rev"
)
_SENT = (
    "INSERT INTO cast_by (poll, elector_no, channel, person) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (poll, elector_no) DO UPDATE SET channel = excluded.channel,"
    " person = excluded.person, confirmed_by = NULL, objected = FALSE"
)
_USED = (
    "UPDATE kiosk_code SET used = TRUE WHERE poll = ? AND person ="
    " (SELECT person FROM elector WHERE poll = ? AND elector_no = ?)"
)
_PASS_OVER = (  # OWN-14: what a ballot over a paper does besides
    "UPDATE elector SET channel = 'none' WHERE poll = ? AND elector_no = ?",
    "UPDATE paper_mark SET outcome = 'passed_over' WHERE poll = ? AND elector_no = ?",
)
_MOVE = (
    "INSERT INTO live_topic (topic, seq) VALUES (?, 1)"
    " ON CONFLICT (topic) DO UPDATE SET seq = seq + 1"
)


class SQLiteWriter:
    """The only writer of ballots; used from one thread, behind the engine's writer lock."""

    def __init__(self, path: str, key: bytes) -> None:
        self._key = key
        self._path = path
        self._connection = open_sqlite(path)
        self._ring = KeyRing()

    def close(self) -> None:
        self._connection.close()

    def write(
        self, ballots: list[Ballot], at: datetime
    ) -> tuple[list[Receipt | Refused], list[News]]:
        """All or nothing; the answers stand in the order of the ballots."""
        run = self._connection
        self._learn(self._ring.unknown(ballots))
        ciphertexts = self._ring.sealed(ballots)
        run.execute("BEGIN IMMEDIATE")
        try:
            polls = {poll: self._poll(poll) for poll in {b.poll for b in ballots}}
            batch = Batch(self._key, polls, self._stored(ballots))
            answers = batch.answers(ballots, ciphertexts)
            told = batch.news()
            now = at.isoformat(sep=" ")
            self._write(_WRITE, list(batch.writing.values()), now)
            self._write(_SEAL, list(batch.sealing.values()))
            self._note_senders(list(batch.sent.values()))
            for sql in _PASS_OVER if batch.over_paper else ():
                run.executemany(sql, batch.over_paper)
            for news in told:
                run.execute(_MOVE, (news.topic,))
            run.execute("COMMIT")
        except BaseException:
            self._undo()
            raise
        return answers, told

    def _undo(self) -> None:
        """A full disk may have done it already; where it fails, it is done by closing."""
        try:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
        except sqlite3.Error:
            self._connection.close()
            self._connection = open_sqlite(self._path)

    def _poll(self, poll: str) -> PollNow:
        found = self._connection.execute(_POLL, (poll,)).fetchone()
        if found is None:
            return PollNow("", "none", "", allow_revote=False)
        meeting, state, method, allow_revote, mode, options, parameters, *rest = found
        closes_at, prevails, grace, *hours = rest
        ends = datetime.fromisoformat(closes_at) if closes_at is not None else None
        return PollNow(
            meeting,
            state,
            method,
            bool(allow_revote),
            mode,
            prevails or paper_rules.PERSON,
            last_moment(ends, grace),
            Hours(*hours),
            sheet_of(method, options, parameters),
        )

    def _learn(self, polls: list[str]) -> None:
        for poll in polls:
            self._ring.learn(self._connection.execute(_KEY, (poll,)).fetchall())

    def _stored(self, ballots: list[Ballot]) -> dict[Elector, Stored]:
        who = list({(ballot.poll, ballot.person) for ballot in ballots})
        (found,) = self._connection.execute(_STORED, (json.dumps(who),)).fetchone()
        return {
            (poll, person): stored(*rest, holder=holder, paper=paper, owner=owner, sender=sender)
            for poll, person, *rest, holder, paper, owner, sender in json.loads(found)
        }

    def _note_senders(self, rows: list[CastBy]) -> None:
        run = self._connection
        for poll, no, channel, person in rows:
            if channel == "phone":
                run.execute("DELETE FROM cast_by WHERE poll = ? AND elector_no = ?", (poll, no))
                continue
            run.execute(_SENT, (poll, no, channel, person))
            if channel == "kiosk":
                run.execute(_USED, (poll, poll, no))

    def _write(self, sql: str, rows: list[Row] | list[Envelope], *first: str) -> None:
        """Every row must be taken: anything else means that the judgement was wrong."""
        if not rows:
            return
        done = self._connection.execute(sql, (*first, json.dumps(rows)))
        if done.rowcount != len(rows):
            message = f"{done.rowcount} of {len(rows)} ballots were taken"
            raise RuntimeError(message)
