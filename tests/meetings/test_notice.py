"""Notices of a meeting: numbered, frozen, in public; what a change of the agenda does."""

from __future__ import annotations

import hashlib
import sqlite3
from typing import TYPE_CHECKING, Any

import asyncpg
import pytest

from council import db
from council.ideas import actions as ideas
from council.record.entry import canonical
from council.record.queries import entries
from tests.meetings.convening import faulty, form, in_days, seat
from tests.people import Cast, assemble
from tests.server import Client, Hall, running

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from council.db import Engine

CHANGED = {"day": in_days(4), "since": "15:00", "until": "17:00", "place": "三楼", "why": "维修"}


@pytest.fixture
async def hall(engine: Engine, database_url: str, tmp_path: Path) -> AsyncIterator[Hall]:
    async with running(database_url, tmp_path) as one:
        yield one


@pytest.fixture
async def cast(hall: Hall) -> Cast:
    made = await assemble(members=4)
    await seat(made, "曹评话", "委员01", "委员02")
    return made


@pytest.fixture
def secretary(hall: Hall, cast: Cast) -> Client:
    return hall.of(cast, "袁昆腔")


@pytest.fixture
async def meeting(secretary: Client, cast: Cast) -> str:
    """A meeting of the committee in three days, with two points."""
    fields = form(cast, **{"item-4-presenter": "顾水巷"})
    answer = await secretary.post("/meetings", **fields)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"].split("/")[2])


async def notices(meeting: str) -> list[dict[str, Any]]:
    return await db.rows("SELECT * FROM meeting_notice WHERE meeting = {} ORDER BY no", meeting)


async def agenda(meeting: str) -> list[dict[str, Any]]:
    return await db.rows("SELECT * FROM agenda_item WHERE meeting = {} ORDER BY no", meeting)


async def test_convening_gives_the_first_notice_for_everybody_to_read(
    hall: Hall, meeting: str
) -> None:
    (first,) = await notices(meeting)
    assert (first["no"], first["kind"], first["days"]) == (1, "call", 3)
    visitor = hall.client()
    page = (await visitor.get(f"/meetings/{meeting}")).text
    for word in ("审议服务项目", "二楼议事厅", "提前3天", "居民可以旁听"):
        assert word in page
    sheet = (await visitor.get(f"/meetings/{meeting}/notices/1")).text
    for word in ("第1号", "各位委员：", "特此通知。", "（一）审议服务项目", first["sha256"][:16]):
        assert word in sheet
    assert "汇报人委员01" in sheet  # by duty of a seat; without one the surname alone
    assert "汇报人顾**" in sheet
    assert "顾水巷" not in sheet + page
    for path in ("/", "/meetings"):
        assert f'href="/meetings/{meeting}"' in (await visitor.get(path)).text


async def test_the_words_of_a_notice_cannot_be_changed_and_its_hash_is_in_the_record(
    cast: Cast, meeting: str
) -> None:
    (first,) = await notices(meeting)
    words = {name: first[name] for name in ("issuer", "title", "body", "no", "meeting")}
    digest = hashlib.sha256(canonical(words).encode()).hexdigest()
    last = (await entries(cast.community))[-1]
    assert (last["act"], digest) == ("notice.given", first["sha256"])
    assert digest in last["body"]
    for sql in (
        "UPDATE meeting_notice SET body = 'x' WHERE meeting = {}",
        "DELETE FROM meeting_notice WHERE meeting = {}",
    ):
        with pytest.raises((sqlite3.IntegrityError, asyncpg.RaiseError)):
            await db.rows(sql, meeting)
    assert await notices(meeting) == [first]


async def test_another_time_is_a_second_notice_that_says_what_is_different(
    secretary: Client, meeting: str
) -> None:
    for _ in range(2):  # sent twice, it is one notice
        answer = await secretary.post(f"/meetings/{meeting}/schedule", **CHANGED)
        assert answer.status_code == 303
    first, second = await notices(meeting)
    assert (second["no"], second["kind"], second["days"]) == (2, "change", 4)
    for words in ("因维修，第1号通知", "地点由二楼议事厅改为三楼。", "15:00至17:00"):
        assert words in second["body"]
    assert "二楼议事厅" in first["body"]
    sheet = (await secretary.get(f"/meetings/{meeting}/notices/1")).text
    assert "后来又发过新的通知" in sheet


@pytest.mark.parametrize(
    ("other", "field"),
    [({"until": "14:00"}, "until"), ({"why": ""}, "why"), ({"day": "2020-01-01"}, "day")],
)
async def test_a_time_that_cannot_be_is_refused_beside_it(
    secretary: Client, meeting: str, other: dict[str, str], field: str
) -> None:
    answer = await secretary.post(f"/meetings/{meeting}/schedule", **{**CHANGED, **other})
    assert (answer.status_code, faulty(answer.text)) == (422, [field])
    assert len(await notices(meeting)) == 1


async def test_a_cancelled_meeting_says_why_and_stays_where_it_was(
    hall: Hall, secretary: Client, meeting: str
) -> None:
    asked = f"/meetings/{meeting}/cancellation"
    assert faulty((await secretary.post(asked)).text) == ["cancelled_why"]
    for _ in range(2):
        assert (await secretary.post(asked, cancelled_why="台风")).status_code == 303
    first, last = await notices(meeting)
    assert (first["no"], last["no"], last["kind"]) == (1, 2, "cancel")
    assert "因台风，现予取消" in last["body"]
    for path in ("/", "/meetings", f"/meetings/{meeting}", f"/meetings/{meeting}/room"):
        assert (await secretary.get(path)).status_code == 200
    assert "台风" in (await hall.client().get(f"/meetings/{meeting}")).text
    for late in ("opening", "notices"):
        assert (await secretary.post(f"/meetings/{meeting}/{late}")).status_code == 409
    assert (await secretary.post(f"/meetings/{meeting}/schedule", **CHANGED)).status_code == 409
    calendar = (await hall.client().get(f"/meetings/{meeting}/calendar")).text
    assert "STATUS:CANCELLED" in calendar
    assert "SEQUENCE:1" in calendar


async def test_the_calendar_of_a_community_has_every_meeting(
    hall: Hall, cast: Cast, meeting: str
) -> None:
    feed = await hall.client().get(f"/c/{cast.community}/calendar")
    assert feed.headers["content-type"] == "text/calendar; charset=utf-8"
    text = feed.text.replace("\r\n ", "")
    assert text.count("BEGIN:VEVENT") == 2
    assert f"URL:{hall.origin}/meetings/{meeting}" in text
    assert (await hall.client().get("/c/nobody/calendar")).status_code == 404


async def test_the_agenda_is_ordered_changed_and_shortened_and_told_once(
    secretary: Client, meeting: str
) -> None:
    one, two = await agenda(meeting)
    back = await secretary.post(f"/items/{two['id']}/order", step="up")
    assert back.headers["location"] == f"/meetings/{meeting}/agenda#up-{two['id']}"
    assert [row["title"] for row in await agenda(meeting)] == ["楼道感应灯", "审议服务项目"]
    await secretary.post(f"/items/{two['id']}/order", step="up")  # at the top it stays
    point = {"item-title": "楼道感应灯改造", "item-kind": "vote", "item-minutes": "25"}
    more = {"item-office": "物业", "item-material": "见 https://example.org/灯", "item-review": "1"}
    assert (await secretary.post(f"/items/{two['id']}", **point, **more)).status_code == 303
    page = (await secretary.get(f"/meetings/{meeting}/agenda")).text
    assert "不在通知里" in page
    assert "发出第2号通知" in page
    for _ in range(2):
        await secretary.post(f"/meetings/{meeting}/notices")
    _, second = await notices(meeting)
    assert "增加议题：楼道感应灯改造。" in second["body"]
    assert "取消议题：楼道感应灯。" in second["body"]
    public = (await secretary.get(f"/meetings/{meeting}")).text
    assert '<a href="https://example.org/灯"' in public
    assert (await secretary.post(f"/items/{one['id']}/removal")).status_code == 303
    assert [(row["no"], row["title"]) for row in await agenda(meeting)] == [(1, "楼道感应灯改造")]
    assert (await secretary.post(f"/items/{two['id']}/removal")).status_code == 409


async def test_what_was_not_told_is_told_when_the_meeting_opens(
    secretary: Client, meeting: str
) -> None:
    _, two = await agenda(meeting)
    await secretary.post(f"/items/{two['id']}/order", step="up")
    await secretary.post(f"/meetings/{meeting}/opening")
    _, second = await notices(meeting)
    assert "议题的先后次序有改动。" in second["body"]
    for act in ("order", "removal"):
        answer = await secretary.post(f"/items/{two['id']}/{act}", step="up")
        assert answer.status_code == 409
    assert (await secretary.post(f"/meetings/{meeting}/schedule", **CHANGED)).status_code == 409


async def test_points_are_picked_out_of_the_register(
    secretary: Client, cast: Cast, meeting: str
) -> None:
    by = cast.actor("袁昆腔")
    lamp = await ideas.enter("topic", "电动车充电棚", by, no="OS-T9")
    await ideas.enter("wish", "老花镜", by, no="WX-099", state="fulfilled")
    page = (await secretary.get(f"/meetings/{meeting}/agenda")).text
    assert 'name="pick-OS-T9"' in page
    assert "WX-099" not in page
    for _ in range(2):
        await secretary.post(f"/meetings/{meeting}/agenda", **{"no": "3", "pick-OS-T9": "1"})
    found = await agenda(meeting)
    assert [(row["no"], row["title"], row["idea"]) for row in found[2:]] == [
        (3, "电动车充电棚", lamp)
    ]
    fields = form(cast, session="2026年第10次会议", **{"pick-OS-T9": "1"})
    fields |= {"item-1-title": "", "item-1-presenter": "", "item-4-title": ""}
    answer = await secretary.post("/meetings", **fields)
    (picked,) = await agenda(answer.headers["location"].split("/")[2])
    assert (picked["idea"], picked["announced"]) == (lamp, True)


async def test_the_review_by_the_party_organisation_has_a_day_and_a_number(
    secretary: Client, meeting: str
) -> None:
    one, _ = await agenda(meeting)
    path = f"/items/{one['id']}/review"
    assert faulty((await secretary.post(path, reviewed_on="昨天")).text) == [
        "reviewed_on",
        "review_no",
    ]
    late = await secretary.post(path, reviewed_on=in_days(1), review_no="第9号")
    assert faulty(late.text) == ["reviewed_on"]
    assert (
        await secretary.post(path, reviewed_on=in_days(-1), review_no="第9号")
    ).status_code == 303
    page = (await secretary.get(f"/meetings/{meeting}")).text
    assert "第9号" in page


async def test_nobody_else_changes_a_meeting(hall: Hall, cast: Cast, meeting: str) -> None:
    one, _ = await agenda(meeting)
    other = await assemble("苏锦二社区", members=3)
    for client in (hall.of(cast, "顾水巷"), hall.of(other, "袁昆腔")):
        for path in (f"/items/{one['id']}", f"/meetings/{meeting}/schedule"):
            assert (await client.get(path)).status_code == 404
        for path in ("order", "removal", "review"):
            answer = await client.post(f"/items/{one['id']}/{path}", step="up")
            assert answer.status_code in {404, 422}
        answer = await client.post(f"/meetings/{meeting}/cancellation", cancelled_why="x")
        assert answer.status_code == 404
    assert len(await notices(meeting)) == 1
