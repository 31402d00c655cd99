"""One batch of ballots into PostgreSQL: rows locked in one order, one statement to write.

Every process has its own batcher; the electors' row locks keep two of them apart, and the
shared lock on the poll makes closing wait for what is on its way.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from council import db
from council.live.news import CHANNEL
from council.voting.casting.batch import Batch, stored
from council.voting.casting.judge import PollNow
from council.voting.life.periods import Hours
from council.voting.life.steps import last_moment
from council.voting.methods.sheet import sheet_of
from council.voting.papers import rules as paper_rules

if TYPE_CHECKING:
    from datetime import datetime

    from council.db.engine import Engine
    from council.refusal import Refused
    from council.voting.casting.ballots import Ballot, Receipt
    from council.voting.casting.batch import CastBy, Elector
    from council.voting.casting.judge import Stored
    from council.voting.sealing.key_ring import KeyRing

_POLLS = (
    "SELECT id, meeting, state, method, allow_revote, mode, closes_at, options,"
    " parameters, grace, hours_since, hours_until, rule::json ->> 'prevails' AS prevails FROM poll"
    " WHERE id = ANY($1::text[]) ORDER BY id FOR SHARE"
)
_ELECTORS = (
    "SELECT e.poll, b.person, e.elector_no, e.holder, e.channel, e.person AS owner FROM elector e"
    " JOIN (SELECT u.poll, u.person, coalesce(x.elector_no, h.elector_no) AS no"
    " FROM unnest($1::text[], $2::text[]) AS u (poll, person)"
    " LEFT JOIN elector x ON x.poll = u.poll AND x.person = u.person"
    " LEFT JOIN household_voice h ON h.poll = u.poll AND h.person = u.person) AS b"
    " ON e.poll = b.poll AND e.elector_no = b.no ORDER BY e.poll, e.elector_no FOR UPDATE OF e"
)
# A statement of its own: it must see what was committed while the locks were waited for.
_VOTES = (
    "SELECT v.poll, v.elector_no, v.rev, v.idem, v.receipt, NULL AS ct_hash, c.channel, c.person"
    " FROM named_vote v LEFT JOIN cast_by c ON c.poll = v.poll AND c.elector_no = v.elector_no"
    " WHERE (v.poll, v.elector_no) IN (SELECT * FROM unnest($1::text[], $2::int[]))"
    " UNION ALL SELECT w.poll, w.elector_no, w.rev, w.idem, NULL, w.ct_hash, c.channel, c.person"
    " FROM envelope w LEFT JOIN cast_by c ON c.poll = w.poll AND c.elector_no = w.elector_no"
    " WHERE (w.poll, w.elector_no) IN (SELECT * FROM unnest($1::text[], $2::int[]))"
)
_KEYS = "SELECT id, mode, method, public_key, options, parameters FROM poll WHERE id = ANY({})"
_WRITE = (
    "INSERT INTO named_vote (poll, elector_no, choice, rev, idem, receipt, at)"
    " SELECT *, $7::timestamptz FROM"
    " unnest($1::text[], $2::int[], $3::text[], $4::int[], $5::text[], $6::text[])"
    " ON CONFLICT (poll, elector_no) DO UPDATE SET choice = excluded.choice,"
    " rev = excluded.rev, idem = excluded.idem, receipt = excluded.receipt, at = excluded.at"
    " WHERE named_vote.rev < excluded.rev"
)
_SEAL = (
    "INSERT INTO envelope (poll, elector_no, ct, ct_hash, rev, idem) SELECT * FROM"
    " unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::int[], $6::text[])"
    " ON CONFLICT (poll, elector_no) DO UPDATE SET ct = excluded.ct,"
    " ct_hash = excluded.ct_hash, rev = excluded.rev, idem = excluded.idem"
    " WHERE envelope.rev < excluded.rev"
)
_SENT = (
    "INSERT INTO cast_by (poll, elector_no, channel, person) VALUES ($1, $2, $3, $4)"
    " ON CONFLICT (poll, elector_no) DO UPDATE SET channel = excluded.channel,"
    " person = excluded.person, confirmed_by = NULL, objected = FALSE"
)
_USED = (
    "UPDATE kiosk_code SET used = TRUE WHERE poll = $1 AND person ="
    " (SELECT person FROM elector WHERE poll = $1 AND elector_no = $2)"
)
_SAID = ("rev", "idem", "receipt", "ct_hash", "channel")
_PASS_OVER = (  # OWN-14: what a ballot over a paper does besides
    "UPDATE elector SET channel = 'none' WHERE poll = $1 AND elector_no = $2",
    "UPDATE paper_mark SET outcome = 'passed_over' WHERE poll = $1 AND elector_no = $2",
)
_MOVE = (
    "INSERT INTO live_topic (topic, seq) VALUES ($1, 1)"
    " ON CONFLICT (topic) DO UPDATE SET seq = live_topic.seq + 1"
)


async def write_batch(
    engine: Engine, key: bytes, ring: KeyRing, ballots: list[Ballot], at: datetime
) -> list[Receipt | Refused]:
    """All or nothing; the answers stand in the order of the ballots. NOTIFY goes with it."""
    ciphertexts = await _sealed(ring, ballots)
    async with engine.transaction(allow_nested=False) as transaction:
        run = transaction.connection
        batch = Batch(key, await _polls(run, ballots), await _stored(run, ballots))
        answers = batch.answers(ballots, ciphertexts)
        if batch.writing:
            columns = map(list, zip(*batch.writing.values(), strict=True))
            await run.execute(_WRITE, *columns, at)
        if batch.sealing:
            await run.execute(_SEAL, *map(list, zip(*batch.sealing.values(), strict=True)))
        await _note_senders(run, list(batch.sent.values()))
        for sql in _PASS_OVER if batch.over_paper else ():
            await run.executemany(sql, batch.over_paper)
        for news in batch.news():
            await run.execute(_MOVE, news.topic)
            await run.execute("SELECT pg_notify($1, $2)", CHANNEL, news.text())
    return answers


async def _note_senders(run: Any, rows: list[CastBy]) -> None:
    for poll, no, channel, person in rows:
        if channel == "phone":
            await run.execute("DELETE FROM cast_by WHERE poll = $1 AND elector_no = $2", poll, no)
            continue
        await run.execute(_SENT, poll, no, channel, person)
        if channel == "kiosk":
            await run.execute(_USED, poll, no)


async def _sealed(ring: KeyRing, ballots: list[Ballot]) -> list[str]:
    """Beside the loop, where there is something to seal: each takes a seventh of a millisecond."""
    if unknown := ring.unknown(ballots):
        ring.learn(tuple(one.values()) for one in await db.rows(_KEYS, unknown))
    if not ring.seals(ballots):
        return [""] * len(ballots)
    return await asyncio.to_thread(ring.sealed, ballots)


async def _polls(run: Any, ballots: list[Ballot]) -> dict[str, PollNow]:
    found = await run.fetch(_POLLS, list({ballot.poll for ballot in ballots}))
    return {
        one["id"]: PollNow(
            one["meeting"],
            one["state"],
            one["method"],
            one["allow_revote"],
            one["mode"],
            one["prevails"] or paper_rules.PERSON,
            last_moment(one["closes_at"], one["grace"]),
            Hours(one["hours_since"], one["hours_until"]),
            sheet_of(one["method"], one["options"], one["parameters"]),
        )
        for one in found
    }


async def _stored(run: Any, ballots: list[Ballot]) -> dict[Elector, Stored]:
    pairs = list({(ballot.poll, ballot.person) for ballot in ballots})
    electors = await run.fetch(_ELECTORS, [p for p, _ in pairs], [q for _, q in pairs])
    numbers = [(one["poll"], one["elector_no"]) for one in electors]
    votes = await run.fetch(_VOTES, [p for p, _ in numbers], [n for _, n in numbers])
    by_number = {(one["poll"], one["elector_no"]): one for one in votes}
    found: dict[Elector, Stored] = {}
    for one in electors:
        vote = by_number.get((one["poll"], one["elector_no"]))
        rest = tuple(vote[name] for name in _SAID) if vote else (None,) * len(_SAID)
        found[one["poll"], one["person"]] = stored(
            one["elector_no"],
            *rest,
            holder=one["holder"],
            paper=one["channel"],
            owner=one["owner"],
            sender=vote["person"] if vote else None,
        )
    return found
