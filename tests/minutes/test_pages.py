"""Minutes through the public door: edited in place, signed, published, read without sign-in."""

from __future__ import annotations

import hashlib
import html
import json
from typing import TYPE_CHECKING

import pytest

from council.minutes.printed import in_rows
from tests.minutes.evening import held
from tests.minutes.sheets import text_of
from tests.people import Cast, assemble

if TYPE_CHECKING:
    from tests.server import Hall

MORE = "item.2.more"
HOSTILE = '<script>alert(1)</script> #read("/etc/passwd") {{ 7*7 }} \'"><img src=x>'


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind is enough for the pages; the actions beneath are tried on both."""
    return sqlite_url


@pytest.fixture
async def cast(hall: Hall) -> Cast:
    people = await assemble()
    await held(people)
    return people


async def drafted(hall: Hall, cast: Cast) -> str:
    answer = await hall.of(cast, cast.secretary).post(f"/meetings/{cast.meeting}/minutes")
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


async def published(hall: Hall, cast: Cast) -> str:
    at = await drafted(hall, cast)
    secretary, chair = hall.of(cast, cast.secretary), hall.of(cast, cast.chair)
    assert (await secretary.post(f"{at}/approval", agreed="13")).status_code == 303
    assert (await secretary.post(f"{at}/signatures", **{"as": "recorder"})).status_code == 303
    assert (await chair.post(f"{at}/signatures", **{"as": "chair"})).status_code == 303
    assert (await secretary.post(f"{at}/publication")).status_code == 303
    return at


async def test_the_draft_shows_each_paragraph_with_its_form(hall: Hall, cast: Cast) -> None:
    at = await drafted(hall, cast)
    page = (await hall.of(cast, cast.secretary).get(at)).text
    assert "应到15人，实到13人，请假2人，符合约定人数" in page
    assert f'name="key" value="{MORE}"' in page
    assert 'name="key" value="attendance"' not in page
    assert "以记录人身份签字" not in page
    await hall.of(cast, cast.secretary).post(f"{at}/approval", agreed="13")
    page = (await hall.of(cast, cast.secretary).get(at)).text
    assert "以记录人身份签字" in page
    assert "以主持人身份签字" not in page
    assert "以主持人身份签字" in (await hall.of(cast, cast.chair).get(at)).text


async def test_an_edit_shows_as_a_difference_and_hostile_text_stays_text(
    hall: Hall, cast: Cast
) -> None:
    at = await drafted(hall, cast)
    secretary = hall.of(cast, cast.secretary)
    answer = await secretary.post(f"{at}/paragraphs", key=MORE, text=HOSTILE, version="1")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{at}#{MORE}"
    page = (await secretary.get(at)).text
    assert "<ins>" in page
    assert "<script>alert" not in page
    assert "<img" not in page
    made = await secretary.get(f"{at}/pdf")
    assert "".join(HOSTILE.split()) in text_of(made.content)
    assert "root:" not in text_of(made.content)


async def test_a_conflict_shows_both_texts_and_the_way_on(hall: Hall, cast: Cast) -> None:
    at = await drafted(hall, cast)
    secretary, chair = hall.of(cast, cast.secretary), hall.of(cast, cast.chair)
    await chair.post(f"{at}/paragraphs", key=MORE, text="主任的写法", version="1")
    lost = await secretary.post(f"{at}/paragraphs", key=MORE, text="书记员的写法", version="1")
    assert lost.status_code == 409
    assert "主任的写法" in lost.text
    assert "书记员的写法" in lost.text
    assert 'name="version" value="2"' in lost.text
    on = await secretary.post(f"{at}/paragraphs", key=MORE, text="书记员的写法", version="2")
    assert on.status_code == 303


async def test_a_program_gets_both_texts_as_json(hall: Hall, cast: Cast) -> None:
    at = await drafted(hall, cast)
    secretary = hall.of(cast, cast.secretary)
    await secretary.post(f"{at}/paragraphs", key=MORE, text="甲", version="1")
    headers = {"accept": "application/json", "x-csrf-token": secretary.csrf}
    fields = {"key": MORE, "text": "乙", "version": "1"}
    lost = await secretary.http.post(f"{at}/paragraphs", data=fields, headers=headers)
    assert lost.status_code == 409
    assert lost.json() == {
        "reason": "minutes.changed",
        "key": MORE,
        "yours": "乙",
        "theirs": "甲",
        "version": 2,
    }


async def test_signing_freezes_and_a_later_edit_says_that_it_voids(hall: Hall, cast: Cast) -> None:
    at = await drafted(hall, cast)
    secretary = hall.of(cast, cast.secretary)
    await secretary.post(f"{at}/approval", agreed="13")
    await secretary.post(f"{at}/signatures", **{"as": "recorder"}, version="1")
    await secretary.post(f"{at}/paragraphs", key=MORE, text="又改", version="1")
    page = (await secretary.get(at)).text
    assert "已经作废" in page
    refused = await secretary.post(f"{at}/publication")
    assert refused.status_code == 409


async def test_published_minutes_are_open_to_everybody_and_sent_once(
    hall: Hall, cast: Cast
) -> None:
    at = await published(hall, cast)
    anybody = hall.client()
    page = await anybody.get(at)
    assert page.status_code == 200
    assert "1号" in page.text
    assert "已公开" in page.text
    assert "<form" not in page.text.split('<main id="main"')[1].split("</main>")[0]
    again = await anybody.get(at, headers={"if-none-match": page.headers["etag"]})
    assert again.status_code == 304


async def test_the_hash_on_the_page_is_the_hash_of_the_text_and_stands_on_paper(
    hall: Hall, cast: Cast
) -> None:
    at = await published(hall, cast)
    anybody = hall.client()
    text, page = await anybody.get(f"{at}/text"), (await anybody.get(at)).text
    digest = hashlib.sha256(text.content).hexdigest()
    for row in in_rows(digest):
        assert row in page
    paper = await anybody.get(f"{at}/pdf")
    assert paper.headers["content-type"] == "application/pdf"
    assert digest in text_of(paper.content)
    assert json.loads(text.text)["number"] in text_of(paper.content)
    same = await anybody.get(f"{at}/pdf", headers={"if-none-match": paper.headers["etag"]})
    assert same.status_code == 304


async def test_every_count_of_the_page_stands_on_paper(hall: Hall, cast: Cast) -> None:
    at = await published(hall, cast)
    paper = text_of((await hall.client().get(f"{at}/pdf")).content)
    assert "修正案2-A136617未通过" in paper
    assert "动议2131111" + "7通过" in paper
    assert "应到15人，实到13人，请假2人，符合约定人数" in paper


@pytest.mark.parametrize("path", ["", "/pdf", "/text"])
async def test_a_draft_is_not_there_for_others(hall: Hall, cast: Cast, path: str) -> None:
    at = await drafted(hall, cast)
    for who in (hall.client(), hall.of(cast, "顾水巷"), hall.of(cast, "委员01")):
        assert (await who.get(at + path)).status_code == 404


@pytest.mark.parametrize("path", ["paragraphs", "signatures", "publication"])
async def test_residents_cannot_act_on_minutes(hall: Hall, cast: Cast, path: str) -> None:
    at = await drafted(hall, cast)
    assert (await hall.of(cast, "委员01").post(f"{at}/{path}")).status_code == 404


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("paragraphs", {"key": MORE, "text": "长" * 3001, "version": "1"}),
        ("paragraphs", {"key": MORE, "text": "好", "version": "一"}),
        ("paragraphs", {"text": "好", "version": "1"}),
        ("signatures", {"as": "mayor"}),
        ("signatures", {"as": "recorder", "version": "0"}),
    ],
)
async def test_bad_forms_are_refused_with_a_sentence_and_what_was_typed(
    hall: Hall, cast: Cast, path: str, fields: dict[str, str]
) -> None:
    at = await drafted(hall, cast)
    answer = await hall.of(cast, cast.secretary).post(f"{at}/{path}", **fields)
    assert answer.status_code == 422
    assert html.escape(fields.get("text", "")) in answer.text


async def test_an_english_reader_finds_the_tools_in_english(hall: Hall, cast: Cast) -> None:
    at = await drafted(hall, cast)
    secretary = hall.of(cast, cast.secretary)
    secretary.http.cookies.set("council_language", "en")
    page = await secretary.get(at)
    assert page.status_code == 200
    assert '<article class="sheet minutes" lang="zh-CN">' in page.text
