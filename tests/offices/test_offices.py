"""Offices in the browser: who may give one, who may end one, and what ends with it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import asyncpg
import pytest

from council import db
from council.clock import now
from council.confirmations import actions as confirmations
from council.confirmations import queries as asking
from council.identity import queries, sessions
from council.identity.actions.founding import FirstOfficer, Place, found
from council.identity.in_force import today
from council.identity.tables import Appointment, Person
from council.ids import new_id
from council.minutes import paper
from council.minutes.queries import Signed
from council.offices import actions as office_actions
from council.offices import queries as held_offices
from council.offices import rules
from council.record.queries import entries
from council.refusal import Refused
from tests.appointing import came_by_office_letter
from tests.neighbours import resident
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
    sessions.forget_all()


def wanted(cast: Cast, name: str, office: str, **other: str) -> dict[str, str]:
    return {"person": cast.people[name], "office": office, **usual(), **other}


def usual() -> dict[str, str]:
    term = rules.usual_term(today())
    return {"since": term.since.isoformat(), "until": term.until.isoformat()}


async def asked_for(cast: Cast) -> list[str]:
    return [one.id for one in await asking.open_ones(cast.community, "office")]


async def test_an_ordinary_office_holds_at_once_and_a_powerful_one_after_a_second_person(
    hall: Hall, leader: Client, cast: Cast
) -> None:
    await grant(cast, "委员02", "community_secretary")
    await came_by_office_letter(cast, "委员01")
    member, second = hall.of(cast, "委员01"), hall.of(cast, "委员02")
    assert cast.people["委员01"] in (await leader.post("/offices/search", who="R101")).text
    for _ in range(2):
        answer = await leader.post("/offices", **wanted(cast, "委员01", "social_worker"))
        assert answer.headers["location"] == "/offices#social_worker"
    assert await held(cast, "委员01") == ("social_worker",)
    for _ in range(2):
        answer = await leader.post("/offices", **wanted(cast, "委员01", "secretary"))
        (asked,) = await asked_for(cast)
        assert answer.headers["location"] == f"/confirmations/{asked}"
    assert (await member.get("/offices")).status_code == 404
    assert "可以复核的人" in (page := (await leader.get(f"/confirmations/{asked}")).text)
    assert "委员02" in page
    assert (await leader.post(f"/confirmations/{asked}/confirmation")).status_code == 403
    assert await held(cast, "委员01") == ("social_worker",)
    assert "任命委员01为书记员" in (await second.get("/confirmations")).text
    assert (await second.post(f"/confirmations/{asked}/confirmation")).status_code == 303
    page = (await member.get("/offices")).text
    assert "袁昆腔提出，委员02复核" in page
    told = [one["body"] for one in await entries(cast.community)]
    granted = [one for one in told if '"act":"office.granted"' in one]
    assert len(granted) == 5
    assert '"office":"community_secretary"' in granted[-1]


async def test_the_only_one_who_names_asks_and_the_operator_confirms(
    leader: Client, cast: Cast
) -> None:
    await came_by_office_letter(cast, "委员01")
    await leader.post("/offices", **wanted(cast, "委员01", "auditor", acting="1"))
    (asked,) = await asked_for(cast)
    assert f"council confirm {asked}" in (await leader.get(f"/confirmations/{asked}")).text
    for _ in range(2):
        await confirmations.confirm_by_operator(asked, cast.community)
    assert await held(cast, "委员01") == ("auditor",)
    page = (await leader.get("/offices")).text
    assert "管服务器的人复核" in page
    assert "代理" in page
    await grant(cast, "委员02", "admin")
    by = cast.actor("委员02")
    for office, name in (("admin", "委员01"), ("supervisor", "委员02")):
        with pytest.raises(Refused, match=r"appointment\.(apart|not_yours)"):
            await office_actions.appoint(cast.people[name], office, by)
    with pytest.raises(Refused, match=r"appointment\.apart"):
        await office_actions.appoint(cast.people["委员02"], "supervisor", cast.actor("袁昆腔"))


async def test_who_lost_the_right_meanwhile_has_asked_for_nothing(cast: Cast) -> None:
    """袁昆腔 asks and leaves office; the request of somebody without the right is not confirmed."""
    await grant(cast, "委员02", "community_secretary")
    asked = await office_actions.appoint(cast.people["委员01"], "chair", cast.actor("袁昆腔"))
    for office in ("community_secretary", "secretary"):
        own = await appointment(cast, "袁昆腔", office)
        await office_actions.end_office(own, cast.actor("袁昆腔"))
    with pytest.raises(Refused, match=r"appointment\.not_yours"):
        await confirmations.confirm(asked, cast.actor("委员02"))
    assert await held(cast, "委员01") == ()


async def test_the_database_gives_no_powerful_office_on_one_signature(cast: Cast) -> None:
    """The control: what our rules would refuse, it refuses without them."""
    row: dict[str, Any] = {
        "id": new_id(),
        "community": cast.community,
        "person": cast.people["委员01"],
        "office": "chair",
        "granted_by": cast.people["袁昆腔"],
        "granted_at": now(),
        "from_date": today(),
    }
    for confirmed_by in (None, "袁昆腔", "委员01"):
        row["confirmed_by"] = cast.people[confirmed_by] if confirmed_by else None
        with pytest.raises((*db.UNIQUE_ERRORS, asyncpg.CheckViolationError)):
            await Appointment.insert(Appointment(**row))
    row["confirmed_by"] = cast.people["委员02"]
    await Appointment.insert(Appointment(**row))
    assert await held(cast, "委员01") == ("chair",)


async def test_a_term_that_is_over_gives_no_right_the_day_after_and_is_renewed(
    hall: Hall, leader: Client, cast: Cast
) -> None:
    await leader.post("/offices", **wanted(cast, "委员01", "street_office"))
    member, mine = hall.of(cast, "委员01"), await appointment(cast, "委员01", "street_office")

    async def until(days: int) -> int:
        """The page's answer when the term ends in so many days; no word to anybody's session."""
        last = today() + timedelta(days=days)
        await db.rows("UPDATE appointment SET until_date = {} WHERE id = {}", last, mine)
        sessions.forget_all()
        return (await member.get("/offices")).status_code

    assert [await until(days) for days in (1, 0, -1)] == [200, 200, 404]
    assert await held(cast, "委员01") == ()
    assert "任期已满" in (await leader.get("/offices/past")).text
    path = f"/offices/{mine}/renewal"
    assert "续任街道工作人员" in (await leader.get(path)).text
    assert (await leader.post(path, until="2020-01-01")).status_code == 422
    assert (await leader.post(path, until=usual()["until"])).status_code == 303
    assert await held(cast, "委员01") == ("street_office",)
    assert (await leader.post(path, until=usual()["until"])).status_code == 404
    powerful = f"/offices/{await appointment(cast, '曹评话', 'chair')}/renewal"
    answer = await leader.post(powerful, until=usual()["until"])
    assert answer.headers["location"].startswith("/confirmations/")
    assert (await member.post(powerful, until=usual()["until"])).status_code == 403


async def test_whoever_stands_in_signs_as_acting(hall: Hall, cast: Cast) -> None:
    """The record says in which office somebody acted, and minutes that they stood in for it."""
    await grant(cast, "委员02", "community_secretary")
    await came_by_office_letter(cast, "委员01")
    asked = await office_actions.appoint(
        cast.people["委员01"], "secretary", cast.actor("袁昆腔"), acting=True
    )
    await confirmations.confirm(asked, cast.actor("委员02"))
    who = (cast.people["委员01"], "secretary", cast.community)
    assert await held_offices.acting(*who)
    assert not await held_offices.acting(cast.people["袁昆腔"], "secretary", cast.community)
    member = hall.of(cast, "委员01")
    answer = await member.post(f"/meetings/{cast.meeting}/opening")
    assert answer.status_code == 303
    entry = json.loads((await entries(cast.community))[-1]["body"])
    assert (entry["office"], entry["acting"]) == ("secretary", True)
    signed = paper.signature("委员01", Signed("recorder", 1, "委员01", now(), acting=True))
    assert signed.signed.startswith("代理，")
    await db.rows(
        "UPDATE appointment SET acting = {} WHERE id = {}",
        False,
        await appointment(cast, "委员01", "secretary"),
    )
    assert not await held_offices.acting(*who)


async def test_an_office_of_a_part_says_which_and_may_be_held_for_two(
    leader: Client, cast: Cast
) -> None:
    answer = await leader.post("/offices", who="委员", **wanted(cast, "委员01", "group_leader"))
    assert (answer.status_code, 'id="scope-error"' in answer.text) == (422, True)
    for building in ("5幢", "6幢", "6幢"):
        fields = wanted(cast, "委员01", "group_leader", scope=building)
        assert (await leader.post("/offices", **fields)).status_code == 303
    scopes = await held_offices.scopes(cast.people["委员01"], "group_leader", cast.community)
    assert scopes == ("5幢", "6幢")
    answer = await leader.post(
        "/offices", who="委员", **wanted(cast, "委员01", "group_leader", scope="5幢", acting="1")
    )
    assert (answer.status_code, 'id="office-error"' in answer.text) == (409, True)


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
    answer = await hall.of(cast, who).post("/offices", **wanted(cast, whom, office))
    assert answer.status_code == status
    assert await held(cast, whom) == before


async def test_nobody_is_appointed_without_being_chosen(leader: Client, cast: Cast) -> None:
    other = await assemble("苏锦二社区", members=3)
    for person in ("", "nobody", other.people["委员01"]):
        answer = await leader.post("/offices", who="委员", person=person, office="chair", **usual())
        assert answer.status_code == 422
        assert 'id="person-error"' in answer.text
        assert '<option value="chair" selected>' in answer.text


async def test_two_administrators_name_the_community_secretary(hall: Hall, cast: Cast) -> None:
    await came_by_office_letter(cast, "委员01")
    for name in ("委员02", "顾水巷"):
        await grant(cast, name, "admin")
    admin = hall.of(cast, "委员02")
    assert (
        '<option value="community_secretary">'
        in (await admin.post("/offices/search", who="委员01")).text
    )
    fields = wanted(cast, "委员01", "community_secretary")
    assert (await admin.post("/offices", **fields)).status_code == 303
    (asked,) = await asked_for(cast)
    await confirmations.confirm(asked, cast.actor("顾水巷"))
    assert await held(cast, "委员01") == ("community_secretary",)


async def test_an_office_ends_after_asking_in_open_sessions_too(
    hall: Hall, leader: Client, cast: Cast
) -> None:
    await leader.post("/offices", **wanted(cast, "委员01", "street_office"))
    street = hall.of(cast, "委员01")
    path = f"/offices/{await appointment(cast, '委员01', 'street_office')}/end"
    assert (await street.get("/offices")).status_code == 200
    assert "结束委员01的街道工作人员职务" in (await leader.get(path)).text
    assert await held(cast, "委员01") == ("street_office",)
    for _ in range(2):
        assert (await leader.post(path)).status_code == 303
    assert (await street.get("/offices")).status_code == 404
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


async def test_the_first_two_officers_of_a_new_community_can_staff_it(engine: Engine) -> None:
    """As `init` founds it: the recorder asks, the leader (community secretary, chair) confirms."""
    officers = (
        FirstOfficer("曹评话", ("community_secretary", "chair"), "GZ-1"),
        FirstOfficer("袁昆腔", ("secretary",), "GZ-2"),
    )
    community, (leader, recorder) = await found(Place("苏锦三社区"), officers)
    cast = Cast(community, {"曹评话": leader, "袁昆腔": recorder})
    third = await resident(community, "顾水巷")
    for office in ("chair", "secretary", "supervisor", "community_secretary", "auditor"):
        asked = await office_actions.appoint(third, office, cast.actor("袁昆腔"))
        await confirmations.confirm(asked, cast.actor("曹评话"))
    await office_actions.appoint(third, "social_worker", cast.actor("曹评话"))
    assert await queries.offices(third, community) == ("social_worker",)
    place = Cast(community, {"顾水巷": third, "袁昆腔": leader})
    await came_by_office_letter(place, "顾水巷")
    assert len(await queries.offices(third, community)) == 6
    for name in ("曹评话", "袁昆腔"):
        with pytest.raises(Refused, match=r"appointment\.not_yours"):
            await office_actions.appoint(third, "admin", cast.actor(name))
    with pytest.raises(Refused, match=r"appointment\.not_yours"):
        await office_actions.appoint(third, "observer", cast.actor("袁昆腔"))
