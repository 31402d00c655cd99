"""The committee's make-up is data: sectors, their seats and order, terms, who comes how often."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from council import db
from council.identity.in_force import today
from council.meetings import attendance_queries as attendance
from council.organisations import actions, queries
from council.record.queries import entries
from tests.people import Cast, assemble
from tests.server import Client, Hall, running

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from council.db import Engine

PATH = "/committee/sectors"


@pytest.fixture
async def hall(engine: Engine, database_url: str, tmp_path: Path) -> AsyncIterator[Hall]:
    async with running(database_url, tmp_path) as one:
        yield one


@pytest.fixture
async def cast(hall: Hall) -> Cast:
    return await assemble(members=4)


@pytest.fixture
def secretary(hall: Hall, cast: Cast) -> Client:
    return hall.of(cast, "袁昆腔")


async def names(cast: Cast) -> list[str]:
    return [one.name for one in await queries.sectors(cast.community)]


async def test_a_community_adds_renames_orders_and_removes_its_sectors(
    hall: Hall, secretary: Client, cast: Cast
) -> None:
    other = await assemble("苏锦二社区", members=3)
    usual = await names(cast)
    assert len(usual) == 7
    fields = {"name": "驻区单位代表", "name_en": "Employers", "seats": "2"}
    for _ in range(2):
        assert (await secretary.post(PATH, **fields)).status_code == 303
    assert (await secretary.post(PATH, **{**fields, "seats": "3"})).status_code == 409
    for wrong in ({"name": ""}, {"seats": "-1"}, {"seats": "100"}):
        assert (await secretary.post(PATH, **{**fields, **wrong})).status_code == 422
    new = (await queries.sectors(cast.community))[-1].code
    own, deputies = f"{PATH}/{new}", f"{PATH}/人大代表"
    assert 'value="Employers"' in (await secretary.get(own)).text
    assert (await secretary.post(own, name="驻区单位", name_en="", seats="1")).status_code == 303
    assert (await secretary.post(own, name="人大代表", name_en="", seats="1")).status_code == 409
    for _ in range(7):
        await secretary.post(f"{own}/move", to="up")
    assert await names(cast) == ["驻区单位", *usual]
    await actions.seat(
        cast.people["顾水巷"],
        "人大代表",
        "委员",
        cast.actor("袁昆腔"),
        since=today(),
        until=later(9),
    )
    assert (await secretary.post(f"{deputies}/removal")).status_code == 409
    assert (await secretary.post(f"{own}/removal")).status_code == 303
    assert (await secretary.post(f"{own}/removal")).status_code == 404
    assert await names(cast) == usual
    assert await names(other) == usual
    for client in (hall.of(cast, "顾水巷"), hall.client()):
        assert (await client.get(PATH)).status_code in {303, 404}
    acts = [one["act"] for one in await entries(cast.community)]
    assert acts.count("sector.added") == 1
    assert acts.count("sector.removed") == 1


def later(days: int) -> date:
    return today() + timedelta(days=days)


async def test_seats_that_are_free_terms_that_end_and_attendance_are_shown(
    hall: Hall, secretary: Client, cast: Cast
) -> None:
    by = cast.actor("袁昆腔")
    term = {"曹评话": 60, "委员01": 61, "委员02": 400}
    for name, days in term.items():
        person = cast.people[name]
        await actions.seat(person, "人大代表", "委员", by, since=today(), until=later(days))
    await actions.change_sector("人大代表", "人大代表", "Deputies", 5, by)
    await db.rows("UPDATE meeting SET state = 'closed'")
    await db.rows("UPDATE called SET status = 'left' WHERE person = {}", cast.people["曹评话"])
    rates = await attendance.committee(cast.community)
    people = [cast.people[name] for name in term]
    assert [(rates[one].came, rates[one].called) for one in people] == [(1, 1), (0, 1), (0, 1)]
    assert attendance.together(people, rates).percent == 33
    public = (await hall.client().get("/organisations")).text
    assert "3/5席" in public
    assert "缺2席" in public
    assert "到会33%" in public
    assert public.count("快到期") == 1
    assert "到会1/1次" not in public
    assert "到会1/1次" in (await secretary.get("/organisations")).text
    await db.rows("UPDATE seat SET until_date = {}", later(-1))
    assert (await hall.client().get("/organisations")).text.count("任期已满") == 3


@pytest.mark.parametrize(
    ("came", "called", "percent"), [(0, 0, None), (1, 3, 33), (2, 3, 67), (1, 2, 50), (1, 8, 13)]
)
def test_a_rate_is_rounded_half_up(came: int, called: int, percent: int | None) -> None:
    assert attendance.Rate(called, came).percent == percent


async def test_an_added_sector_is_read_in_english_in_the_list_at_the_seat_and_in_the_room(
    hall: Hall, secretary: Client, cast: Cast
) -> None:
    """One with an English name, one without: there the Chinese name stands."""
    for name, english in (("驻区单位代表", "Employers"), ("商户代表", "")):
        fields = {"name": name, "name_en": english, "seats": "1"}
        assert (await secretary.post(PATH, **fields)).status_code == 303
    by, day = cast.actor("袁昆腔"), today()
    new = {one.name: one.code for one in await queries.sectors(cast.community)}
    seats = [
        await actions.seat(
            cast.people[who], new[name], "委员", by, since=day, until=day + timedelta(days=99)
        )
        for who, name in (("委员01", "驻区单位代表"), ("委员02", "商户代表"))
    ]
    for who, name in (("委员01", "驻区单位代表"), ("委员02", "商户代表")):
        await db.rows("UPDATE called SET sector = {} WHERE person = {}", name, cast.people[who])
    secretary.http.cookies.set("council_language", "en")
    pages = [
        "/organisations",
        f"/meetings/{cast.meeting}/table",
        f"/people/{cast.people['委员01']}",
    ]
    for path in (*pages, f"/seats/{seats[0]}/end", "/"):
        page = (await secretary.get(path)).text
        assert "Employers" in page, path
        assert "驻区单位代表" not in page, path
    for path in (*pages[:2], f"/seats/{seats[1]}/end"):
        assert "商户代表" in (await secretary.get(path)).text, path
    secretary.http.cookies.set("council_language", "zh")
    assert "驻区单位代表" in (await secretary.get(f"/meetings/{cast.meeting}/table")).text
