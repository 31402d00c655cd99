"""Convening each kind in the browser: who is called, and what is refused beside which field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from council import db
from council.clock import now
from council.ids import new_id
from tests.meetings.convening import faulty, form, in_days, seat
from tests.people import Cast, assemble
from tests.server import Client, Hall, running

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from council.db import Engine


@pytest.fixture
async def hall(engine: Engine, database_url: str, tmp_path: Path) -> AsyncIterator[Hall]:
    async with running(database_url, tmp_path) as one:
        yield one


@pytest.fixture
async def cast(hall: Hall) -> Cast:
    made = await assemble(members=6)
    await seat(made, "曹评话", "委员01")
    return made


@pytest.fixture
def secretary(hall: Hall, cast: Cast) -> Client:
    return hall.of(cast, "袁昆腔")


async def unit(cast: Cast, code: str, area: int) -> str:
    made = new_id()
    await db.rows(
        "INSERT INTO unit (id, community, code, building, entrance, room, area, area_source)"
        " VALUES ({}, {}, {}, '1幢', '', {}, {}, '不动产登记簿')",
        made,
        cast.community,
        code,
        code,
        area,
    )
    return made


async def lives(cast: Cast, unit: str, *names: str, tie: str = "业主", home: str = "") -> None:
    for name in names:
        await db.rows(
            "INSERT INTO residence (id, person, unit, tie, household) VALUES ({}, {}, {}, {}, {})",
            new_id(),
            cast.people[name],
            unit,
            tie,
            home or None,
        )


async def held_by(cast: Cast, unit: str, kind: str, name: str, voter: str = "") -> None:
    await db.rows(
        "INSERT INTO corporate_tenure (id, community, unit, kind, name, credit_code, voter, since,"
        " ended_why) VALUES ({}, {}, {}, {}, {}, '', {}, {}, '')",
        new_id(),
        cast.community,
        unit,
        kind,
        name,
        cast.people[voter] if voter else None,
        now(),
    )


async def called(session: str = "2026年第9次会议") -> list[dict[str, Any]]:
    return await db.rows(
        "SELECT p.name, c.* FROM called c JOIN person p ON p.id = c.person"
        " JOIN meeting m ON m.id = c.meeting WHERE m.session = {} AND c.part = 'member'"
        " ORDER BY c.place",
        session,
    )


async def convened(secretary: Client, fields: dict[str, str]) -> dict[str, Any]:
    answer = await secretary.post("/meetings", **fields)
    assert answer.status_code == 303, faulty(answer.text)
    found = await db.row(
        "SELECT * FROM meeting WHERE id = {}", answer.headers["location"].split("/")[2]
    )
    assert found is not None
    return found


async def test_the_form_of_a_kind_asks_only_what_that_kind_needs(secretary: Client) -> None:
    first = (await secretary.get("/meetings/new")).text
    assert "换届选举" in first  # RES-7: and why not here
    asks = {
        "council": [],
        "res_rep": ["committee", "members"],
        "res_all": ["base", "short_notice"],
        "owners": ["short_notice"],
        "consult": ["form", "lead", "party-1-who"],
    }
    for kind, own in asks.items():
        assert f'href="/meetings/new?kind={kind}"' in first
        page = (await secretary.get(f"/meetings/new?kind={kind}")).text
        every = {name for names in asks.values() for name in names}
        assert {name for name in every if f'name="{name}"' in page} == set(own), kind


async def test_res_4_is_refused_with_its_article(secretary: Client, cast: Cast) -> None:
    fields = form(cast, kind="res_rep", observers="", committee="曹评话、袁昆腔")
    answer = await secretary.post("/meetings", **fields, members="委员01、委员02、委员03")
    assert (answer.status_code, faulty(answer.text)) == (422, ["members"])
    assert "第二十八条" in answer.text
    assert "至少要有8名" in answer.text
    one = form(cast, kind="res_rep", observers="", committee="曹评话")
    await convened(secretary, one | {"members": "委员01、委员02、委员03、委员04"})
    assert [row["party"] for row in await called()] == ["committee", "rep", "rep", "rep", "rep"]


async def test_res_all_by_households_calls_one_of_each(secretary: Client, cast: Cast) -> None:
    one, two, three = [await unit(cast, code, 8000) for code in ("101", "102", "103")]
    home = new_id()
    await db.rows(
        "INSERT INTO household (id, community, unit, no, representative)"
        " VALUES ({}, {}, {}, 1, {})",
        home,
        cast.community,
        one,
        cast.people["委员02"],
    )
    await lives(cast, one, "委员01", "委员02", home=home)
    await lives(cast, two, "委员03", "委员02", tie="家属")  # 委员02 stands for one home only
    await lives(cast, three, "委员04", tie="租户")
    fields = form(cast, kind="res_all", base="households", day=in_days(10), observers="")
    meeting = await convened(secretary, fields)
    found = await called()
    assert [(row["name"], row["household"]) for row in found] == [
        ("委员02", home),
        ("委员03", None),
        ("委员04", None),
    ]
    page = (await secretary.get(f"/meetings/{meeting['id']}")).text
    assert "每户一位户代表，3户。" in page


async def test_own_3_owners_are_merged_and_their_area_is_not(secretary: Client, cast: Cast) -> None:
    areas = (5000, 6000, 7000, 8000, 9000, 1000, 1200)
    codes = ("101", "102", "103", "104", "105", "106", "地下车位1")
    one, two, three, four, five, six, parking = [
        await unit(cast, code, area) for code, area in zip(codes, areas, strict=True)
    ]
    await lives(cast, one, "委员01")
    await lives(cast, two, "委员01")  # two units, one head
    await lives(cast, three, "委员02", "委员03")  # held together: one head
    await held_by(cast, four, "developer", "苏锦置业")
    await held_by(cast, five, "developer", "苏锦置业")  # the developer's are one
    await held_by(cast, six, "company", "水巷公司", "委员04")
    await lives(cast, parking, "顾水巷")
    fields = form(cast, kind="owners", day=in_days(15), observers="")
    meeting = await convened(secretary, fields)
    assert [(row["name"], row["area"]) for row in await called()] == [
        ("委员01", 11000),
        ("委员02", 7000),
        ("委员04", 1000),
    ]
    assert (meeting["rule"], meeting["unlisted_heads"], meeting["unlisted_area"]) == (
        "OWN-ORD",
        1,
        17000,
    )
    notice = await db.row("SELECT body FROM meeting_notice WHERE meeting = {}", meeting["id"])
    assert notice is not None
    assert "全体业主，共4人，专有部分面积360.00平方米。" in notice["body"]
    assert "不是业主大会的表决" in notice["body"]
    page = (await secretary.get(f"/meetings/{meeting['id']}/table")).text
    assert "面积 0.00 / 360.00 平方米，须 240.00" in page
    await secretary.post("/meetings/terms", count_parking="1", turn_minutes="3", turns_each="4")
    again = form(cast, kind="owners", day=in_days(15), observers="", session="再一次")
    await convened(secretary, again)
    assert ("顾水巷", 1200) in [(row["name"], row["area"]) for row in await called("再一次")]


async def test_the_community_says_how_long_and_how_often_one_speaks(
    hall: Hall, secretary: Client, cast: Cast
) -> None:
    """MTG-5: two minutes and two turns, unless something else is set; held meetings keep theirs."""
    before = await convened(secretary, form(cast))
    assert (before["turn_seconds"], before["turns_each"]) == (120, 2)
    answer = await secretary.post("/meetings/terms", turn_minutes="0", turns_each="4")
    assert answer.status_code == 422
    answer = await secretary.post("/meetings/terms", turn_minutes="3", turns_each="4")
    assert answer.status_code == 303
    after = await convened(secretary, form(cast, session="再一次"))
    assert (after["turn_seconds"], after["turns_each"]) == (180, 4)
    page = (await secretary.get("/meetings/terms")).text
    assert 'name="turn_minutes" type="number" value="3"' in page


async def test_a_hearing_has_its_parties_and_who_leads_it(
    hall: Hall, secretary: Client, cast: Cast
) -> None:
    fields = form(cast, kind="consult", form="hearing", lead="社区居委会", observers="")
    fields |= {"party-1-kind": "owners_committee", "party-1-who": "委员01"}
    fields |= {"party-6-kind": "nonlocal", "party-6-who": "R003", "party-6-interest": "租户也要用"}
    meeting = await convened(secretary, fields)
    assert (meeting["form"], meeting["lead"], meeting["rule"]) == ("hearing", "社区居委会", "RONR")
    assert [(row["party"], row["interest"]) for row in await called()] == [
        ("owners_committee", ""),
        ("nonlocal", "租户也要用"),
    ]
    page = (await hall.client().get(f"/meetings/{meeting['id']}")).text
    for word in ("听证会", "业主委员会", "顾**", "租户也要用", "社区居委会", "形成协商意见"):
        assert word in page
    assert "顾水巷" not in page
    wrong = fields | {"session": "再一次", "form": "", "party-6-kind": "hukou"}
    assert faulty((await secretary.post("/meetings", **wrong)).text) == ["form", "party-6-kind"]
