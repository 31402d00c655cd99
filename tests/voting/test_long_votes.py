"""A vote over days: it opens and closes by itself, over restarts, and stays as it was announced."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from council import db
from council.clock import moved_to
from council.meetings.actions import Announcement, Call, announce, call
from council.record.queries import entries
from tests.people import Cast, assemble
from tests.voting.long import (
    CLOSES,
    NOTICE,
    OPENS,
    PLAN,
    SOON,
    announced,
    comes_to,
    planned,
    reason,
    served_at,
    state,
    vote,
)

if TYPE_CHECKING:
    from pathlib import Path

    from council.db import Engine

ABOVE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # decided above it
OWNERS = {"委员01": 11000, "委员02": 7000, "委员03": 6000}


@pytest.fixture
async def cast(engine: Engine) -> Cast:
    """Three owners and the developer's 30 m², called by the notice of 5 November."""
    with moved_to(NOTICE):
        people = await assemble(members=6)
        people.meeting = await owners_meeting(people)
    return people


async def owners_meeting(cast: Cast, owners: dict[str, int] = OWNERS, unlisted: int = 3000) -> str:
    by = cast.actor(cast.secretary)
    meeting = await announce(
        Announcement(
            kind="owners",
            rule="OWN-ORD",
            series="业主会",
            session="2026年第1次",
            place="议事厅",
            starts_at=CLOSES + timedelta(days=1),
            ends_at=CLOSES + timedelta(days=1, hours=2),
            chair=cast.people[cast.chair],
            secretary=cast.people[cast.secretary],
        ),
        by,
    )
    calls = [Call(cast.people[name], title="业主", area=area) for name, area in owners.items()]
    await call(meeting, calls, by)
    await db.rows(
        "UPDATE meeting SET unlisted_heads = {}, unlisted_area = {} WHERE id = {}",
        1 if unlisted else 0,
        unlisted,
        meeting,
    )
    return meeting


async def test_it_opens_and_closes_by_itself_on_servers_that_were_begun_anew(
    cast: Cast, database_url: str, tmp_path: Path
) -> None:
    async with served_at(NOTICE, database_url, tmp_path, cast) as hall:
        chair = hall.of(cast, "曹评话")
        poll = await announced(chair, cast.meeting)
        page = (await hall.client().get(f"/polls/{poll}/notice")).text.replace("<wbr>", "")
        for told in ("《民法典》第二百七十八条第一款第（五）项", "社区工作站", "电子票优先"):
            assert told in page
        assert "业主意见征询" in page
        early = await vote(hall.of(cast, "委员01"), poll)
        assert early.status_code == 404, "there is no roll yet"
    async with served_at(OPENS - SOON, database_url, tmp_path, cast) as hall:
        await comes_to(poll, "open")
        for name in ("委员01", "委员02"):
            assert (await vote(hall.of(cast, name), poll)).status_code == 201
        assert (await vote(hall.of(cast, "顾水巷"), poll)).status_code == 404
        assert await reason(hall.of(cast, "曹评话"), f"/polls/{poll}/closing") == "not_over"
    async with served_at(CLOSES - SOON, database_url, tmp_path, cast) as hall:
        assert (await vote(hall.of(cast, "委员03"), poll, "no")).status_code == 201
        await comes_to(poll, "closed")
        assert (await vote(hall.of(cast, "委员03"), poll, "yes", "1")).json()["reason"] == "closed"
        await hall.of(cast, "曹评话").post(f"/polls/{poll}/publication")
        result = await hall.client().json(f"/polls/{poll}")
        assert (result["verdict"], result["numerator"], result["denominator"]) == ("passed", 2, 3)
        page = (await hall.client().get(f"/polls/{poll}")).text.replace("<wbr>", "")
        assert "供参考，不是业主大会的表决" in page
    acts = [one for one in await entries(cast.community) if one["act"].startswith("poll.")]
    steps = ["poll.made", "poll.announced", "poll.opened", "poll.result", "poll.published"]
    assert [one["act"] for one in acts if one["act"] in steps] == steps
    for one in acts:
        by_itself = one["act"] in {"poll.opened", "poll.result"}
        assert ('"actor":"clock"' in one["body"]) >= by_itself


async def test_several_run_beside_each_other_and_beside_the_session(
    cast: Cast, database_url: str, tmp_path: Path
) -> None:
    async with served_at(NOTICE, database_url, tmp_path, cast) as hall:
        chair = hall.of(cast, "曹评话")
        polls = [await announced(chair, cast.meeting, text=text) for text in ("甲", "乙")]
    async with served_at(OPENS, database_url, tmp_path, cast) as hall:
        for poll in polls:
            await comes_to(poll, "open")
        mine = (await hall.of(cast, "委员01").get("/account/votes")).text
        assert mine.count("您还没有投票") == 2
        assert (await vote(hall.of(cast, "委员01"), polls[0])).status_code == 201
        mine = (await hall.of(cast, "委员01").get("/account/votes")).text
        assert (mine.count("您还没有投票"), mine.count("您已投票")) == (1, 1)
        front = (await hall.client().get("/")).text
        assert "正在进行的表决" in front
        assert front.count("还剩14天") == 2
        chair = hall.of(cast, "曹评话")
        await chair.post(f"/meetings/{cast.meeting}/opening")
        assert (await chair.post(f"/meetings/{cast.meeting}/closing")).status_code == 303, (
            "a session ends while a vote over days goes on"
        )


FORBIDDEN = (
    ("notice_too_short", {"opens_day": "2026-11-19"}),
    ("too_short", {"closes_day": "2026-11-25"}),
    ("too_long", {"closes_day": "2027-01-20", "closes_time": "20:00"}),
    ("election", {"subject": "election"}),
    ("rule_not_of_subject", {"subject": "resolution"}),
    ("no_short_notice", {"temporary": "1"}),
    ("ends_outside", {"hours_since": "08:00", "hours_until": "18:00"}),
    ("opens_in_past", {"opens_day": "2026-11-01"}),
    ("not_secret_by_area", {"mode": "sealed"}),
)


@ABOVE
async def test_what_the_rules_forbid_is_refused_and_the_same_without_it_is_taken(
    cast: Cast, database_url: str, tmp_path: Path
) -> None:
    async with served_at(NOTICE, database_url, tmp_path, cast) as hall:
        chair = hall.of(cast, "曹评话")
        path = f"/meetings/{cast.meeting}/long-votes"
        for code, more in FORBIDDEN:
            assert await reason(chair, path, **{**PLAN, **more}) == code
            assert await reason(chair, path, **PLAN) == ""
        page = (await chair.post(path, **{**PLAN, "subject": "election"})).text
        assert "《城市居民委员会组织法》第十九条" in page


async def test_own_11_the_notice_counts_from_its_day_and_nothing_is_changed_after_it(
    cast: Cast, database_url: str, tmp_path: Path
) -> None:
    async with served_at(NOTICE, database_url, tmp_path, cast) as hall:
        first = await planned(hall.of(cast, "曹评话"), cast.meeting)
        assert (await hall.of(cast, "委员01").get(f"/polls/{first}")).status_code == 404
        second = await announced(hall.of(cast, "曹评话"), cast.meeting)
    async with served_at(NOTICE + timedelta(days=1), database_url, tmp_path, cast) as hall:
        chair = hall.of(cast, "曹评话")
        assert await reason(chair, f"/polls/{first}/announcement") == "notice_too_short"
    await db.rows("UPDATE poll SET text = 'anders' WHERE id = {}", first)  # a draft may change
    for column, value in (("text", "'anders'"), ("subject", "'raise_fund'"), ("hours_since", "60")):
        with pytest.raises(Exception, match="stays as it is"):
            await db.rows(f"UPDATE poll SET {column} = {value} WHERE id = {{}}", second)  # noqa: S608 - words of this test
    with pytest.raises(Exception, match="never shortened"):
        await db.rows(
            "UPDATE poll SET closes_at = {} WHERE id = {}", CLOSES - timedelta(days=1), second
        )
    await db.rows(
        "UPDATE poll SET closes_at = {} WHERE id = {}", CLOSES + timedelta(days=1), second
    )


async def test_ballots_outside_the_hours_are_refused_with_the_time_when_they_are_taken(
    cast: Cast, database_url: str, tmp_path: Path
) -> None:
    hours = {"hours_since": "08:00", "hours_until": "20:00"}
    async with served_at(NOTICE, database_url, tmp_path, cast) as hall:
        poll = await announced(hall.of(cast, "曹评话"), cast.meeting, **hours)
    evening = OPENS.replace(hour=20, minute=0)
    async with served_at(evening, database_url, tmp_path, cast) as hall:
        await comes_to(poll, "open")
        refused = (await vote(hall.of(cast, "委员01"), poll)).json()
        assert refused["reason"] == "outside_hours"
        assert "2026-11-21 08:00" in refused["sentence"]
        page = (await hall.of(cast, "委员01").get(f"/polls/{poll}")).text
        assert "现在不在收票的时间" in page
        assert "请您表决" not in page
    async with served_at(evening + timedelta(hours=12), database_url, tmp_path, cast) as hall:
        assert (await vote(hall.of(cast, "委员01"), poll)).status_code == 201


async def test_a_vote_that_too_few_took_part_in_is_run_again_and_both_say_so(
    cast: Cast, database_url: str, tmp_path: Path
) -> None:
    async with served_at(NOTICE, database_url, tmp_path, cast) as hall:
        poll = await announced(hall.of(cast, "曹评话"), cast.meeting)
    async with served_at(OPENS, database_url, tmp_path, cast) as hall:
        await comes_to(poll, "open")
        assert (await vote(hall.of(cast, "委员01"), poll)).status_code == 201
    later = CLOSES + timedelta(days=4)
    async with served_at(later, database_url, tmp_path, cast) as hall:
        await comes_to(poll, "closed")
        chair = hall.of(cast, "曹评话")
        await db.rows(
            "UPDATE poll SET closed_at = {} WHERE id = {}", CLOSES, poll
        )  # the server slept for four days
        board = (await chair.get("/polls")).text
        assert "已经逾期" in board
        assert "1件要处理" in (await chair.get("/")).text
        await chair.post(f"/polls/{poll}/publication")
        assert "已经逾期" not in (await chair.get("/polls")).text
        again = {**PLAN, "rerun_of": poll, "text": "别的问题", "opens_day": "2026-12-24"}
        again |= {"closes_day": "2026-12-31"}
        made = await chair.post(f"/meetings/{cast.meeting}/long-votes", **again)
        second = made.headers["location"].split("/")[-1]
        assert await reason(chair, f"/meetings/{cast.meeting}/long-votes", **again) == (
            "run_again_already"
        )
        page = (await chair.get(f"/polls/{second}")).text
        assert PLAN["text"] in page.replace("<wbr>", "")
        assert f"/polls/{poll}" in page
        await chair.post(f"/polls/{second}/announcement")
        assert f"/polls/{second}" in (await hall.client().get(f"/polls/{poll}")).text


async def test_more_time_has_its_reason_and_is_told_and_never_less(
    cast: Cast, database_url: str, tmp_path: Path
) -> None:
    async with served_at(NOTICE, database_url, tmp_path, cast) as hall:
        poll = await announced(hall.of(cast, "曹评话"), cast.meeting)
    async with served_at(CLOSES - timedelta(minutes=5), database_url, tmp_path, cast) as hall:
        await comes_to(poll, "open")
        chair, path = hall.of(cast, "曹评话"), f"/polls/{poll}/extension"
        later = {"closes_day": "2026-12-06", "closes_time": "20:00", "reason": "有的楼没送到"}
        less = {**later, "closes_day": "2026-12-03"}
        assert await reason(chair, path, **less) == "not_longer"
        assert await reason(chair, path, **{**later, "reason": ""}) == "form.needed"
        assert await reason(chair, path, **{**later, "closes_day": "2027-03-01"}) == "too_long"
        assert await reason(chair, path, **later) == ""
        assert "有的楼没送到" in (await hall.client().get(f"/polls/{poll}")).text
    async with served_at(CLOSES + timedelta(days=1), database_url, tmp_path, cast) as hall:
        assert (await vote(hall.of(cast, "委员01"), poll)).status_code == 201
        assert await state(poll) == "open"
    async with served_at(CLOSES + timedelta(days=3), database_url, tmp_path, cast):
        await comes_to(poll, "closed")
    told = [one for one in await entries(cast.community) if one["act"] == "poll.extended"]
    assert len(told) == 1
    assert "有的楼" not in told[0]["body"]


@ABOVE
async def test_it_is_a_vote_of_the_owners_only_where_that_was_settled(
    cast: Cast, database_url: str, tmp_path: Path
) -> None:
    async with served_at(NOTICE, database_url, tmp_path, cast) as hall:
        chair = hall.of(cast, "曹评话")
        terms = {"turn_minutes": "2", "turns_each": "2", "owners_binding": "1"}
        await chair.post("/meetings/terms", **terms)
        binding = await planned(chair, cast.meeting)
        told = {"told_on": "2026-11-05", "how": "书面", "office": "居民委员会"}  # OWN-10
        await chair.post(f"/polls/{binding}/committee-notices", **told)
        assert (await chair.post(f"/polls/{binding}/announcement")).status_code == 303
        await chair.post("/meetings/terms", **terms, external_evote="1")
        advisory = await announced(chair, cast.meeting, text="第二个")  # OWN-18
        words = "不是业主大会的表决"
        assert words not in (await chair.get(f"/polls/{binding}")).text.replace("<wbr>", "")
        assert words in (await chair.get(f"/polls/{advisory}")).text.replace("<wbr>", "")
