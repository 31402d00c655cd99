"""The demo community is complete, comes through actions only, and is loaded once."""

from __future__ import annotations

import json
import stat
from typing import TYPE_CHECKING

import pytest

from council import db, settings
from council.clock import local, now
from council.demo import access
from council.demo.load import ForeignDataError, is_whole, load
from council.ideas import queries as ideas
from council.identity import actions
from council.organisations import queries as organisations
from council.site import queries as public
from council.site.decision_queries import decisions
from tests.neighbours import community

if TYPE_CHECKING:
    from pathlib import Path

    from council.db import Engine
    from council.settings import Settings


@pytest.fixture
def empty(engine: Engine, database_url: str, tmp_path: Path) -> Settings:
    """A migrated database without anybody, on each kind."""
    env = {"DATABASE_URL": database_url, "COUNCIL_DATA": str(tmp_path)}
    return settings.read(env, demo=True)


async def test_it_loads_once_and_more_residents_join_later(empty: Settings) -> None:
    assert await is_whole(empty) is None
    first = await load(empty, 0)
    entries = await db.row("SELECT count(*) AS n FROM record_entry")
    assert await load(empty, 0) == first
    assert await db.row("SELECT count(*) AS n FROM record_entry") == entries
    await load(empty, 3)
    found = await load(empty, 8)
    many = [one for one in found.people if one.meeting == found.assembly]
    assert len(many) == len({one.password for one in many}) == 8
    assert await actions.sign_in(many[-1].login, many[-1].password, "test")
    meeting = await db.row("SELECT state, kind, rule FROM meeting WHERE id = {}", found.assembly)
    assert meeting == {"state": "open", "kind": "res_all", "rule": "RES-ALL"}
    called = await db.row(
        "SELECT count(*) AS n FROM called c JOIN person p ON p.id = c.person"
        " WHERE c.meeting = {} AND p.roll_no LIKE 'M%'",
        found.assembly,
    )
    assert called == {"n": 8}


async def test_a_real_community_is_left_alone(empty: Settings) -> None:
    await community("真的社区")
    with pytest.raises(ForeignDataError):
        await is_whole(empty)


async def test_every_role_can_sign_in(loaded: Settings) -> None:
    found = await load(loaded, 0)
    for role in ("chair", "secretary", "member", "resident", "observer"):
        one = found.first(role)
        assert await actions.sign_in(one.login, one.password, "test")
    assert [one.role for one in found.people].count("member") == 13
    assert found.assembly is None


async def test_the_committee_meets_today_and_the_meeting_before_is_public(
    loaded: Settings,
) -> None:
    found = await load(loaded, 0)
    all_of_them = await public.all_meetings(found.community)
    assert [one.state for one in all_of_them[:2]] == ["announced", "announced"]  # for later days
    today, before = all_of_them[2:]
    assert (today.id, today.state) == (found.meeting, "announced")
    assert local(today.starts_at).date() == local(now()).date()
    assert before.state == "closed"
    assert before.minutes
    decision, budget, dots = await decisions(found.community)
    assert budget.winners
    assert (budget.verdict, budget.winners[0][:2], dots.verdict) == ("chosen", "助餐", "ranked")
    assert (decision.verdict, decision.yes, decision.no, decision.abstain) == ("passed", 12, 1, 1)
    called = await db.rows("SELECT part FROM called WHERE meeting = {}", found.meeting)
    assert sorted(one["part"] for one in called) == ["member"] * 15 + ["observer"] * 2


async def test_the_chain_from_the_call_to_the_project_is_whole(loaded: Settings) -> None:
    found = await load(loaded, 0)
    assert len(await organisations.committee(found.community)) == 15
    (topic,) = (await ideas.search(found.community, text="OS-T1")).ideas
    chain = await ideas.chain(topic.id)
    assert [one.no for one in chain.line] == ["ZJ-2026-02", "OS-T1", "XM-01"]
    project = chain.below[0].idea.id
    stops = await public.stops([project])
    assert [stop.no for stop in stops[project]] == [3, 1]  # today, and before the representatives


async def test_the_record_is_numbered_without_a_gap_and_in_order_of_time(
    loaded: Settings,
) -> None:
    entries = await db.rows("SELECT i, at FROM record_entry ORDER BY i")
    assert [one["i"] for one in entries] == list(range(len(entries)))
    assert [one["at"] for one in entries] == sorted(one["at"] for one in entries)


async def test_access_json_is_for_its_owner_and_has_the_promised_shape(loaded: Settings) -> None:
    file = loaded.data / access.FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    told = json.loads(file.read_text(encoding="utf-8"))
    assert set(told) == {"origin", "community", "meeting", "assembly", "people"}
    assert set(told["people"][0]) == {"role", "login", "password", "meeting"}


async def test_half_a_demo_is_known_for_what_it_is(loaded: Settings) -> None:
    assert await is_whole(loaded) is True
    (loaded.data / access.FILE).unlink()
    assert await is_whole(loaded) is False
