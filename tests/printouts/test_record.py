"""The record of a meeting through its door: whole, for those it concerns, and for nobody else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from council import db
from council.meetings.actions import strike_line, write_line
from council.meetings.log import Line
from council.minutes import actions as minutes
from council.printouts import recorded
from tests.appointing import given
from tests.minutes.evening import approved, held
from tests.minutes.sheets import text_of
from tests.people import Cast, assemble

if TYPE_CHECKING:
    from tests.server import Hall

JSON = {"accept": "application/json"}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind is enough: nothing is written here, and what is read is plain."""
    return sqlite_url


@pytest.fixture
async def cast(hall: Hall) -> Cast:
    people = await assemble()
    await held(people)
    return people


async def test_every_line_is_there_and_a_struck_one_can_still_be_read(
    hall: Hall, cast: Cast
) -> None:
    officer, at = hall.of(cast, cast.secretary), f"/meetings/{cast.meeting}/record"
    rows = await db.rows("SELECT seq FROM log_line WHERE meeting = {}", cast.meeting)
    page = (await officer.get(at)).text
    assert page.count('<tr id="line-') == len(rows)
    (gone,) = re.findall(r"<del>.*?</del>", page)
    assert "这一句要划掉" in gone
    told = (await officer.get(at, headers=JSON)).json()
    assert [one["seq"] for one in told["lines"]] == [row["seq"] for row in rows]
    assert [one["text"] for one in told["lines"] if one["struck_at"]] == ["这一句要划掉"]
    assert {one["entered_by"] for one in told["lines"]} <= {cast.secretary, cast.chair}
    assert sum(one["status"] == "leave" for one in told["attendance"]) == 2
    assert len(told["votes"]) == 2


async def test_the_paper_has_the_lines_the_sign_in_sheet_and_the_votes(
    hall: Hall, cast: Cast
) -> None:
    member = hall.of(cast, "委员01")
    made = await member.get(f"/meetings/{cast.meeting}/record/pdf")
    assert "private" in made.headers["cache-control"] or "no-store" in made.headers["cache-control"]
    text = text_of(made.content)
    for words in ("会议记录", "签到表", "表决情况表", "应到15人，实到13人，请假2人", "划去1条"):
        assert words in text
    assert "这一句要划掉（已划去）" in text
    assert "1513661" + "7未通过" in text


async def test_who_was_called_and_who_watches_reads_it_and_to_others_it_is_not_there(
    hall: Hall, cast: Cast
) -> None:
    at = f"/meetings/{cast.meeting}/record"
    for path in (at, f"{at}/pdf"):
        for who in (cast.secretary, "委员01"):
            assert (await hall.of(cast, who).get(path)).status_code == 200
        assert (await hall.of(cast, "顾水巷").get(path)).status_code == 404
        assert (await hall.client().get(path)).status_code in {303, 401}
    await given(cast, "顾水巷", "supervisor")
    assert (await hall.of(cast, "顾水巷").get(at)).status_code == 200


async def test_the_record_and_the_minutes_lead_to_each_other(hall: Hall, cast: Cast) -> None:
    officer, member = hall.of(cast, cast.secretary), hall.of(cast, "委员01")
    meeting, at = f"/meetings/{cast.meeting}", f"/meetings/{cast.meeting}/record"
    made = await minutes.draft_from(cast.meeting, cast.actor(cast.secretary))
    link = f'href="/minutes/{made}"'
    assert link in (await officer.get(at)).text
    assert link not in (await member.get(at)).text
    for path in (f"/minutes/{made}", meeting, f"{meeting}/table"):
        assert f'href="{at}"' in (await officer.get(path)).text
    assert f'href="{at}"' in (await member.get(meeting)).text
    assert f'href="{at}"' not in (await hall.client().get(meeting)).text
    await approved(made, cast.meeting, cast.actor(cast.secretary))
    await minutes.sign(made, "recorder", None, cast.actor(cast.secretary))
    await minutes.sign(made, "chair", None, cast.actor(cast.chair))
    await minutes.publish(made, cast.actor(cast.secretary))
    assert link in (await member.get(at)).text
    assert f'href="{at}"' not in (await hall.client().get(f"/minutes/{made}")).text


async def test_what_was_typed_is_shown_as_it_was_typed(hall: Hall) -> None:
    people = await assemble()
    await held(people, close=False)
    by = people.actor(people.secretary)
    await write_line(people.meeting, Line("note", "", "", "<b>#strike[]</b>"), by)
    page = (await hall.of(people, people.secretary).get(f"/meetings/{people.meeting}/record")).text
    assert "&lt;b&gt;#strike[]&lt;/b&gt;" in page
    assert "记录还会增加" in page
    last = await db.row("SELECT max(seq) AS seq FROM log_line WHERE meeting = {}", people.meeting)
    assert last is not None
    await strike_line(people.meeting, last["seq"], by)
    paper = await hall.of(people, people.secretary).get(f"/meetings/{people.meeting}/record/pdf")
    assert "<b>#strike[]</b>（已划去）" in text_of(paper.content)


def test_an_empty_record_has_a_word_for_each_kind_and_none_for_another() -> None:
    assert recorded.kind_word("opinion") == "协商意见"
    with pytest.raises(KeyError):
        recorded.kind_word("")
