"""Convening a meeting in the browser: one transaction, once, and nothing typed is lost."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from council import db
from council.clock import local
from council.ideas import actions as ideas
from council.identity.tables import Person
from council.record.queries import entries
from council.roll.actions.finding import write_keys_within
from tests.meetings.convening import faulty, form, in_days, seat
from tests.people import Cast, assemble
from tests.server import Hall, running

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path
    from typing import Any

    from council.db import Engine


@pytest.fixture
async def hall(engine: Engine, database_url: str, tmp_path: Path) -> AsyncIterator[Hall]:
    async with running(database_url, tmp_path) as one:
        yield one


@pytest.fixture
async def cast(hall: Hall) -> Cast:
    made = await assemble(members=4)
    await seat(made, "曹评话", "委员01", "委员02")
    return made


async def meetings() -> list[dict[str, Any]]:
    """Those besides the one that the cast sits in."""
    return await db.rows("SELECT * FROM meeting WHERE session <> '2026年第3次会议'")


async def called(meeting: str) -> list[tuple[str, str, str]]:
    found = await db.rows(
        "SELECT p.name, c.part, c.sector FROM called c JOIN person p ON p.id = c.person"
        " WHERE c.meeting = {} ORDER BY c.place",
        meeting,
    )
    return [(one["name"], one["part"], one["sector"]) for one in found]


async def test_one_form_makes_the_meeting_calls_everybody_and_sets_the_agenda(
    hall: Hall, cast: Cast
) -> None:
    secretary = hall.of(cast, "袁昆腔")
    answer = await secretary.post("/meetings", **form(cast))
    (meeting,) = await meetings()
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        f"/meetings/{meeting['id']}/table",
    )
    assert (meeting["kind"], meeting["rule"], meeting["state"]) == ("council", "COM", "announced")
    assert local(meeting["starts_at"]).strftime("%Y-%m-%d %H:%M") == f"{in_days(3)} 14:00"
    assert await called(meeting["id"]) == [
        ("曹评话", "member", "社区居民代表"),
        ("委员01", "member", "社区居民代表"),
        ("委员02", "member", "社区居民代表"),
        ("顾水巷", "observer", ""),
    ]
    table = await secretary.get(answer.headers["location"])
    assert table.text.index("1.&nbsp;审议") < table.text.index("2.&nbsp;楼道感应灯")
    acts = [one["act"] for one in await entries(cast.community)]
    assert acts[-4:] == ["meeting.announced", "meeting.called", "agenda.set", "notice.given"]


async def test_the_same_form_twice_is_one_meeting(hall: Hall, cast: Cast) -> None:
    secretary = hall.of(cast, "袁昆腔")
    answers = [await secretary.post("/meetings", **form(cast)) for _ in range(2)]
    assert len({answer.headers["location"] for answer in answers}) == 1
    assert len(await meetings()) == 1
    assert [one["act"] for one in await entries(cast.community)].count("agenda.set") == 2


@pytest.mark.parametrize("other", [{"place": "三楼"}, {"item-5-title": "新的一项"}])
async def test_another_meeting_of_the_same_name_is_refused_beside_its_name(
    hall: Hall, cast: Cast, other: dict[str, str]
) -> None:
    secretary = hall.of(cast, "袁昆腔")
    await secretary.post("/meetings", **form(cast))
    answer = await secretary.post("/meetings", **form(cast, **other))
    assert (answer.status_code, faulty(answer.text)) == (409, ["session"])
    assert len(await meetings()) == 1


async def test_every_fault_stands_beside_its_field_and_nothing_typed_is_lost(
    hall: Hall, cast: Cast
) -> None:
    wrong = form(
        cast,
        kind="party",
        series="",
        day="下周三",
        until="25:00",
        chair=cast.people["委员01"],
        observers="顾水巷、谁也不是",
    )
    wrong |= {"item-1-minutes": "很久", "item-4-idea": "XM-99", "item-7-presenter": "谁也不是"}
    answer = await hall.of(cast, "袁昆腔").post("/meetings", **wrong)
    assert answer.status_code == 422
    assert faulty(answer.text) == [
        "kind",
        "series",
        "day",
        "until",
        "chair",
        "observers",
        "item-1-minutes",
        "item-4-idea",
        "item-7-title",
        "item-7-presenter",
    ]
    for typed in ("2026年第9次会议", "下周三", "25:00", "顾水巷、谁也不是", "很久", "XM-99"):
        assert typed in answer.text
    assert '<details class="item-more" open>' in answer.text
    assert await meetings() == []


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"until": "13:00"}, "until"),
        ({"day": "2020-01-01"}, "day"),
        ({"item-1-title": "", "item-1-presenter": "", "item-4-title": ""}, "item-1-title"),
        ({"kind": "res_rep"}, "members"),
        ({"kind": "res_all", "base": "persons"}, "short_notice"),
        ({"kind": "res_all", "day": in_days(12)}, "base"),
        ({"kind": "owners"}, "day"),
        ({"kind": "owners", "day": in_days(8)}, "short_notice"),
        ({"kind": "consult", "form": "hearing", "lead": "居委会"}, "party-1-who"),
        ({"kind": "election"}, "kind"),
        ({"item-1-title": "居民委员会换届选举"}, "item-1-title"),
    ],
)
async def test_a_meeting_that_cannot_be_is_refused_beside_the_reason(
    hall: Hall, cast: Cast, other: dict[str, str], field: str
) -> None:
    answer = await hall.of(cast, "袁昆腔").post("/meetings", **form(cast, **other))
    assert (answer.status_code, faulty(answer.text)) == (422, [field])
    assert await meetings() == []


async def test_a_residents_meeting_calls_every_verified_resident_of_age(
    hall: Hall, cast: Cast
) -> None:
    day = in_days(10)
    for name, born in (("委员01", int(day[:4]) - 18), ("委员02", int(day[:4]) - 17)):
        await Person.update({Person.birth_date: date(born, 1, 1)}).where(Person.name == name)
    await Person.update({Person.state: "listed"}).where(Person.name == "曹评话")
    fields = form(cast, kind="res_all", base="persons", series="居民会议", day=day, observers="")
    answer = await hall.of(cast, "袁昆腔").post("/meetings", **fields)
    assert answer.status_code == 303
    (meeting,) = await meetings()
    assert meeting["rule"] == "RES-ALL"
    names = {name for name, part, _ in await called(meeting["id"]) if part == "member"}
    assert names == {"袁昆腔", "委员01", "顾水巷"}


async def test_short_notice_needs_its_reason_which_goes_into_the_record(
    hall: Hall, cast: Cast
) -> None:
    fields = form(cast, kind="res_all", base="persons", short_notice="水管爆裂，须马上决定")
    assert (await hall.of(cast, "袁昆腔").post("/meetings", **fields)).status_code == 303
    kept = await db.row("SELECT payload FROM record_personal ORDER BY payload")
    assert kept is not None
    assert "水管爆裂" in kept["payload"]


async def test_representatives_are_called_by_name_or_number(hall: Hall, cast: Cast) -> None:
    fields = form(cast, kind="res_rep", members="委员01\n r102 、顾水巷", observers="曹评话")
    assert (await hall.of(cast, "袁昆腔").post("/meetings", **fields)).status_code == 303
    (meeting,) = await meetings()
    assert meeting["rule"] == "RES-REP"
    assert await called(meeting["id"]) == [
        ("委员01", "member", ""),
        ("委员02", "member", ""),
        ("顾水巷", "member", ""),
        ("曹评话", "observer", ""),
    ]


async def test_of_two_people_with_one_name_the_number_decides(hall: Hall, cast: Cast) -> None:
    await Person.update({Person.name: "委员01"}).where(Person.name == "委员02")
    await write_keys_within([cast.people["委员02"]])
    secretary = hall.of(cast, "袁昆腔")
    answer = await secretary.post("/meetings", **form(cast, observers="委员01"))
    assert faulty(answer.text) == ["observers"]
    assert (await secretary.post("/meetings", **form(cast, observers="R102"))).status_code == 303


async def test_an_idea_stands_behind_a_point_and_lends_its_title(hall: Hall, cast: Cast) -> None:
    by = cast.actor("袁昆腔")
    idea = await ideas.enter("project", "楼道感应灯改造", by, no="XM-07")
    fields = form(cast, **{"item-4-title": "", "item-4-idea": "xm-07"})
    assert (await hall.of(cast, "袁昆腔").post("/meetings", **fields)).status_code == 303
    found = await db.row("SELECT title FROM agenda_item WHERE idea = {}", idea)
    assert found == {"title": "楼道感应灯改造"}


async def test_nobody_of_another_community_is_called_or_named(hall: Hall, cast: Cast) -> None:
    other = await assemble("苏锦二社区", members=3)
    await db.rows("UPDATE person SET name = '别处人' WHERE id = {}", other.people["委员01"])
    secretary = hall.of(cast, "袁昆腔")
    answer = await secretary.post("/meetings", **form(cast, observers="别处人"))
    assert faulty(answer.text) == ["observers"]
    answer = await secretary.post("/meetings", **form(cast, chair=other.people["曹评话"]))
    assert faulty(answer.text) == ["chair"]
    assert other.people["委员01"] not in (await secretary.post("/seats/search", who="别处人")).text


async def test_a_point_is_added_until_the_meeting_opens(hall: Hall, cast: Cast) -> None:
    secretary, path = hall.of(cast, "袁昆腔"), f"/meetings/{cast.meeting}/agenda"
    assert 'name="no" value="3"' in (await secretary.get(path)).text
    point = {"no": "3", "item-title": "车棚充电", "item-kind": "consult", "item-minutes": "20"}
    for _ in range(2):
        assert (await secretary.post(path, **point)).status_code == 303
    found = await db.rows("SELECT no FROM agenda_item WHERE meeting = {} ORDER BY no", cast.meeting)
    assert [one["no"] for one in found] == [1, 2, 3]
    late = await secretary.post(path, **(point | {"item-title": "晚了一步"}))
    assert (late.status_code, faulty(late.text)) == (409, ["item-title"])
    assert 'name="no" value="4"' in late.text
    await secretary.post(f"/meetings/{cast.meeting}/opening")
    closed = await secretary.post(path, **(point | {"no": "4", "item-title": "太晚了"}))
    assert closed.status_code == 409
    assert 'name="no"' not in closed.text


async def test_an_empty_point_is_not_added(hall: Hall, cast: Cast) -> None:
    secretary, path = hall.of(cast, "袁昆腔"), f"/meetings/{cast.meeting}/agenda"
    answer = await secretary.post(path, **{"no": "3", "item-kind": "vote", "item-minutes": "15"})
    assert (answer.status_code, faulty(answer.text)) == (422, ["item-title"])


async def test_only_officers_of_the_community_see_the_forms(hall: Hall, cast: Cast) -> None:
    other = await assemble("苏锦二社区", members=3)
    for client in (hall.of(cast, "顾水巷"), hall.of(other, "袁昆腔")):
        assert (await client.get(f"/meetings/{cast.meeting}/agenda")).status_code == 404
        answer = await client.post(f"/meetings/{cast.meeting}/agenda", no="3")
        assert answer.status_code == 404
    resident = hall.of(cast, "顾水巷")
    assert (await resident.get("/meetings/new")).status_code == 404
    assert (await resident.post("/meetings", **form(cast))).status_code == 404
    for path in ("/", "/meetings", "/organisations"):
        assert "/meetings/new" not in (await resident.get(path)).text
        assert "/meetings/new" in (await hall.of(cast, "曹评话").get(path)).text


async def test_a_program_hears_the_first_fault_as_json(hall: Hall, cast: Cast) -> None:
    secretary = hall.of(cast, "袁昆腔")
    headers = {"accept": "application/json"}
    await secretary.post("/meetings", **form(cast, series=""))  # takes the token
    answer = await secretary.http.post(
        "/meetings", data={"_csrf_token": secretary.csrf, **form(cast, day="?")}, headers=headers
    )
    assert (answer.status_code, answer.json()["reason"]) == (422, "form.date")
