"""Seats and organisations in the browser: find a person, give a seat, end it after asking."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from council.organisations import queries
from council.record.queries import entries
from tests.people import Cast, assemble
from tests.server import Client, Hall, running

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from council.db import Engine

TERM = {"since": "2026-01-01", "until": "2028-12-31"}


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


def seat(cast: Cast, name: str, **other: str) -> dict[str, str]:
    found = {"who": name, "person": cast.people[name], "sector": "人大代表", "title": "委员"}
    return {**found, **TERM, **other}


def faulty(page: str) -> list[str]:
    return re.findall(r'<p class="error" id="([\w-]+)-error"', page)


async def test_somebody_is_found_by_a_part_of_the_name_or_by_the_number(
    secretary: Client, cast: Cast
) -> None:
    for who, found in (("水巷", 1), ("r1", 2), ("%", 0), ("谁也不是", 0)):
        page = (await secretary.post("/seats/search", who=who)).text
        assert page.count('type="radio"') == found, who
        assert ("名册上没有找到" in page) == (not found)


async def test_a_seat_is_given_once_and_shown_to_everybody(
    hall: Hall, secretary: Client, cast: Cast
) -> None:
    for _ in range(2):
        assert (await secretary.post("/seats", **seat(cast, "顾水巷"))).status_code == 303
    held = await queries.committee(cast.community)
    assert [(one.name, one.sector) for one in held] == [("顾水巷", "人大代表")]
    public = (await hall.client().get("/organisations")).text
    assert "顾水巷" in public
    assert "/seats/" not in public
    assert f"/seats/{held[0].id}/end" in (await secretary.get("/organisations")).text


@pytest.mark.parametrize(
    ("other", "fields"),
    [
        ({"person": ""}, ["person"]),
        ({"person": "nobody"}, ["person"]),
        ({"sector": "第八方"}, ["sector"]),
        ({"until": "2025-01-01"}, ["until"]),
        ({"since": "去年", "title": "荣誉委员"}, ["title", "since"]),
    ],
)
async def test_a_seat_that_cannot_be_is_refused_beside_its_field(
    secretary: Client, cast: Cast, other: dict[str, str], fields: list[str]
) -> None:
    answer = await secretary.post("/seats", **seat(cast, "顾水巷", **other))
    assert (answer.status_code, faulty(answer.text)) == (422, fields)
    assert 'name="until" type="date" value="' + other.get("until", TERM["until"]) in answer.text
    assert await queries.committee(cast.community) == ()


async def test_a_second_seat_of_one_person_is_refused(secretary: Client, cast: Cast) -> None:
    await secretary.post("/seats", **seat(cast, "顾水巷"))
    answer = await secretary.post("/seats", **seat(cast, "顾水巷", sector="政协委员"))
    assert (answer.status_code, faulty(answer.text)) == (409, ["person"])


async def test_a_seat_ends_after_asking_and_only_once(secretary: Client, cast: Cast) -> None:
    await secretary.post("/seats", **seat(cast, "顾水巷"))
    (held,) = await queries.committee(cast.community)
    assert "结束顾水巷的席位" in (await secretary.get(f"/seats/{held.id}/end")).text
    assert len(await queries.committee(cast.community)) == 1
    for _ in range(2):
        assert (await secretary.post(f"/seats/{held.id}/end")).status_code == 303
    assert await queries.committee(cast.community) == ()
    assert [one["act"] for one in await entries(cast.community)].count("seat.ended") == 1


async def test_an_organisation_is_registered_and_its_name_is_taken(
    hall: Hall, secretary: Client, cast: Cast
) -> None:
    green = {"name": "青禾社会工作服务中心", "kind": "民办非企业单位", "rating": "4A"}
    for _ in range(2):
        assert (await secretary.post("/organisations", **green)).status_code == 303
    assert "青禾社会工作服务中心" in (await hall.client().get("/organisations")).text
    answer = await secretary.post("/organisations", **(green | {"rating": "5A"}))
    assert (answer.status_code, faulty(answer.text)) == (409, ["name"])
    answer = await secretary.post("/organisations", name="", kind="自己写的", rating="9A")
    assert (answer.status_code, faulty(answer.text)) == (422, ["name", "rating"])
    assert "自己写的" in answer.text


async def test_to_residents_and_neighbours_the_forms_do_not_exist(
    hall: Hall, secretary: Client, cast: Cast
) -> None:
    await secretary.post("/seats", **seat(cast, "顾水巷"))
    (held,) = await queries.committee(cast.community)
    other = await assemble("苏锦二社区", members=3)
    neighbour = hall.of(other, "袁昆腔")
    assert (await neighbour.get(f"/seats/{held.id}/end")).status_code == 404
    assert (await neighbour.post(f"/seats/{held.id}/end")).status_code == 404
    assert faulty((await neighbour.post("/seats", **seat(cast, "委员01"))).text) == ["person"]
    resident = hall.of(cast, "顾水巷")
    for path in ("/seats/new", "/organisations/new", f"/seats/{held.id}/end"):
        assert (await resident.get(path)).status_code == 404
    assert (
        await resident.post("/organisations", name="甲", kind="乙", rating="")
    ).status_code == 404
    assert len(await queries.committee(cast.community)) == 1
