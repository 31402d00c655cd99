"""A vote in the hall and over days: more time, late comers, papers, run again, counted again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from council import cli, db
from council.clock import moved_to
from tests.people import Cast, assemble
from tests.voting.long import reason, served_at, state, vote

if TYPE_CHECKING:
    from pathlib import Path

    from council.db import Engine

from tests.voting.clocks import (
    ABOVE,
    EVENING,
    MINUTE,
    arrives,
    clock_of,
    end_of,
    in_session,
    look,
    motion_on_the_floor,
    one_minute,
)


@pytest.fixture
async def cast(engine: Engine) -> Cast:
    """A committee of seven."""
    with moved_to(EVENING):
        return await assemble(members=7)


async def test_where_papers_come_first_it_takes_no_ballot_and_waits_for_an_officer(
    cast: Cast, database_url: str, tmp_path: Path
) -> None:
    plan = {"text": "同意", "subject": "resolution", "mode": "named", "paper_at": "社区工作站"}
    plan |= {"opens_day": "2026-12-06", "opens_time": "08:00", "papers_first": "1"}
    plan |= {"closes_day": "2026-12-08", "closes_time": "20:00"}
    async with served_at(EVENING, database_url, tmp_path, cast) as hall:
        chair = hall.of(cast, "曹评话")
        made = await chair.post(f"/meetings/{cast.meeting}/long-votes", **plan)
        poll = made.headers["location"].split("/")[-1]
        await chair.post(f"/polls/{poll}/announcement")
        await look(clock_of(hall), EVENING + timedelta(hours=14))
        assert (await vote(hall.of(cast, "委员01"), poll)).status_code == 201
    async with served_at(await end_of(poll) + MINUTE, database_url, tmp_path, cast) as hall:
        await look(clock_of(hall), await end_of(poll) + MINUTE)
        assert await state(poll) == "open"
        assert (await vote(hall.of(cast, "委员02"), poll)).json()["reason"] == "closed"
        assert "请录完纸质票" in (await hall.of(cast, "曹评话").get("/polls")).text
        assert "已经截止，等待计票" in (await hall.client().get("/")).text
        assert await reason(hall.of(cast, "曹评话"), f"/polls/{poll}/closing") == ""
        assert await state(poll) == "closed"


@ABOVE
async def test_a_meeting_that_is_off_takes_its_votes_along_and_says_so(
    cast: Cast, database_url: str, tmp_path: Path
) -> None:
    plan = {"text": "同意", "subject": "resolution", "mode": "named", "paper_at": "社区工作站"}
    plan |= {"opens_day": "2026-12-06", "opens_time": "08:00"}
    plan |= {"closes_day": "2026-12-08", "closes_time": "20:00"}
    async with served_at(EVENING, database_url, tmp_path, cast) as hall:
        chair = hall.of(cast, "曹评话")
        made = await chair.post(f"/meetings/{cast.meeting}/long-votes", **plan)
        poll = made.headers["location"].split("/")[-1]
        await chair.post(f"/polls/{poll}/announcement")
        await db.rows("UPDATE meeting SET state = 'cancelled' WHERE id = {}", cast.meeting)
        await look(clock_of(hall), EVENING + timedelta(hours=14))
        assert await state(poll) == "announced"
        assert "这次会议已经结束或者取消" in (await chair.get("/polls")).text
        await chair.post(f"/polls/{poll}/cancellation")
        assert await state(poll) == "cancelled"


@ABOVE
async def test_the_chair_gives_more_minutes_and_everybody_reads_why(
    cast: Cast, database_url: str, tmp_path: Path
) -> None:
    async with served_at(EVENING, database_url, tmp_path, cast) as hall:
        chair = await in_session(hall, cast)
        by_hand = await one_minute(chair, cast.meeting, minutes="")
        more = {"minutes": "5", "reason": "两位还在路上"}
        assert await reason(chair, f"/polls/{by_hand}/extension", **more) == "no_end"
        await chair.post(f"/polls/{by_hand}/cancellation")
        poll = await one_minute(chair, cast.meeting)
        end = await end_of(poll)
        assert await reason(chair, f"/polls/{poll}/extension", **more) == ""
        assert await end_of(poll) == end + 5 * MINUTE
        assert "两位还在路上" in (await hall.of(cast, "委员01").get(f"/polls/{poll}")).text
        table = await hall.of(cast, "袁昆腔").get(f"/meetings/{cast.meeting}/table")
        assert "两位还在路上" in table.text
        await look(clock_of(hall), end + MINUTE)
        assert await state(poll) == "open"


@ABOVE
async def test_who_checks_in_after_the_opening_reads_that_they_are_not_on_this_roll(
    cast: Cast, database_url: str, tmp_path: Path
) -> None:
    said = "您在表决开始以后才签到"
    async with served_at(EVENING, database_url, tmp_path, cast) as hall:
        poll = await one_minute(await in_session(hall, cast), cast.meeting, minutes="10")
        late, there = cast.members[6], cast.members[5]
        assert (await vote(hall.of(cast, there), poll)).status_code == 201
        absent = (await hall.of(cast, late).get(f"/polls/{poll}")).text
        assert said not in absent.replace("<wbr>", "")
        await arrives(hall, cast, late)
        for path in (f"/polls/{poll}", f"/meetings/{cast.meeting}/room"):
            assert said in (await hall.of(cast, late).get(path)).text.replace("<wbr>", ""), path
            assert said not in (await hall.of(cast, there).get(path)).text.replace("<wbr>", "")
        assert (await vote(hall.of(cast, late), poll)).status_code == 404


@ABOVE
async def test_a_motion_of_owners_is_counted_by_what_it_is_about(
    cast: Cast, database_url: str, tmp_path: Path
) -> None:
    async with served_at(EVENING, database_url, tmp_path, cast) as hall:
        chair, path = await in_session(hall, cast), f"/meetings/{cast.meeting}/polls"
        await db.rows("UPDATE meeting SET rule = 'OWN-ORD', kind = 'owners'")
        assert await reason(chair, path, text="换届", subject="election") == "election"
        await motion_on_the_floor(cast, chair)
        page = (await chair.get(f"/meetings/{cast.meeting}/chair")).text
        assert "使用维修资金：参与的人数和面积都过半数同意" in page
        assert "筹集维修资金：参与的人数和面积都要四分之三同意" in page
        wrong = {"text": "用维修资金", "subject": "use_fund", "rule": "OWN-SPEC"}
        assert await reason(chair, path, **wrong) == "rule_not_of_subject"
        for subject, rule in (("use_fund", "OWN-ORD"), ("raise_fund", "OWN-SPEC")):
            assert await reason(chair, path, text=subject, subject=subject) == ""
            found = await db.row("SELECT rule_code FROM poll WHERE text = {}", subject)
            assert found == {"rule_code": rule}


async def test_a_vote_over_days_of_the_committee_is_counted_again_from_its_bundle(
    cast: Cast, database_url: str, tmp_path: Path
) -> None:
    """Who takes part stands for who is present: four of seven are short of two thirds, five not."""
    plan = {"subject": "resolution", "mode": "named", "paper_at": "社区工作站"}
    plan |= {"opens_day": "2026-12-06", "opens_time": "08:00"}
    plan |= {"closes_day": "2026-12-08", "closes_time": "20:00"}
    polls = {}
    async with served_at(EVENING, database_url, tmp_path, cast) as hall:
        chair = hall.of(cast, "曹评话")
        for number in (4, 5):
            made = await chair.post(
                f"/meetings/{cast.meeting}/long-votes", **plan, text=f"{number}人"
            )
            polls[number] = made.headers["location"].split("/")[-1]
            await chair.post(f"/polls/{polls[number]}/announcement")
        await look(clock_of(hall), EVENING + timedelta(hours=14))
        for number, poll in polls.items():
            choices = ["yes", "yes", "yes", "no", "abstain"][:number]
            for name, choice in zip(cast.members, choices, strict=False):
                assert (await vote(hall.of(cast, name), poll, choice)).status_code == 201
        await look(clock_of(hall), await end_of(polls[4]) + MINUTE)
        for number, poll in polls.items():
            await chair.post(f"/polls/{poll}/publication")
            page = (await hall.client().get(f"/polls/{poll}")).text.replace("<wbr>", "")
            assert f"应参加7人，参加表决{number}人" in page
            file = tmp_path / f"{number}.json"
            file.write_bytes((await hall.client().get(f"/polls/{poll}/bundle")).content)
            assert cli.main(["recount", str(file)]) == 0
            file.write_text(file.read_text().replace('"choice": "no"', '"choice": "yes"', 1))
            assert cli.main(["recount", str(file)]) == 1
        verdicts = [
            (await hall.client().json(f"/polls/{poll}"))["verdict"] for poll in polls.values()
        ]
        assert verdicts == ["invalid", "passed"]


async def test_a_vote_in_the_hall_is_run_again_once_and_only_where_it_does_not_stand(
    cast: Cast, database_url: str, tmp_path: Path
) -> None:
    async with served_at(EVENING, database_url, tmp_path, cast) as hall:
        chair = await in_session(hall, cast, present=4)  # five of seven would be a quorum
        await motion_on_the_floor(cast, chair)
        motion = await db.row("SELECT id FROM motion")
        assert motion is not None
        about = {"text": "同意更换门禁", "rule": "COM", "motion": motion["id"]}
        made = await chair.post(f"/meetings/{cast.meeting}/polls", **about)
        first = made.headers["location"].split("/")[-1]
        for step in ("opening", "closing", "publication"):
            await chair.post(f"/polls/{first}/{step}")
        await arrives(hall, cast, cast.members[4])
        again = await chair.post(f"/polls/{first}/rerun")
        second = again.headers["location"].split("/")[-1]
        assert await reason(chair, f"/polls/{first}/rerun") == "run_again_already"
        assert f"/polls/{second}" in (await chair.get(f"/polls/{first}")).text
        assert f"/polls/{first}" in (await chair.get(f"/polls/{second}")).text
        assert (await chair.post(f"/polls/{second}/opening")).status_code == 303
        for name in cast.members[:5]:
            assert (await vote(hall.of(cast, name), second)).status_code == 201
        for step in ("closing", "publication"):
            await chair.post(f"/polls/{second}/{step}")
        assert (await hall.client().json(f"/polls/{second}"))["verdict"] == "passed"
        assert await reason(chair, f"/polls/{second}/rerun") == "stands"
