from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from council import db
from council.clock import moved_to, now
from council.identity import actions, sessions
from council.identity.rules import LONGEST_SESSION
from council.live import news, topics
from tests.appointing import came_by_office_letter, given

if TYPE_CHECKING:
    from tests.people import Cast


async def test_a_token_leads_to_its_person_and_is_not_stored(cast: Cast) -> None:
    token = await sessions.start(cast.people["顾水巷"], "phone")
    viewer = await sessions.resolve(token)
    assert viewer is not None
    assert (viewer.name, viewer.community, viewer.offices) == ("顾水巷", cast.community, ())
    assert token not in str(await db.rows("SELECT token_hash, agent FROM session"))


async def test_offices_come_with_the_session(cast: Cast) -> None:
    viewer = await sessions.resolve(cast.tokens["袁昆腔"])
    assert viewer is not None
    assert viewer.offices == ("community_secretary", "secretary")
    assert viewer.officer


async def test_an_unknown_token_leads_nowhere(cast: Cast) -> None:
    token = cast.tokens["顾水巷"]
    wrong = ("", "x", token[:-1], token + "x", secrets.token_urlsafe(32), "名" * 43)
    assert [await sessions.resolve(one) for one in wrong] == [None] * 6
    assert await sessions.resolve(sessions.hash_of(token)) is None


async def test_an_ended_session_is_forgotten_at_once(cast: Cast) -> None:
    token = cast.tokens["顾水巷"]
    viewer = await sessions.resolve(token)
    assert viewer is not None
    await actions.end_session(viewer.session, viewer.actor)
    assert await sessions.resolve(token) is None
    assert await sessions.offices(viewer.session) is None


async def test_news_of_a_person_makes_all_their_sessions_read_again(cast: Cast) -> None:
    token = cast.tokens["顾水巷"]
    assert await sessions.resolve(token)
    await db.rows("UPDATE person SET state = 'left' WHERE id = {}", cast.people["顾水巷"])
    assert await sessions.resolve(token), "remembered for some seconds"
    news.deliver(news.News(topics.sessions(), "person.left", cast.people["顾水巷"]))
    assert await sessions.resolve(token) is None


async def test_what_was_read_before_the_news_is_not_remembered_after_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = cast.tokens["顾水巷"]
    read = db.quick

    async def slow(sql: str, *args: object) -> list[dict[str, object]]:
        found = await read(sql, *args)
        news.deliver(news.News(topics.sessions(), "session.ended", sessions.hash_of(token)))
        return found

    monkeypatch.setattr(db, "quick", slow)
    assert await sessions.resolve(token)
    assert not sessions._memory._kept


async def test_a_new_office_counts_at_once(cast: Cast) -> None:
    await came_by_office_letter(cast, "顾水巷")
    token = cast.tokens["顾水巷"]
    assert await sessions.resolve(token)
    await given(cast, "顾水巷", "supervisor")
    viewer = await sessions.resolve(token)
    assert viewer is not None
    assert viewer.offices == ("supervisor",)


@pytest.mark.parametrize(
    ("name", "away", "alive"),
    [
        ("顾水巷", timedelta(days=13), True),
        ("顾水巷", timedelta(days=14), False),
        ("袁昆腔", timedelta(hours=11), True),
        ("袁昆腔", timedelta(hours=12), False),
    ],
)
async def test_nobody_stays_signed_in_by_staying_away(
    cast: Cast, name: str, away: timedelta, *, alive: bool
) -> None:
    assert await sessions.resolve(cast.tokens[name])
    with moved_to(now() + away):
        assert bool(await sessions.resolve(cast.tokens[name])) is alive


async def test_a_session_ends_after_thirty_days_however_busy(cast: Cast) -> None:
    token, start = cast.tokens["顾水巷"], now()
    for day in range(3, 30, 3):
        with moved_to(start + timedelta(days=day)):
            assert await sessions.resolve(token)
            sessions.forget_all()
    with moved_to(start + LONGEST_SESSION):
        assert await sessions.resolve(token) is None


async def test_visits_are_noted_at_most_hourly(cast: Cast) -> None:
    token = cast.tokens["顾水巷"]
    start, seen = now(), []
    for minutes in (10, 59, 61, 90, 130):
        with moved_to(start + timedelta(minutes=minutes)):
            sessions.forget_all()
            await sessions.resolve(token)
        row = await db.row(
            "SELECT seen_at FROM session WHERE token_hash = {}", sessions.hash_of(token)
        )
        assert row is not None
        seen.append(round((row["seen_at"] - start).total_seconds() / 60))
    assert seen == [0, 0, 61, 61, 130]


async def test_the_memory_is_bounded(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "MOST", 3)
    for token in cast.tokens.values():
        assert await sessions.resolve(token)
    assert len(sessions._memory._kept) == 3
