"""Sessions: a 256-bit token in a cookie, only its SHA-256 in the database.

Resolving is on the way of every request, so it is remembered for some seconds; news on
`topics.sessions()` (detail: hash of a token, or a person's id) makes it forgotten at once.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
import time
from collections import OrderedDict
from datetime import datetime, timedelta
from datetime import time as time_of_day
from typing import Any

from council import db, shared_device
from council.clock import local, now
from council.identity.in_force import IN_FORCE, today
from council.identity.rules import (
    LONGEST_ON_TERMINAL,
    LONGEST_SESSION,
    needs_second_factor,
    session_ends,
)
from council.identity.viewer import Viewer
from council.live import news, topics
from council.refusal import Refused

log = logging.getLogger(__name__)

TOKEN_LENGTH = 43  # 32 bytes in URL-safe base64
TTL = 30.0  # seconds
MOST = 20_000  # remembered sessions; the oldest goes first
SEEN_EVERY = timedelta(hours=1)
SEEN_ON_TERMINAL = timedelta(seconds=30)

_RESOLVE = (
    "SELECT s.seen_at, s.expires_at, s.second_factor_at, s.proved_at, s.terminal,"  # noqa: S608 - only the condition of terms is put in
    " p.id AS person, p.community, p.name,"
    " p.pseudonym, p.elder, a.office, a.acting FROM session s JOIN person p ON p.id = s.person"
    " LEFT JOIN appointment a ON a.person = p.id AND a.community = p.community"
    f" AND {IN_FORCE}"
    " WHERE s.token_hash = {} AND s.ended_at IS NULL AND p.state = 'verified'"
)


class _Memory:
    """Resolved sessions, for TTL seconds and never beyond their own end."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[float, datetime, Viewer]] = OrderedDict()
        self.age = 0  # moves with every forgetting: what was read before it is not kept

    def get(self, key: str) -> Viewer | None:
        found = self._kept.get(key)
        if found is None or time.monotonic() > found[0] or now() >= found[1]:
            return None
        return found[2]

    def keep(self, key: str, until: datetime, viewer: Viewer, age: int) -> None:
        if age != self.age:
            return
        self._kept[key] = (time.monotonic() + TTL, until, viewer)
        self._kept.move_to_end(key)
        if len(self._kept) > MOST:
            self._kept.popitem(last=False)

    def forget(self, detail: str) -> None:
        """Forget one session by the hash of its token, or all of a person."""
        self.age += 1
        if self._kept.pop(detail, None) is None:
            gone = [key for key, kept in self._kept.items() if kept[2].person == detail]
            for key in gone:
                del self._kept[key]

    def forget_all(self) -> None:
        self.age += 1
        self._kept.clear()


_memory = _Memory()


def _heard(told: news.News) -> None:
    if told.topic == topics.sessions():
        _memory.forget(told.detail)


news.listen(_heard)


def forget(detail: str) -> None:
    """Forget a session, or all of a person, in this process without waiting for the news."""
    _memory.forget(detail)


def forget_all() -> None:
    """After an outage of the news, or when another database is bound: trust nothing remembered."""
    _memory.forget_all()


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


async def resolve(token: str) -> Viewer | None:
    """Who holds this token at this moment; None when nobody does any more."""
    if len(token) != TOKEN_LENGTH or not token.isascii():
        return None
    key = hash_of(token)
    return _memory.get(key) or await _read(key, visited=True)


async def _read(key: str, *, visited: bool = False) -> Viewer | None:
    """`visited`: its owner did something, which an open socket alone does not show."""
    age = _memory.age
    day = today()
    found = await db.quick(_RESOLVE, day, day, key)
    if not found:
        return None
    one = found[0]
    offices = _offices(found)
    ends = session_ends(
        one["seen_at"], one["expires_at"], offices, terminal=one["terminal"] is not None
    )
    if now() >= ends:
        return None
    viewer = _viewer(one, offices, key, _offices(found, acting=True))
    _memory.keep(key, min(ends, _tomorrow()), viewer, age)
    every = SEEN_ON_TERMINAL if viewer.terminal else SEEN_EVERY
    if visited and now() - one["seen_at"] >= every:
        await _touch(key)
    return viewer


def _offices(found: list[dict[str, Any]], *, acting: bool = False) -> tuple[str, ...]:
    """Each office once; with `acting` only those held in place of somebody else."""
    held = {row["office"] for row in found if row["office"] is not None}
    if acting:
        held -= {row["office"] for row in found if not row["acting"]}
    return tuple(sorted(held))


def _tomorrow() -> datetime:
    """When the day ends on the community's calendar, and with it perhaps a term."""
    return datetime.combine(today() + timedelta(days=1), time_of_day.min, local(now()).tzinfo)


def _viewer(
    one: dict[str, Any], offices: tuple[str, ...], key: str, acting: tuple[str, ...]
) -> Viewer:
    return Viewer(
        person=one["person"],
        community=one["community"],
        name=one["name"],
        pseudonym=one["pseudonym"],
        offices=offices,
        elder=bool(one["elder"]),
        session=key,
        acting=acting,
        pending=needs_second_factor(offices) and one["second_factor_at"] is None,
        proved_at=one["proved_at"],
        terminal=one["terminal"] or "",
    )


async def _touch(key: str) -> None:
    """Note the visit; at most hourly, so reading pages hardly ever writes (a terminal: 30 s).

    Who only reads is not sent away because nothing can be written just now.
    """
    try:
        async with db.write(db.engine()):
            await db.rows("UPDATE session SET seen_at = {} WHERE token_hash = {}", now(), key)
    except Exception as error:
        if db.unavailable(error) is None:
            raise
        log.warning("a visit could not be noted: %s", error)


async def start(person: str, agent: str, *, second_factor: bool = False) -> str:
    """A new session, never one that the browser brought along; returns the token for its cookie.

    `second_factor` says that it was shown just now; without it the session counts for no office.
    On a terminal of the office it is bound to that terminal and short; raises terminal.ended.
    """
    token = secrets.token_urlsafe(32)
    at = now()
    terminal = await _terminal()
    async with db.write(db.engine()):
        await db.rows(
            "INSERT INTO session (token_hash, person, agent, created_at, seen_at, expires_at,"
            " second_factor_at, proved_at, terminal) VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {})",
            hash_of(token),
            person,
            agent[:200],
            at,
            at,
            at + (LONGEST_ON_TERMINAL if terminal else LONGEST_SESSION),
            at if second_factor else None,
            at,
            terminal,
        )
    return token


async def _terminal() -> str | None:
    """The terminal whose token this browser carries; one that ended signs nobody in any more."""
    token = shared_device.token()
    if not token:
        return None
    found = await db.row(
        "SELECT id FROM terminal WHERE token_hash = {} AND ended_at IS NULL", hash_of(token)
    )
    if found is None:
        raise Refused("terminal.ended", 403)
    return str(found["id"])


async def offices(key: str) -> tuple[str, ...] | None:
    """What the person of this session holds now; None: it is over. Asked for open sockets."""
    viewer = _memory.get(key) or await _read(key)
    return None if viewer is None else viewer.offices


async def offices_in_full(key: str) -> tuple[str, ...] | None:
    """The same where officers need a second factor: a session that still waits for it is none."""
    viewer = _memory.get(key) or await _read(key)
    return None if viewer is None or viewer.pending else viewer.offices
