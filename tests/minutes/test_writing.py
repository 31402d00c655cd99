"""Row 17 through the public door: many write in one draft, nothing that was typed is lost."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from council.follow_up.actions import Conclusion, conclude
from council.minutes import queries
from tests.databases import ONE_DATABASE
from tests.minutes.evening import held, items_of
from tests.people import Cast, assemble
from tests.server import token_in

if TYPE_CHECKING:
    import httpx

    from tests.server import Client, Hall

MORE, OUTCOME = "item.2.more", "item.2.outcome"
HTMX = {"hx-request": "true"}


@pytest.fixture
async def cast(hall: Hall) -> Cast:
    people = await assemble()
    await held(people)
    return people


@pytest.fixture
async def minutes(hall: Hall, cast: Cast) -> str:
    """The path of a draft."""
    answer = await hall.of(cast, cast.secretary).post(f"/meetings/{cast.meeting}/minutes")
    return str(answer.headers["location"])


async def save(
    client: Client, path: str, words: str, version: int, key: str = MORE, **headers: str
) -> httpx.Response:
    client.csrf = client.csrf or token_in((await client.get("/account")).text)
    fields = {"_csrf_token": client.csrf, "key": key, "text": words, "version": str(version)}
    return await client.http.post(f"{path}/paragraphs", data=fields, headers=headers)


async def fifty(client: Client, path: str) -> list[httpx.Response]:
    await save(client, path, "", 1)
    words = [f"第{n}种" for n in range(50)]
    json = {"accept": "application/json"}
    return list(await asyncio.gather(*(save(client, path, one, 1, **json) for one in words)))


def kept(answers: list[httpx.Response]) -> set[str]:
    """Whose words are in the text or were given back beside it."""
    late = [one.json() for one in answers if one.status_code == 409]
    return {one["yours"] for one in late} | {one["theirs"] for one in late}


async def test_of_fifty_saves_at_once_one_wins_and_forty_nine_are_told_with_both_texts(
    hall: Hall, cast: Cast, minutes: str
) -> None:
    answers = await fifty(hall.of(cast, cast.secretary), minutes)
    assert sorted(one.status_code for one in answers) == [303] + [409] * 49
    assert kept(answers) == {f"第{n}种" for n in range(50)}


@ONE_DATABASE
async def test_control_who_does_not_look_at_the_version_loses_texts(
    hall: Hall, cast: Cast, minutes: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def as_it_is(one: str, _: int) -> Any:
        row = await queries.minutes_for(None, one)
        return row.body

    monkeypatch.setattr(queries, "body_at", as_it_is)
    monkeypatch.setattr(queries, "_may_see_draft", lambda *_: True)
    answers = await fifty(hall.of(cast, cast.secretary), minutes)
    assert {one.status_code for one in answers} == {303}
    assert kept(answers) == set()


@ONE_DATABASE
async def test_a_form_that_saves_itself_is_told_its_version_and_its_words(
    hall: Hall, cast: Cast, minutes: str
) -> None:
    client = hall.of(cast, cast.secretary)
    told = await save(client, minutes, "先**公示**", 1, **HTMX)
    assert told.status_code == 200
    assert "已保存，第2稿" in told.text
    assert 'name="version" value="2"' in told.text
    assert "<strong>公示</strong>" in told.text


@ONE_DATABASE
async def test_a_form_that_is_late_is_told_in_place_and_keeps_what_it_had_before_it(
    hall: Hall, cast: Cast, minutes: str
) -> None:
    await save(hall.of(cast, cast.chair), minutes, "主任的", 1)
    told = await save(hall.of(cast, cast.secretary), minutes, "书记员的", 1, **HTMX)
    assert told.status_code == 409
    assert told.headers["hx-retarget"] == f"[id='state-{MORE}']"
    assert 'name="version" value="1"' in told.text
    page = await save(hall.of(cast, cast.secretary), minutes, "书记员的", 1)
    assert page.status_code == 409
    assert "主任的" in page.text
    assert "书记员的" in page.text


@ONE_DATABASE
async def test_others_words_come_in_by_themselves(hall: Hall, cast: Cast, minutes: str) -> None:
    await save(hall.of(cast, cast.chair), minutes, "主任的", 1)
    client = hall.of(cast, cast.secretary)
    told = await client.get(f"{minutes}/paragraphs?since=1")
    assert f"{cast.chair}改了1段" in told.text
    assert "主任的" in told.text
    assert "since=2" in told.text
    assert (await client.get(f"{minutes}/paragraphs?since=2")).status_code == 204
    assert (await client.get(f"{minutes}/paragraphs?since=none")).status_code == 200


@pytest.fixture
async def moved_on(hall: Hall, cast: Cast, minutes: str) -> str:
    """Somebody edits the outcome; then the outcome itself is put right in the record."""
    client = hall.of(cast, cast.secretary)
    await save(client, minutes, "我写的结果。", 1, OUTCOME)
    item = (await items_of(cast))[2]
    other = Conclusion("五个项目公示", "implement", "袁昆腔", date(2026, 12, 15))
    await conclude(item, other, cast.actor(cast.secretary))
    return minutes


@ONE_DATABASE
async def test_a_record_that_moved_on_is_merged_and_each_edited_paragraph_is_asked_about(
    hall: Hall, cast: Cast, moved_on: str
) -> None:
    client = hall.of(cast, cast.secretary)
    assert f'href="{moved_on}/merge"' in (await client.get(moved_on)).text
    page = (await client.get(f"{moved_on}/merge")).text
    assert "我写的结果。" in page
    assert f'name="take-{OUTCOME}"' in page
    assert 'name="take-item.2.next"' not in page  # nobody edited it: it follows the record


@pytest.mark.parametrize(("take", "words"), [("mine", "我写的结果。"), ("record", "五个项目公示")])
@ONE_DATABASE
async def test_what_was_chosen_stands_in_the_draft_and_nothing_else_is_touched(
    hall: Hall, cast: Cast, moved_on: str, take: str, words: str
) -> None:
    client = hall.of(cast, cast.secretary)
    chosen = {f"take-{OUTCOME}": take}
    answer = await client.post(f"/meetings/{cast.meeting}/minutes", **chosen)
    assert answer.headers["location"] == moved_on
    draft = (await client.get(moved_on)).text
    assert f'id="text-{OUTCOME}"' in draft
    area = draft.split(f'id="text-{OUTCOME}"')[1].split("</textarea>")[0]
    assert words in area
    assert "2026年12月15日" in draft
    assert (await client.get(f"{moved_on}/merge")).status_code == 303
