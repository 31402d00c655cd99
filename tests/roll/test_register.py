"""The register through its front door: who sees it, what it shows, and what can be changed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from council import db
from council.roll import person_queries, rules
from council.roll.actions.finding import write_keys_within
from tests.roll.test_search import at_home

if TYPE_CHECKING:
    from tests.people import Cast
    from tests.server import Client, Hall

PHONE = "15400000001"


@pytest.fixture
async def keeper(hall: Hall, cast: Cast) -> Client:
    """The secretary's browser; 顾水巷 lives in 3-1-502 and has a phone."""
    await at_home(cast, "顾水巷", "3幢", "1单元", "502室")
    person = cast.people["顾水巷"]
    await db.rows("UPDATE person SET phone = {}, id_last4 = '046X' WHERE id = {}", PHONE, person)
    async with db.write(db.engine()):
        await write_keys_within([person])
    return hall.of(cast, "袁昆腔")


async def acts(act: str) -> list[dict[str, Any]]:
    found = await db.rows("SELECT body FROM record_entry WHERE act = {} ORDER BY i", act)
    return [json.loads(one["body"])["body"] for one in found]


async def unit_of(cast: Cast) -> str:
    found = await db.row("SELECT id FROM unit WHERE community = {}", cast.community)
    assert found is not None
    return str(found["id"])


async def test_the_register_is_there_for_its_readers_and_never_shows_a_whole_number(
    keeper: Client, hall: Hall, cast: Cast, twin: Cast
) -> None:
    person, unit = cast.people["顾水巷"], await unit_of(cast)
    paths = ["/roll", "/roll/units", "/roll/households", "/roll/buildings", f"/units/{unit}"]
    paths += [f"/people/{person}", f"/people/{person}/edit", f"/people/{person}/departure"]
    paths += [
        f"/people/{person}/merge",
        "/roll?state=verified&page=7",
        "/roll?building=3幢&hukou=户籍",
    ]
    for path in paths:
        answer = await keeper.get(path)
        assert answer.status_code == 200, path
        assert PHONE not in answer.text
        assert (await hall.of(cast, "顾水巷").get(path)).status_code == 404, path
    assert "154****0001" in (await keeper.get(f"/people/{person}")).text
    stranger = hall.of(twin, "袁昆腔")
    for path in paths[4:9]:
        assert (await stranger.get(path)).status_code == 404, path


async def test_a_search_answers_while_typing_and_its_text_stands_in_no_address(
    keeper: Client, hall: Hall, cast: Cast, twin: Cast
) -> None:
    for text in ("水巷", "gsx", "3幢502", "0001", "46X", "R003"):
        await keeper.get("/account")
        page = await keeper.post("/roll/search", text=text)
        assert page.status_code == 200
        assert page.text.count(f'href="/people/{cast.people["顾水巷"]}"') == 1, text
        assert text not in str(page.url)
    headers = {"hx-request": "true", "x-csrf-token": keeper.csrf}
    piece = await keeper.http.post("/roll/search", data={"text": "gsx"}, headers=headers)
    assert piece.text.count("<tr>") == 2
    assert "<html" not in piece.text
    assert (
        cast.people["顾水巷"]
        not in (await hall.of(twin, "袁昆腔").post("/roll/search", text="gsx")).text
    )


async def test_whole_numbers_are_shown_for_a_reason_that_is_kept(
    keeper: Client, hall: Hall, cast: Cast
) -> None:
    person = cast.people["顾水巷"]
    refused = await keeper.post(f"/people/{person}/views", why="")
    assert (refused.status_code, PHONE in refused.text) == (422, False)
    assert not await db.rows("SELECT id FROM access_log")
    shown = await keeper.post(f"/people/{person}/views", why="联系本人核对住址")
    assert (shown.status_code, PHONE in shown.text) == (200, True)
    assert shown.headers["cache-control"] == "no-store"
    assert PHONE not in (await keeper.get(f"/people/{person}")).text
    looks = await db.rows("SELECT viewer, person, what, why FROM access_log")
    assert looks == [
        {
            "viewer": cast.people["袁昆腔"],
            "person": person,
            "what": "person",
            "why": "联系本人核对住址",
        }
    ]
    chair = await hall.of(cast, "曹评话").post(f"/people/{person}/views", why="看看")
    assert (chair.status_code, PHONE in chair.text) == (404, False)


async def test_of_two_editors_the_slower_one_sees_both_texts(keeper: Client, cast: Cast) -> None:
    person = cast.people["顾水巷"]
    seen = rules.seen(person_queries.editable(await person_queries.person(person, cast.community)))
    form = {"name": "顾水香", "gender": "女", "hukou": "户籍", "pinyin": "", "seen": seen}
    assert (await keeper.post(f"/people/{person}/edit", **form)).status_code == 303
    again = await keeper.post(f"/people/{person}/edit", **form)
    assert again.status_code == 303  # the same form twice is the same change
    late = await keeper.post(f"/people/{person}/edit", **{**form, "name": "顾水乡"})
    assert late.status_code == 409
    assert "顾水香" in late.text
    assert "顾水乡" in late.text
    assert await acts("person.changed") == [
        {"columns": ["name"], "person": f"p-{person}"},
    ]
    found = await keeper.post("/roll/search", text="水香")
    assert person in found.text
    bad = await keeper.post(f"/people/{person}/edit", **{**form, "phone": "12"})
    assert bad.status_code == 422
    assert 'value="12"' in bad.text


async def test_homes_are_added_and_ended_and_found_by(keeper: Client, cast: Cast) -> None:
    person = cast.people["委员01"]
    for code, tie in (
        ("3幢-1单元-502室", "共有人"),
        ("9-9-909", "业主"),
        ("3幢-1单元-502室", "主人"),
    ):
        answer = await keeper.post(f"/people/{person}/homes", unit=code, tie=tie)
        assert answer.status_code == (303 if tie == "共有人" else 422), code
    assert person in (await keeper.post("/roll/search", text="3-1-502")).text
    home = await db.row("SELECT id FROM residence WHERE person = {}", person)
    assert home is not None
    assert (await keeper.post(f"/people/{person}/homes/{home['id']}/end")).status_code == 303
    assert person not in (await keeper.post("/roll/search", text="3-1-502")).text
    assert [one["columns"] for one in await acts("person.changed")] == [["homes"], ["homes"]]


async def test_a_unit_has_an_area_households_and_holders(keeper: Client, cast: Cast) -> None:
    unit, person = await unit_of(cast), cast.people["顾水巷"]
    page = (await keeper.get(f"/units/{unit}")).text
    seen = page.split('name="seen" value="')[1].split('"')[0]
    first = await keeper.post(f"/units/{unit}", area="86.5", area_source="产权证", seen=seen)
    late = await keeper.post(f"/units/{unit}", area="99", area_source="估计", seen=seen)
    assert (first.status_code, late.status_code) == (303, 409)
    assert (await acts("unit.measured"))[0] == {"area": 8650, "before": 8050, "unit": unit}
    for _ in range(2):
        assert (await keeper.post(f"/units/{unit}/households")).status_code == 303
    one, two = await db.rows("SELECT id, no FROM household ORDER BY no")
    at = f"/units/{unit}/households"
    assert (await keeper.post(f"{at}/{two['id']}", person=person)).status_code == 409
    assert (await keeper.post(f"{at}/{one['id']}", person=person)).status_code == 303
    home = await db.row("SELECT id, household FROM residence WHERE person = {}", person)
    assert home is not None
    assert home["household"] == one["id"]
    assert (await keeper.post(f"{at}/{two['id']}", residence=home["id"])).status_code == 303
    left = await db.rows("SELECT representative FROM household ORDER BY no")
    assert left == [{"representative": None}, {"representative": None}]
    company = {"kind": "developer", "name": "苏锦置业", "credit_code": ""}
    for voter, status in (("没有此人", 422), ("顾水巷", 303), ("顾水巷", 409)):
        answer = await keeper.post(f"/units/{unit}/tenures", **company, voter=voter)
        assert answer.status_code == status, voter
    tenure = await db.row("SELECT id, voter FROM corporate_tenure")
    assert tenure is not None
    assert tenure["voter"] == person
    ended = await keeper.post(f"/tenures/{tenure['id']}/end", why="已售出")
    assert ended.status_code == 303
    assert (await keeper.post(f"/tenures/{tenure['id']}/end", why="")).status_code == 422
    placed = await keeper.post("/roll/buildings", building="3幢", address="锦溪路18号")
    assert (placed.status_code, "锦溪路18号" in (await keeper.get("/roll/buildings")).text) == (
        303,
        True,
    )
    assert (await keeper.post("/roll/buildings", building="9幢", address="x")).status_code == 404


async def test_nobody_else_changes_anything(
    hall: Hall, cast: Cast, twin: Cast, keeper: Client
) -> None:
    person, unit = cast.people["顾水巷"], await unit_of(cast)
    paths = [
        f"/people/{person}/{part}" for part in ("edit", "homes", "departures", "return", "merge")
    ]
    paths += [f"/units/{unit}", f"/units/{unit}/households", f"/units/{unit}/tenures"]
    before = await db.rows("SELECT * FROM record_entry")
    for path in paths:
        for who in (hall.of(cast, "曹评话"), hall.of(cast, "委员01"), hall.of(twin, "袁昆腔")):
            answer = await who.post(
                path, name="x", gender="", hukou="", kind="moved_out", ground="x"
            )
            assert answer.status_code == 404, path
    assert await db.rows("SELECT * FROM record_entry") == before
