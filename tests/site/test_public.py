"""The public pages: for everybody, the same for everybody, and never more than is public."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from council import db
from council.follow_up import actions as follow_up
from council.ideas import actions as ideas
from council.meetings import actions as meetings
from tests.neighbours import community
from tests.people import assemble

if TYPE_CHECKING:
    from council.change import Actor
    from tests.server import Hall

PAGES = ["/", "/meetings", "/ideas", "/organisations", "/contact"]
FIRST_PAGE = 100 * 1024  # bytes as they are sent, with everything it loads


@pytest.fixture
async def secretary(hall: Hall) -> Actor:
    return await community("苏锦一社区")


async def test_an_empty_installation_says_how_to_begin(hall: Hall) -> None:
    for path in PAGES:
        answer = await hall.client().get(path)
        assert answer.status_code == 200
        assert "council init" in answer.text


async def test_an_empty_community_says_what_will_stand_here(hall: Hall, secretary: Actor) -> None:
    for path in PAGES:
        answer = await hall.client().get(path)
        assert answer.status_code == 200
        assert "苏锦一社区" in answer.text
        assert 'class="empty"' in answer.text


async def test_several_communities_are_listed_and_chosen_once(hall: Hall, secretary: Actor) -> None:
    other = await community("苏锦二社区")
    visitor = hall.client()
    everybody = await visitor.get("/")
    assert f"/c/{secretary.community}" in everybody.text
    assert f"/c/{other.community}" in everybody.text
    await ideas.enter("wish", "那边的心愿", other)
    assert "那边的心愿" not in (await visitor.get("/ideas")).text
    assert "苏锦二社区" in (await visitor.get(f"/c/{other.community}")).text
    assert "那边的心愿" in (await visitor.get("/ideas")).text
    assert (await visitor.get("/c/nowhere")).status_code == 404


async def test_what_did_not_change_is_not_sent_twice(hall: Hall, secretary: Actor) -> None:
    visitor = hall.client()
    first = await visitor.get("/ideas")
    tag = {"if-none-match": first.headers["etag"]}
    assert (await visitor.get("/ideas", headers=tag)).status_code == 304
    await ideas.enter("wish", "一盏感应灯", secretary)
    assert (await visitor.get("/ideas", headers=tag)).status_code == 200


async def test_what_residents_wrote_is_text_and_nothing_else(hall: Hall, secretary: Actor) -> None:
    idea = await ideas.enter("wish", "<script>alert(1)</script>", secretary, note="{{ 7*7 }}")
    for path in ("/ideas", f"/ideas/{idea}", "/ideas?text=%3Cscript%3E"):
        page = (await hall.client().get(path)).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page


async def test_an_odd_search_is_answered_all_the_same(hall: Hall, secretary: Actor) -> None:
    pages = ("page=0", "page=-1", "page=99999", "page=二")
    for query in (*pages, "kind=%00", "text=%25", "text=" + "长" * 999):
        assert (await hall.client().get(f"/ideas?{query}")).status_code == 200


async def test_unknown_ideas_are_not_there(hall: Hall, secretary: Actor) -> None:
    assert (await hall.client().get("/ideas/zzzzzzzzzzzz")).status_code == 404


async def test_a_meeting_in_session_is_what_is_discussed_now(hall: Hall) -> None:
    cast = await assemble()
    by = cast.actor("袁昆腔")
    before = (await hall.client().get("/")).text
    assert "下次会议" in before
    assert "审议服务项目" in before
    await meetings.open_meeting(cast.meeting, by)
    page = (await hall.client().get("/")).text
    assert f'href="/meetings/{cast.meeting}/room"' in page
    assert "正在开会" in page


async def test_an_outcome_is_public_with_the_minutes_and_not_before(hall: Hall) -> None:
    cast = await assemble()
    by = cast.actor("袁昆腔")
    await meetings.open_meeting(cast.meeting, by)
    items = await hall.client().get("/")  # nothing of the outcome is on any public page yet
    assert "先试半年" not in items.text

    item = await db.row("SELECT id FROM agenda_item WHERE meeting = {} AND no = 2", cast.meeting)
    assert item is not None
    conclusion = follow_up.Conclusion("先试半年", "again", "袁昆腔", None)
    await follow_up.conclude(item["id"], conclusion, by)
    await meetings.close_meeting(cast.meeting, by)
    for path in PAGES:
        assert "先试半年" not in (await hall.client().get(path)).text


async def test_an_officer_finds_the_tools_and_nobody_else_does(hall: Hall) -> None:
    cast = await assemble()
    tools = f"/meetings/{cast.meeting}/table"
    for path in ("/", "/meetings"):
        assert tools in (await hall.of(cast, "袁昆腔").get(path)).text
        assert tools not in (await hall.of(cast, "顾水巷").get(path)).text
        assert tools not in (await hall.client().get(path)).text


async def test_the_demo_shows_what_was_decided_and_what_became_of_it(demo_hall: Hall) -> None:
    page = (await demo_hall.client().get("/")).text
    for words in ("到会14人：赞成12，反对1，弃权1。", "下次再议", "责任人：袁昆腔", "XM-01"):
        assert words in page
    listed = (await demo_hall.client().get("/meetings")).text
    assert 'href="/minutes/' in listed
    assert "银龄暖桌" in (await demo_hall.client().get("/ideas?kind=project&text=xm-01")).text
    assert "吕宋锦" in (await demo_hall.client().get("/organisations")).text
    front = await demo_hall.client().get("/")
    loaded = re.findall(r'(?:href|src)="(/static/[^"]+)"', front.text)
    answers = [front, *[await demo_hall.client().get(path) for path in loaded]]
    assert answers[0].headers["content-encoding"] == "gzip"
    assert sum(one.num_bytes_downloaded for one in answers) < FIRST_PAGE
