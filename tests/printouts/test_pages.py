"""Sheets to print through the public door."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from council import db
from council.meetings.actions import mark, open_meeting
from council.minutes import actions as minutes
from council.voting import actions as voting
from council.voting.actions import Question
from tests.minutes.evening import approved, held
from tests.minutes.sheets import text_of
from tests.people import Cast, assemble

if TYPE_CHECKING:
    from tests.server import Hall


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind is enough: nothing is written here, and what is read is plain."""
    return sqlite_url


@pytest.fixture
async def cast(hall: Hall) -> Cast:
    people = await assemble()
    await held(people)
    return people


async def polls(cast: Cast) -> list[str]:
    found = await db.rows("SELECT id FROM poll WHERE meeting = {} ORDER BY made_at", cast.meeting)
    return [str(one["id"]) for one in found]


async def test_before_a_meeting_the_sheet_is_empty_with_everybody_called(hall: Hall) -> None:
    people = await assemble()
    officer = hall.of(people, people.secretary)
    at = f"/meetings/{people.meeting}/sign-in-sheet"
    page = (await officer.get(at)).text
    assert "blank=1" in page
    assert "签到情况 PDF" not in page
    made = await officer.get(f"{at}/pdf")
    text = text_of(made.content)
    assert "空白签到表" in text
    assert all(name in text for name in people.members)
    assert "已签到" not in text


async def test_afterwards_it_says_who_came_and_went_when(hall: Hall) -> None:
    people = await assemble()
    by = people.actor(people.secretary)
    await open_meeting(people.meeting, by)
    came, gone, leave = (people.people[name] for name in people.members[:3])
    await mark(people.meeting, came, "present", by)
    await mark(people.meeting, gone, "present", by)
    await mark(people.meeting, gone, "left", by)
    await mark(people.meeting, leave, "leave", by)
    found = await db.rows("SELECT person, status_at FROM called WHERE status = 'left'")
    assert len(found) == 1
    officer = hall.of(people, people.secretary)
    text = text_of((await officer.get(f"/meetings/{people.meeting}/sign-in-sheet/pdf")).content)
    assert "应到15人，实到2人，请假1人" in text
    assert text.count("已签到") == 2
    assert text.count("未到") == 12
    page = (await officer.get(f"/meetings/{people.meeting}/sign-in-sheet")).text
    assert page.count(">—</td>") == 13 * 2 + 1


async def test_whole_names_of_who_was_called_are_for_officers(hall: Hall, cast: Cast) -> None:
    at = f"/meetings/{cast.meeting}/sign-in-sheet"
    assert (await hall.of(cast, cast.secretary).get(at)).status_code == 200
    for who in (hall.of(cast, "顾水巷"), hall.of(cast, "委员01")):
        for path in (at, f"{at}/pdf?blank=1"):
            assert (await who.get(path)).status_code == 404


async def test_the_table_of_votes_has_every_published_vote_and_no_other(
    hall: Hall, cast: Cast
) -> None:
    anybody = hall.client()
    page = (await anybody.get(f"/meetings/{cast.meeting}/vote-table")).text
    assert page.count('<th scope="row"') == 2
    paper = await anybody.get(f"/meetings/{cast.meeting}/vote-table/pdf")
    text = text_of(paper.content)
    assert "1513661" + "7未通过" in text
    assert "15131111" + "7通过" in text
    again = {"if-none-match": paper.headers["etag"]}
    same = await anybody.get(f"/meetings/{cast.meeting}/vote-table/pdf", headers=again)
    assert same.status_code == 304


async def test_a_vote_that_is_not_published_is_on_no_sheet(hall: Hall) -> None:
    people = await assemble()
    by = people.actor(people.chair)
    await open_meeting(people.meeting, people.actor(people.secretary))
    for name in people.members[:13]:
        person = people.people[name]
        await mark(people.meeting, person, "present", people.actor(people.secretary))
    poll = await voting.make(people.meeting, Question("还没有公布的事", "COM"), by)
    officer, at = hall.of(people, people.secretary), f"/meetings/{people.meeting}/vote-table"
    for step in (None, voting.open_poll, voting.close_poll):
        if step is not None:
            await step(poll, by)
        assert "还没有公布的事" not in (await officer.get(at)).text
        assert "还没有公布的事" not in text_of((await officer.get(f"{at}/pdf")).content)
        for path in ("poster", "poster/a4"):
            assert (await officer.get(f"/polls/{poll}/{path}")).status_code == 404
    await voting.publish(poll, by)
    assert "还没有公布的事" in (await officer.get(at)).text
    assert (await officer.get(f"/polls/{poll}/poster/a4")).status_code == 200


async def test_a_poster_says_what_the_page_of_the_vote_says(hall: Hall, cast: Cast) -> None:
    anybody = hall.client()
    _, poll = await polls(cast)
    page = (await anybody.get(f"/polls/{poll}")).text
    assert f'href="/polls/{poll}/poster"' in page
    shown = (await anybody.get(f"/polls/{poll}/poster")).text
    for size in ("a4", "a3"):
        paper = await anybody.get(f"/polls/{poll}/poster/{size}")
        text = text_of(paper.content)
        for one in ("通过", "赞成11", "反对1", "弃权1", "至少7票", f"{hall.origin}/polls/{poll}"):
            assert one in text
        assert "filename*=UTF-8''" in paper.headers["content-disposition"]
    assert "至少 7 票" in shown
    assert (await anybody.get(f"/polls/{poll}/poster/a5")).status_code == 404


async def test_an_english_reader_sees_the_poster_in_english_and_prints_it_in_chinese(
    hall: Hall, cast: Cast
) -> None:
    anybody = hall.client()
    anybody.http.cookies.set("council_language", "en")
    _, poll = await polls(cast)
    assert "at least 7" in (await anybody.get(f"/polls/{poll}/poster")).text
    paper = text_of((await anybody.get(f"/polls/{poll}/poster/a4")).content)
    assert "赞成11" in paper
    votes = text_of((await anybody.get(f"/meetings/{cast.meeting}/vote-table/pdf")).content)
    assert "记名共治协商" in votes


async def test_the_sheet_of_decisions_follows_its_minutes(hall: Hall, cast: Cast) -> None:
    by, chair = cast.actor(cast.secretary), cast.actor(cast.chair)
    made = await minutes.draft_from(cast.meeting, by)
    officer, anybody = hall.of(cast, cast.secretary), hall.client()
    assert (await officer.get(f"/minutes/{made}/decisions")).status_code == 200
    for path in ("decisions", "decisions/pdf"):
        assert (await anybody.get(f"/minutes/{made}/{path}")).status_code == 404
    await approved(made, cast.meeting, by)
    await minutes.sign(made, "recorder", None, by)
    await minutes.sign(made, "chair", None, chair)
    await minutes.publish(made, by)
    assert "四个项目公示" in (await anybody.get(f"/minutes/{made}/decisions")).text
    paper = await anybody.get(f"/minutes/{made}/decisions/pdf")
    text = text_of(paper.content)
    assert "四个项目公示" in text
    assert "袁昆腔2026年12月14日" in text
    row = await db.row("SELECT sha256 FROM minutes WHERE id = {}", made)
    assert row is not None
    assert row["sha256"] in text
