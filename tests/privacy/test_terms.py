"""What is too old goes, what is young stays, and the community says how long, within the law."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from council import db
from council.clock import now
from council.identity import queries as identity
from council.privacy import actions, queries
from council.record.queries import entries

if TYPE_CHECKING:
    from tests.people import Cast
    from tests.server import Hall


async def aged(cast: Cast, days: int) -> None:
    """One row of many kinds, this old."""
    at, person = now() - timedelta(days=days), cast.people["顾水巷"]
    await db.rows(
        "INSERT INTO access_log (id, community, viewer, office, person, what, why, rows_seen, at)"
        " VALUES ({}, {}, {}, '', {}, 'person', '核对', 1, {})",
        f"log{days}",
        cast.community,
        cast.people["袁昆腔"],
        person,
        at,
    )
    await db.rows(
        "INSERT INTO session (token_hash, person, agent, created_at, seen_at, expires_at)"
        " VALUES ({}, {}, '', {}, {}, {})",
        f"session{days}",
        person,
        at,
        at,
        at,
    )
    await db.rows(
        "INSERT INTO letter (id, person, purpose, secret_hash, issued_at, expires_at, failures)"
        " VALUES ({}, {}, 'household', '', {}, {}, 0)",
        f"letter{days}",
        person,
        at,
        at,
    )
    await db.rows(
        "INSERT INTO sign_in_failure (key_hash, failures, failed_at) VALUES ({}, 1, {})",
        f"failure{days}",
        at,
    )


async def test_what_is_due_goes_and_what_is_not_stays(cast: Cast, twin: Cast) -> None:
    for days in (10, 200, 400, 800):
        await aged(cast, days)
    assert await actions.expire(cast.community) == {
        "access_log": 1,
        "session": 3,
        "letter": 2,
        "sign_in_failure": 3,
    }
    assert await actions.expire(cast.community) == {}
    assert await actions.expire(twin.community) == {}
    assert [one["id"] for one in await db.rows("SELECT id FROM access_log ORDER BY at")] == [
        "log400",
        "log200",
        "log10",
    ]
    assert [one["act"] for one in await entries(cast.community)].count("data.expired") == 1


async def test_the_community_secretary_sets_the_terms_and_half_a_year_is_the_least(
    hall: Hall, cast: Cast
) -> None:
    desk = hall.of(cast, "袁昆腔")
    assert 'value="730"' in (await desk.get("/data-terms")).text
    for days, holidays in (("30", ""), ("many", ""), ("200", "国庆节")):
        answer = await desk.post("/data-terms", log_days=days, holidays=holidays)
        assert (answer.status_code, answer.text.count('class="error"')) == (422, 1), days
    for _ in range(2):
        answer = await desk.post("/data-terms", log_days="200", holidays="2026-10-01\n2026-10-02")
        assert answer.status_code == 303
    place = await identity.community(cast.community)
    assert queries.setting(place, "holidays") == ["2026-10-01", "2026-10-02"]
    assert (await hall.of(cast, "曹评话").get("/data-terms")).status_code == 404
    await aged(cast, 300)
    assert "access_log" in await actions.expire(cast.community)
    acts = [one["act"] for one in await entries(cast.community)]
    assert acts.count("privacy.set") == 1
