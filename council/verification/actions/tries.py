"""Counting tries at letters, in the database, so that several processes count as one.

A try is counted before the secret is looked at, so that guesses at once are no more than guesses
in turn, and given back when the secret was right. Three counts: of the code (five, then it is
locked for whoever failed), of the device at this code (a cookie: never an address, a hall shares
one), and of the community in this hour. Whoever throws the cookie away gets one try after
another at a locked code, but only `HOUR_LATE` an hour in the whole community; the tries that are
kept back serve everybody else. So a stranger who probes the public part of a letter can neither
guess its 50 bits nor keep its owner out, and can disturb no other letter.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from council import db
from council.clock import now
from council.verification import rules
from council.verification.rules import Failures

if TYPE_CHECKING:
    from datetime import datetime

    from council.refusal import Refused


@dataclass(frozen=True, slots=True)
class Try:
    """One counted try; `left` is what this device has left should it fail."""

    letter: str
    community: str
    device: str
    at: datetime
    late: bool
    left: int


async def spend(letter: str, community: str, device: str) -> Try:
    """Count a try at `letter`. Raises letter.locked, letter.community_rests (429)."""
    at, mark = now(), hashlib.sha256(device.encode()).hexdigest()
    async with db.write(db.engine()):
        code, mine = await _failures(letter, mark)
        late = rules.may_try(code, mine, at)
        after = Failures(code.at(at) + 1, at), Failures(mine.at(at) + 1, at)
        await _count(letter, mark, after, at)
        await _count_hour(community, at, late=late)
    return Try(letter, community, mark, at, late, rules.tries_left(*after, at))


async def _failures(letter: str, mark: str) -> tuple[Failures, Failures]:
    """Of the code and of the device; the letter's row is locked until the write ends."""
    code = await db.held("SELECT failures, failed_at FROM letter WHERE id = {}", letter)
    mine = await db.row(
        "SELECT failures, failed_at FROM letter_failure WHERE letter = {} AND device = {}",
        letter,
        mark,
    )
    return tuple(  # type: ignore[return-value]  # a pair
        Failures(one["failures"], one["failed_at"]) if one else Failures() for one in (code, mine)
    )


async def _count(letter: str, mark: str, after: tuple[Failures, Failures], at: datetime) -> None:
    code, mine = after
    await db.rows(
        "UPDATE letter SET failures = {}, failed_at = {} WHERE id = {}", code.count, at, letter
    )
    await db.rows("DELETE FROM letter_failure WHERE failed_at <= {}", at - rules.LETTER_LOCK)
    await db.rows(
        "INSERT INTO letter_failure (letter, device, failures, failed_at) VALUES ({}, {}, {}, {})"
        " ON CONFLICT (letter, device) DO UPDATE SET failures = excluded.failures,"
        " failed_at = excluded.failed_at",
        letter,
        mark,
        mine.count,
        at,
    )


async def _count_hour(community: str, at: datetime, *, late: bool) -> None:
    counted = await db.row(
        "INSERT INTO letter_hour (community, hour, tries, late) VALUES ({}, {}, 1, {})"
        " ON CONFLICT (community, hour) DO UPDATE SET tries = letter_hour.tries + 1,"
        " late = letter_hour.late + excluded.late RETURNING tries, late",
        community,
        _hour(at),
        int(late),
    )
    if counted is not None:
        rules.within_the_hour(counted["tries"], counted["late"])


async def give_back(spent: Try) -> None:
    """The secret was right, or nobody could look at it: this try does not count."""
    async with db.write(db.engine()):
        await db.rows(
            "UPDATE letter SET failures = failures - 1,"
            " failed_at = CASE WHEN failures <= 1 THEN NULL ELSE failed_at END"
            " WHERE id = {} AND failures > 0",
            spent.letter,
        )
        await db.rows(
            "UPDATE letter_failure SET failures = failures - 1"
            " WHERE letter = {} AND device = {} AND failures > 0",
            spent.letter,
            spent.device,
        )
        await db.rows(
            "UPDATE letter_hour SET tries = tries - 1, late = late - {}"
            " WHERE community = {} AND hour = {}",
            int(spent.late),
            spent.community,
            _hour(spent.at),
        )


def _hour(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H")


def rests(spent: Try) -> Refused:
    """The last try was wrong: for how long the code rests on this device."""
    return rules.locked(spent.at, spent.at)
