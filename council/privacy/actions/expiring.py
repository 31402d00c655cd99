"""What has served its time is deleted; how long the access log is kept, a community says itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from council import db
from council.change import Actor, change
from council.identity import queries as identity
from council.identity.actions.settling import settle_within
from council.privacy import queries, rules

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Lifetime:
    """`sql` takes the community and the time before which a row is old; `days` after `since`."""

    table: str
    days: int
    since: str  # what the days are counted from, in words
    sql: str


# "{} <> ''" of the community: rows that belong to none; whichever comes first deletes them.
LIFETIMES = (
    Lifetime(
        "access_log",
        rules.KEPT,
        "the look; the community may say otherwise, never less than 183",
        "DELETE FROM access_log WHERE community = {} AND at < {} RETURNING 1 AS n",
    ),
    Lifetime(
        "session",
        183,
        "its end",
        "DELETE FROM session WHERE person IN (SELECT id FROM person WHERE community = {})"
        " AND COALESCE(ended_at, expires_at) < {} RETURNING 1 AS n",
    ),
    Lifetime(
        "sent_code",
        30,
        "sending",
        "DELETE FROM sent_code WHERE {} <> '' AND sent_at < {} RETURNING 1 AS n",
    ),
    Lifetime(
        "passkey_challenge",
        1,
        "its expiry",
        "DELETE FROM passkey_challenge WHERE {} <> '' AND expires_at < {} RETURNING 1 AS n",
    ),
    Lifetime(
        "sign_in_failure",
        30,
        "the failure",
        "DELETE FROM sign_in_failure WHERE {} <> '' AND failed_at < {} RETURNING 1 AS n",
    ),
    Lifetime(
        "letter_failure",
        30,
        "the failure",
        "DELETE FROM letter_failure WHERE letter IN (SELECT l.id FROM letter l"
        " JOIN person p ON p.id = l.person WHERE p.community = {})"
        " AND failed_at < {} RETURNING 1 AS n",
    ),
    Lifetime(
        "letter",
        365,
        "its expiry",
        "DELETE FROM letter WHERE person IN (SELECT id FROM person WHERE community = {})"
        " AND expires_at < {} AND NOT EXISTS (SELECT 1 FROM letter_failure f"
        " WHERE f.letter = letter.id) RETURNING 1 AS n",
    ),
    Lifetime(
        "verification_refusal",
        730,
        "the refusal",
        "DELETE FROM verification_refusal WHERE community = {} AND at < {} RETURNING 1 AS n",
    ),
    Lifetime(
        "roll_import_part",
        30,
        "the upload: rows and findings of a file that was taken over, or given up",
        "DELETE FROM roll_import_part WHERE import IN (SELECT id FROM roll_import"
        " WHERE community = {} AND made_at < {} AND state IN ('done', 'failed')) RETURNING 1 AS n",
    ),
    Lifetime(
        "claim_conflict",
        365,
        "settling; the words and the contact are cut, who settled it stays",
        "UPDATE claim_conflict SET told = '', contact = id WHERE community = {}"
        " AND settled_at < {} AND contact <> id RETURNING 1 AS n",
    ),
    Lifetime(
        "need",
        365,
        "the end of its call; how to reach who brought it is cut, name and words stay",
        "UPDATE need SET contact = '' WHERE community = {} AND call IN (SELECT id FROM need_call"
        " WHERE closed_at < {}) AND contact <> '' RETURNING 1 AS n",
    ),
    Lifetime(
        "data_request",
        1095,
        "the answer; the words are cut, that it was answered stays",
        "UPDATE data_request SET text = '', answer = '' WHERE community = {}"
        " AND answered_at < {} AND (text <> '' OR answer <> '') RETURNING 1 AS n",
    ),
)


async def expire(community: str) -> dict[str, int]:
    """Delete what is too old; table → rows. The operator's, by `council expire`; twice is once."""
    gone: dict[str, int] = {}
    async with change(Actor("", community, "operator")) as act:
        for one in LIFETIMES:
            found = await db.rows(one.sql, community, await _before(act.at, one, community))
            if found:
                gone[one.table] = len(found)
        if gone:
            act.record("data.expired", dict(gone))
    return gone


async def _before(at: datetime, one: Lifetime, community: str) -> datetime:
    if one.table != "access_log":
        return at - timedelta(days=one.days)
    days = queries.setting(await identity.community(community), "log_days")
    return at - timedelta(days=rules.kept(days))


async def set_terms(log_days: int, holidays: Collection[date], by: Actor) -> None:
    """How long the access log is kept, and which weekdays are no working days here.

    Refused with terms.log_days.
    """
    rules.must_keep(log_days)
    async with change(by) as act:
        days = sorted(day.isoformat() for day in holidays)
        terms = {"log_days": log_days, "holidays": days}
        if await settle_within(by, {"privacy": terms}):
            act.record("privacy.set", terms)
