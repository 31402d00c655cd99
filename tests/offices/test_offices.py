"""Offices in the browser: who may give one, who may end one, and what ends with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from council import db
from council.clock import now
from council.identity import queries
from council.identity.actions.founding import FirstOfficer, Place, found
from council.identity.tables import Appointment, Person
from council.ids import new_id
from council.offices import actions as office_actions
from council.record.queries import entries
from council.refusal import Refused
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
    """袁昆腔 is secretary and the only community secretary, 曹评话 is chair."""
    return await assemble(members=4)


@pytest.fixture
def leader(hall: Hall, cast: Cast) -> Client:
    return hall.of(cast, "袁昆腔")


async def appointment(cast: Cast, name: str, office: str) -> str:
    found = await db.row(
        "SELECT id FROM appointment WHERE person = {} AND office = {}", cast.people[name], office
    )
    assert found is not None
    return str(found["id"])


async def held(cast: Cast, name: str) -> tuple[str, ...]:
    return await queries.offices(cast.people[name], cast.community)


async def grant(cast: Cast, name: str, office: str) -> None:
    """As if it had been there from the first hour."""
    await Appointment.insert(
        Appointment(
            id=new_id(),
            community=cast.community,
            person=cast.people[name],
            office=office,
            granted_by=None,
            granted_at=now(),
        )
    )


async def test_the_community_secretary_appoints_and_it_holds_at_once(
    hall: Hall, leader: Client, cast: Cast
) -> None:
    member = hall.of(cast, "委员01")
    assert (await member.get("/offices")).status_code == 404
    assert cast.people["委员01"] in (await leader.get("/offices?who=R101")).text
    for _ in range(2):
        answer = await leader.post("/offices", person=cast.people["委员01"], office="secretary")
        assert answer.status_code == 303
    assert (await member.get("/offices")).status_code == 200
    acts = [one["act"] for one in await entries(cast.community)]
    assert acts.count("office.granted") == 4


@pytest.mark.parametrize(
    ("who", "whom", "office", "status"),
    [
        ("袁昆腔", "委员01", "admin", 403),
        ("袁昆腔", "委员01", "king", 422),
        ("袁昆腔", "袁昆腔", "chair", 403),
        ("曹评话", "委员01", "secretary", 403),
        ("顾水巷", "委员01", "secretary", 404),
    ],
)
async def test_an_office_that_is_not_theirs_to_give_is_not_given(
    hall: Hall, cast: Cast, who: str, whom: str, office: str, status: int
) -> None:
    before = await held(cast, whom)
    answer = await hall.of(cast, who).post("/offices", person=cast.people[whom], office=office)
    assert answer.status_code == status
    assert await held(cast, whom) == before


async def test_nobody_is_appointed_without_being_chosen(leader: Client, cast: Cast) -> None:
    other = await assemble("苏锦二社区", members=3)
    for person in ("", "nobody", other.people["委员01"]):
        answer = await leader.post("/offices", who="委员", person=person, office="chair")
        assert answer.status_code == 422
        assert 'id="person-error"' in answer.text
        assert '<option value="chair" selected>' in answer.text


async def test_the_administrator_names_the_community_secretary(hall: Hall, cast: Cast) -> None:
    await grant(cast, "委员02", "admin")
    admin = hall.of(cast, "委员02")
    assert '<option value="community_secretary">' in (await admin.get("/offices?who=委员01")).text
    fields = {"person": cast.people["委员01"], "office": "community_secretary"}
    assert (await admin.post("/offices", **fields)).status_code == 303
    assert await held(cast, "委员01") == ("community_secretary",)


async def test_an_office_ends_after_asking_in_open_sessions_too(
    hall: Hall, leader: Client, cast: Cast
) -> None:
    chair, path = (
        hall.of(cast, "曹评话"),
        f"/offices/{await appointment(cast, '曹评话', 'chair')}/end",
    )
    assert (await chair.get("/roll")).status_code == 200
    assert "结束曹评话的主持人职务" in (await leader.get(path)).text
    assert await held(cast, "曹评话") == ("chair",)
    for _ in range(2):
        assert (await leader.post(path)).status_code == 303
    assert (await chair.get("/roll")).status_code == 404
    acts = [one["act"] for one in await entries(cast.community)]
    assert acts.count("office.ended") == 1


async def test_the_last_community_secretary_stays(leader: Client, cast: Cast) -> None:
    path = f"/offices/{await appointment(cast, '袁昆腔', 'community_secretary')}/end"
    assert (await leader.post(path)).status_code == 409
    await grant(cast, "委员01", "community_secretary")
    await Person.update({Person.state: "left"}).where(Person.name == "委员01")
    assert (await leader.post(path)).status_code == 409
    await Person.update({Person.state: "verified"}).where(Person.name == "委员01")
    assert (await leader.post(path)).status_code == 303
    assert await held(cast, "袁昆腔") == ("secretary",)


async def test_one_may_lay_down_ones_own_office_and_nobody_elses(hall: Hall, cast: Cast) -> None:
    chair = hall.of(cast, "曹评话")
    theirs = await appointment(cast, "袁昆腔", "secretary")
    assert (await chair.post(f"/offices/{theirs}/end")).status_code == 403
    own = await appointment(cast, "曹评话", "chair")
    answer = await chair.post(f"/offices/{own}/end")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert await held(cast, "曹评话") == ()


async def test_another_communitys_offices_are_not_there(hall: Hall, cast: Cast) -> None:
    other = await assemble("苏锦二社区", members=3)
    path = f"/offices/{await appointment(cast, '曹评话', 'chair')}/end"
    assert (await hall.of(other, "袁昆腔").get(path)).status_code == 404
    assert (await hall.of(other, "袁昆腔").post(path)).status_code == 404
    assert await held(cast, "曹评话") == ("chair",)


async def test_the_first_officer_of_a_new_community_can_staff_it(engine: Engine) -> None:
    """As `init` founds it: the leader is community secretary and chair, nobody is admin."""
    officers = (
        FirstOfficer("曹评话", ("community_secretary", "chair"), "GZ-1"),
        FirstOfficer("袁昆腔", ("secretary",), "GZ-2"),
    )
    community, (leader, recorder) = await found(Place("苏锦三社区"), officers)
    by = Cast(community, {"曹评话": leader}).actor("曹评话")
    for office in ("chair", "secretary", "supervisor", "social_worker", "community_secretary"):
        await office_actions.appoint(recorder, office, by)
    assert len(await queries.offices(recorder, community)) == 5
    with pytest.raises(Refused, match=r"appointment\.not_yours"):
        await office_actions.appoint(recorder, "admin", by)
