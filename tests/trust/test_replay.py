"""Recorded sendings of a ballot are sent again, byte for byte: none changes anything.

After closing, after a second vote, by another session and in another poll. Fifty each run, a
thousand at night. The control forgets to look at the stored revision: replays overwrite votes.

A session's own cookie and token aimed at a poll in which its person has not voted yet is not a
replay but a vote; that is why the cookie is HttpOnly and the token bound to its session.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from council import db
from council.identity import sessions
from council.voting import rules
from council.voting.actions import Question, close_poll, make, open_poll
from council.web.visit import csrf_token
from tests.people import Cast, assemble
from tests.server import COOKIE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.server import Hall


@dataclass(frozen=True, slots=True)
class Sending:
    """One recorded request."""

    poll: str
    cookie: str
    token: str
    fields: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Room:
    """A server, its people, and the poll in which everybody has voted."""

    hall: Hall
    cast: Cast
    poll: str
    sendings: list[Sending]

    async def send(self, sendings: Iterable[Sending]) -> Counter[str]:
        """Send them as they are; how often each answer came."""
        client, said = self.hall.client().http, Counter[str]()
        for one in sendings:
            headers = {"accept": "application/json", "x-csrf-token": one.token}
            headers["cookie"] = f"{COOKIE}={one.cookie}"
            answer = await client.post(
                f"/polls/{one.poll}/ballots", data=dict(one.fields), headers=headers
            )
            said[f"{answer.status_code} {answer.json().get('reason', '')}".strip()] += 1
        return said


async def stored(*polls: str) -> list[tuple[object, ...]]:
    """Everything that a replay could touch."""
    found = [
        await db.rows(
            "SELECT poll, elector_no, choice, rev, idem, receipt, at FROM named_vote"
            " WHERE poll = {} ORDER BY elector_no",
            poll,
        )
        for poll in polls
    ]
    found += [
        await db.rows("SELECT state, turnout, result, closed_at FROM poll WHERE id = {}", poll)
        for poll in polls
    ]
    return [tuple(row.values()) for rows in found for row in rows]


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What differs between the databases is in test_parallel_votes."""
    return sqlite_url


@pytest.fixture
def electors() -> int:
    return 50


@pytest.fixture
async def room(hall: Hall, electors: int) -> Room:
    """Everybody has voted, and everything that they sent was recorded."""
    cast = await assemble(members=electors)
    poll = await first_poll(cast)
    sendings = [
        Sending(poll, token, csrf(hall, token), sent("yes" if at % 2 else "no", f"first-{at:015d}"))
        for at, token in enumerate(cast.tokens[name] for name in cast.members)
    ]
    made = Room(hall, cast, poll, sendings)
    assert await made.send(sendings) == {"201": electors}
    return made


async def first_poll(cast: Cast) -> str:
    await db.rows("UPDATE called SET status = 'present' WHERE meeting = {}", cast.meeting)
    await db.rows("UPDATE meeting SET state = 'open' WHERE id = {}", cast.meeting)
    return await another_poll(cast)


async def another_poll(cast: Cast) -> str:
    by = cast.actor(cast.chair)
    made = await make(cast.meeting, Question("同意", "COM", allow_revote=True), by)
    await open_poll(made, by)
    return made


def sent(choice: str, idem: str, rev: int = 0) -> tuple[tuple[str, str], ...]:
    return (("choice", choice), ("idem", idem), ("rev", str(rev)))


def csrf(hall: Hall, session: str) -> str:
    """The token of the session, as its page carries it."""
    return csrf_token(hall.settings.keys.csrf, f"session:{sessions.hash_of(session)}")


def replayed(sendings: Iterable[Sending], **changed: str) -> list[Sending]:
    return [replace(one, **changed) for one in sendings]  # type: ignore[arg-type]


def by_others(room: Room, *, own: bool = False) -> list[Sending]:
    """Each sending by the next person's session; with `own` also with that session's token."""
    nexts = [*room.sendings[1:], room.sendings[0]]
    return [
        replace(one, cookie=other.cookie, token=other.token if own else one.token)
        for one, other in zip(room.sendings, nexts, strict=True)
    ]


async def revoted(room: Room) -> list[Sending]:
    """Everybody changes their mind; what they sent now."""
    second = [
        replace(one, fields=sent("abstain", f"second-{at:014d}", rev=1))
        for at, one in enumerate(room.sendings)
    ]
    assert await room.send(second) == {"201": len(second)}
    return second


@pytest.mark.parametrize(
    "electors", [50, pytest.param(1000, marks=[pytest.mark.nightly, pytest.mark.timeout(600)])]
)
async def test_a_recorded_sending_changes_nothing(room: Room, electors: int) -> None:
    twin = await assemble("平江二社区", members=3)
    first, second = room.sendings, await revoted(room)
    before = await stored(room.poll)
    assert await room.send(second) == {"200": electors}, "a retry gets its receipt again"
    assert await room.send(first) == {"409 voted": electors}
    assert await room.send(by_others(room)) == {"403 form.stale": electors}
    assert await room.send(by_others(room, own=True)) == {"409 voted": electors}
    assert await room.send(replayed(first, cookie="")) == {"401 session.none": electors}
    assert await stored(room.poll) == before
    by = room.cast.actor(room.cast.chair)
    await close_poll(room.poll, by)
    closed = await stored(room.poll)
    assert await room.send(first) == {"409 closed": electors}
    assert await room.send(second) == {"200": electors}
    other = await another_poll(room.cast)
    voted = [
        replace(one, poll=other, fields=sent("no", f"other-{at:015d}"))
        for at, one in enumerate(first)
    ]
    assert await room.send(voted) == {"201": electors}
    both = await stored(room.poll, other)
    assert await room.send(replayed(first, poll=other)) == {"409 voted": electors}
    elsewhere = replayed(first, poll=await first_poll(twin))
    assert await room.send(elsewhere) == {"404 not_on_roll": electors}
    assert await stored(room.poll, other) == both
    assert await stored(room.poll) == closed


@pytest.mark.parametrize("electors", [5])
async def test_control_without_a_look_at_the_revision_replays_count(
    room: Room, monkeypatch: pytest.MonkeyPatch, electors: int
) -> None:
    await revoted(room)
    before = await stored(room.poll)
    monkeypatch.setattr(rules, "may_replace", lambda *_, **__: None)
    assert await room.send(room.sendings) == {"201": electors}
    assert await stored(room.poll) != before
