"""Officers say how the community and its street office are reached; everybody reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from council import db
from council.contact import actions, queries
from council.contact.rules import Contact, Desk
from council.notices import actions as notices
from council.notices import calendar_queries
from council.notices.rules import Terms
from tests.databases import ONE_DATABASE
from tests.neighbours import community
from tests.notices import board

if TYPE_CHECKING:
    from tests.people import Cast
    from tests.server import Hall

FORM = {
    "community_name": "苏锦一社区居民委员会",
    "community_phone": "0512－00000001",
    "community_address": "议事厅一楼",
    "community_hours": "工作日 9:00–17:00",
    "street_name": "苏锦街道办事处",
    "street_phone": "（0512）00000003 转 8",
    "street_address": "",
    "street_hours": "",
    "answering": "七天内答复",
}
SAID = Contact(
    Desk("苏锦一社区居民委员会", "0512-00000001", "议事厅一楼", "工作日 9:00–17:00"),
    Desk("苏锦街道办事处", "(0512)00000003 转 8"),
    "七天内答复",
)


async def written() -> list[str]:
    """What the record holds of it."""
    found = await db.rows("SELECT body FROM record_entry WHERE act = 'contact.set' ORDER BY i")
    return [one["body"] for one in found]


async def test_what_an_officer_says_everybody_reads(hall: Hall, cast: Cast) -> None:
    answer = await hall.of(cast, cast.secretary).post("/contact/terms", **FORM)
    assert (answer.status_code, answer.headers["location"]) == (303, "/contact")
    told = (await hall.client().get("/contact")).text
    for fact in ("苏锦一社区居民委员会", "议事厅一楼", "(0512)00000003 转 8", "七天内答复"):
        assert fact in told
    assert 'href="tel:051200000001"' in told
    assert 'href="tel:051200000003"' in told
    assert 'class="empty"' not in told


async def test_twice_is_once_and_the_record_names_no_number(hall: Hall, cast: Cast) -> None:
    by = cast.actor(cast.secretary)
    await actions.settle(SAID, by)
    await actions.settle(SAID, by)
    (entry,) = await written()
    assert "phone" in entry
    assert "0000000" not in entry
    assert "办事处" not in entry
    await actions.settle(Contact(), by)
    assert len(await written()) == 2
    assert await queries.contact(cast.community) == Contact()


async def test_other_settings_of_the_community_stay(hall: Hall, cast: Cast) -> None:
    by = cast.actor(cast.secretary)
    await notices.set_terms(Terms(boards=("东门",)), by)
    await actions.settle(SAID, by)
    assert (await calendar_queries.terms(cast.community)).boards == ("东门",)
    assert await queries.contact(cast.community) == SAID


@ONE_DATABASE
@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"street_phone": "找小王"}, "电话只写数字"),
        ({"street_name": ""}, "就要写单位叫什么"),
        ({"street_phone": ""}, "至少写一样"),
        ({"answering": "答" * 301}, "300"),
    ],
)
async def test_what_is_wrong_is_said_beside_it_and_what_was_typed_stays(
    hall: Hall, cast: Cast, wrong: dict[str, str], sentence: str
) -> None:
    secretary = hall.of(cast, cast.secretary)
    answer = await secretary.post("/contact/terms", **{**FORM, **wrong})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="议事厅一楼"' in answer.text
    assert await queries.contact(cast.community) == Contact()
    assert await written() == []
    assert (await secretary.post("/contact/terms", **FORM)).status_code == 303, "control"


@ONE_DATABASE
async def test_a_neighbour_says_nothing_for_the_community(hall: Hall, cast: Cast) -> None:
    for name, status in (("顾水巷", 404), (cast.secretary, 303)):
        one = hall.of(cast, name)
        assert (await one.post("/contact/terms", **FORM)).status_code == status
    assert len(await written()) == 1


@ONE_DATABASE
async def test_before_anything_is_said_the_page_says_so(hall: Hall, cast: Cast) -> None:
    empty = (await hall.client().get("/contact")).text
    assert empty.count('class="empty"') == 2
    assert "还没有在这里写明街道办事处的电话" in empty
    for way in ("/notices", "/objections", "/record"):
        assert f'href="{way}"' in empty
    secretary = hall.of(cast, cast.secretary)
    assert "（还没写）" in (await secretary.get("/")).text
    await actions.settle(SAID, cast.actor(cast.secretary))
    assert "（还没写）" not in (await secretary.get("/")).text


@ONE_DATABASE
async def test_it_stands_at_the_foot_of_every_page(hall: Hall, cast: Cast) -> None:
    for path in ("/", "/sign-in", "/notices", "/nowhere"):
        assert 'href="/contact"' in (await hall.client().get(path)).text, path


@ONE_DATABASE
async def test_programs_and_caches_get_what_the_page_says(hall: Hall, cast: Cast) -> None:
    visitor = hall.client()
    first = await visitor.get("/contact")
    kept = {"if-none-match": first.headers["etag"]}
    assert (await visitor.get("/contact", headers=kept)).status_code == 304
    assert (await visitor.json("/contact"))["street"]["phone"] == ""
    await actions.settle(SAID, cast.actor(cast.secretary))
    assert (await visitor.get("/contact", headers=kept)).status_code == 200
    said = await visitor.json("/contact")
    assert said["street"]["phone"] == "(0512)00000003 转 8"
    assert said["answering"] == "七天内答复"


@ONE_DATABASE
async def test_each_of_several_communities_has_its_own(hall: Hall, cast: Cast) -> None:
    other = await community("苏锦二社区")
    await actions.settle(SAID, cast.actor(cast.secretary))
    await actions.settle(Contact(Desk("苏锦二社区居委会", "0512-00000009")), other)
    visitor = hall.client()
    assert "选择社区" in (await visitor.get("/contact")).text
    await visitor.get(f"/c/{other.community}")
    told = (await visitor.get("/contact")).text
    assert "0512-00000009" in told
    assert "0512-00000001" not in told
    assert "0512-00000009" not in (await hall.of(cast, cast.secretary).get("/contact")).text


@ONE_DATABASE
async def test_what_officers_typed_is_text_and_nothing_else(hall: Hall, cast: Cast) -> None:
    typed = {"street_address": "<script>alert(1)</script>", "answering": "{{ 7*7 }}"}
    secretary = hall.of(cast, cast.secretary)
    assert (await secretary.post("/contact/terms", **FORM)).status_code == 303
    assert (await secretary.post("/contact/terms", **{**FORM, **typed})).status_code == 303
    told = (await hall.client().get("/contact")).text
    assert "<script>alert" not in told
    assert "{{ 7*7 }}" in told


@ONE_DATABASE
async def test_the_sheet_for_a_board_names_both_telephones(hall: Hall, cast: Cast) -> None:
    by = board.officer(cast)
    await board.settle(cast, board.HOLIDAYS)
    notice = await board.published(cast)
    visitor = hall.client()
    before = (await visitor.get(f"/notices/{notice}/sheet")).text
    assert "投诉电话" not in before
    await actions.settle(SAID, by)
    sheet = (await visitor.get(f"/notices/{notice}/sheet")).text
    assert "联系电话：苏锦一社区居民委员会" in sheet
    assert "(0512)00000003 转 8" in sheet
