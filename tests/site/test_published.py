"""Everything public as one list: searched, subscribed to, as data; drafts are not in it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

from council import db
from council.minutes import actions as minutes
from council.site import published
from tests.minutes.evening import approved, held
from tests.people import assemble

if TYPE_CHECKING:
    from tests.people import Cast
    from tests.server import Client, Hall

ATOM = "{http://www.w3.org/2005/Atom}"
JSON = {"accept": "application/json"}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", ()),
        ("  扶手   清单 扶手 ", ("扶手", "清单")),
        ('"XM-01"\\', ("xm-01",)),
        ("一 二 三 四 五 六", ("一", "二", "三", "四", "五")),
        ("长" * 99, ("长" * 40,)),
    ],
)
def test_a_search_is_a_few_words_in_any_order(typed: str, words: tuple[str, ...]) -> None:
    assert published.words(typed) == words


@pytest.mark.parametrize(
    ("word", "pattern"),
    [("100%_!", "%100!%!_!!%"), ("[2026]8号", "%_2026_8号%"), ("〔2026〕", "%_2026_%")],
)
def test_what_was_typed_stands_for_itself_and_a_bracket_for_any_bracket(
    word: str, pattern: str
) -> None:
    assert published.like(word) == pattern


def test_an_excerpt_shows_the_first_place_and_marks_every_word() -> None:
    text = "甲" * 40 + "扶手松了，列出（清单）" + "乙" * 60
    found = published.excerpt(text, ("[清单]", "扶手"))
    assert [one.text for one in found if one.found] == ["扶手", "（清单）"]
    whole = "".join(one.text for one in found)
    assert whole.startswith("…甲")
    assert whole.endswith("乙…")
    assert published.excerpt(text, ("丙",)) == ()
    assert published.excerpt(text, ()) == ()


async def looked_up(visitor: Client, text: str, **more: str) -> list[str]:
    """The titles or numbers that are found, in their order."""
    answer = await visitor.get("/published", params={"text": text, **more}, headers=JSON)
    assert answer.status_code == 200
    return [one["no"] or one["title"] for one in answer.json()["items"]]


async def every_item(visitor: Client) -> list[dict[str, Any]]:
    items, page, pages = [], 1, 1
    while page <= pages:
        answer = await visitor.get(f"/published?page={page}", headers=JSON)
        found = answer.json()
        pages, page = found["pages"], page + 1
        items += found["items"]
    assert len(items) == found["total"] == sum(found["kinds"].values())
    return items


async def test_everything_in_the_list_has_a_page_and_data_of_its_own(demo_hall: Hall) -> None:
    visitor = demo_hall.client()
    items = await every_item(visitor)
    assert {one["kind"] for one in items} == set(published.KINDS)
    assert [one["at"] for one in items] == sorted((one["at"] for one in items), reverse=True)
    for one in items:
        path = one["url"].removeprefix(demo_hall.settings.origin)
        shown = await visitor.get(path)
        assert shown.status_code == 200, path
        data = await visitor.get(path, headers=JSON)
        assert data.headers["content-type"].startswith("application/json"), path
        assert data.headers["etag"] != shown.headers["etag"]
        again = await visitor.get(path, headers={**JSON, "if-none-match": data.headers["etag"]})
        assert again.status_code == 304
        if one["kind"] != "result":
            assert one["id"] in {data.json().get("id"), data.json().get("item")}, path
    await _lists_are_data(visitor)
    await _the_feed(demo_hall, items)
    await _searches(visitor)


async def _lists_are_data(visitor: Client) -> None:
    for path, name in (
        *(("/meetings", "meetings"), ("/minutes", "minutes"), ("/ideas", "ideas")),
        *(("/proposals", "proposals"), ("/outcomes", "tasks"), ("/organisations", "sectors")),
        ("/notices", "running"),
    ):
        page = (await visitor.get(path)).text
        assert 'href="?as=json"' in page, path
        assert (await visitor.get(f"{path}?as=json")).json()[name], path


async def _the_feed(hall: Hall, items: list[dict[str, Any]]) -> None:
    community = await db.row("SELECT id FROM community")
    assert community is not None
    answer = await hall.client().get(f"/c/{community['id']}/feed")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = ET.fromstring(answer.text)  # noqa: S314 - ours
    entries = feed.findall(f"{ATOM}entry")
    assert [one.findtext(f"{ATOM}id") for one in entries] == [one["url"] for one in items[:50]]
    for one in (feed, *entries):
        assert one.findtext(f"{ATOM}title")
        assert datetime.fromisoformat(one.findtext(f"{ATOM}updated") or "").tzinfo is not None
    assert feed.findtext(f"{ATOM}updated") == entries[0].findtext(f"{ATOM}updated")
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "苏锦一社区"
    here = [one.get("href") for one in feed.findall(f"{ATOM}link") if one.get("rel") == "self"]
    assert here == [feed.findtext(f"{ATOM}id")]


async def _searches(visitor: Client) -> None:
    assert "苏锦一议纪〔2026〕2号" in await looked_up(visitor, "[2026]2号")
    assert "苏锦一议纪〔2026〕2号" in await looked_up(visitor, "听取了袁昆腔 汇报")
    assert (await looked_up(visitor, "os-t1"))[0] == "OS-T1"
    assert await looked_up(visitor, "扶手", kind="outcome") == ["楼道扶手松动怎么修"]
    for nothing in ("没有的词", "扶%修", "扶_", "!", "paragraph", "item.1", '"kind"'):
        assert await looked_up(visitor, nothing) == [], nothing
    page = (await visitor.get("/published?text=扶手")).text
    assert "<mark>扶手</mark>" in page
    for odd in ("page=0", "page=99999", "kind=%00", "kind=poll", "text=" + "长" * 999):
        assert (await visitor.get(f"/published?{odd}")).status_code == 200


class Evening:
    """Minutes of a meeting that a secret word stands in, and who looks for it."""

    def __init__(self, hall: Hall, cast: Cast, draft: str) -> None:
        self.hall, self.cast, self.draft = hall, cast, draft

    async def finds(self, text: str) -> list[str]:
        """What a visitor finds, and what an officer finds there: the same."""
        found = await looked_up(self.hall.client(), text, kind="minutes")
        officer = self.hall.of(self.cast, self.cast.secretary)
        assert await looked_up(officer, text, kind="minutes") == found
        return found

    async def is_issued(self) -> str:
        secretary, chair = map(self.cast.actor, (self.cast.secretary, self.cast.chair))
        await approved(self.draft, self.cast.meeting, secretary)
        await minutes.sign(self.draft, "recorder", None, secretary)
        await minutes.sign(self.draft, "chair", None, chair)
        await minutes.publish(self.draft, chair)
        row = await db.row("SELECT number FROM minutes WHERE id = {}", self.draft)
        assert row is not None
        return str(row["number"])


@pytest.fixture
async def evening(hall: Hall) -> Evening:
    cast = await assemble()
    await held(cast)
    by = cast.actor(cast.secretary)
    draft = await minutes.draft_from(cast.meeting, by)
    await minutes.revise(draft, "item.2.more", "附近有一棵**银杏**树。", 1, by)
    return Evening(hall, cast, draft)


async def test_minutes_are_found_from_issue_to_recall_and_their_number_for_ever(
    evening: Evening,
) -> None:
    visitor = evening.hall.client()
    assert await evening.finds("银杏") == []
    assert "还没有公开的纪要" in (await visitor.get("/minutes")).text
    number = await evening.is_issued()
    assert await evening.finds("银杏") == [number]
    assert number in (await visitor.get("/minutes")).text
    told = (await visitor.get(f"/minutes/{evening.draft}?as=json")).json()
    assert told["state"] == "in_force"
    assert "银杏" in str(told["body"])
    await minutes.recall(evening.draft, "议题涉密", evening.cast.actor(evening.cast.chair))
    assert await evening.finds("银杏") == []
    assert await evening.finds(number) == [number]
    listed = (await visitor.get("/minutes")).text
    assert number in listed
    assert "已撤回" in listed
    assert f"/minutes/{evening.draft}/pdf" not in listed
    told = (await visitor.get(f"/minutes/{evening.draft}?as=json")).json()
    assert (told["state"], told["why"]) == ("recalled", "议题涉密")
    assert "银杏" not in str(told)


async def test_control_a_search_in_all_texts_would_find_the_draft(evening: Evening) -> None:
    found = await db.rows("SELECT id FROM minutes WHERE body LIKE {}", published.like("银杏"))
    assert [one["id"] for one in found] == [evening.draft]
