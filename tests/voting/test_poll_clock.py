"""The server's clock: what is over is closed once, in time counts, late does not, stuck is told."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from council import cli, db
from council.clock import ZONE, moved_to
from council.record.queries import entries
from council.refusal import Refused
from council.voting import batch_postgresql, batch_sqlite, life
from council.voting.actions import unsealing
from council.voting.poll_clock import PATIENCE, PollClock
from tests.people import Cast, assemble
from tests.voting.long import comes_to, reason, served_at, state, vote

if TYPE_CHECKING:
    from pathlib import Path

    from council.db import Engine
    from tests.server import Client, Hall

ABOVE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # decided above it
EVENING = datetime(2026, 12, 5, 19, 0, tzinfo=ZONE)
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
async def cast(engine: Engine) -> Cast:
    """A committee of seven."""
    with moved_to(EVENING):
        return await assemble(members=7)


async def in_session(hall: Hall, cast: Cast, present: int = 6) -> Client:
    """The first six are there; their chair."""
    secretary = hall.of(cast, "袁昆腔")
    await secretary.post(f"/meetings/{cast.meeting}/opening")
    for name in cast.members[:present]:
        await arrives(hall, cast, name)
    return hall.of(cast, "曹评话")


async def arrives(hall: Hall, cast: Cast, name: str) -> None:
    path = f"/meetings/{cast.meeting}/attendances"
    await hall.of(cast, "袁昆腔").post(path, person=cast.people[name], status="present")


async def one_minute(chair: Client, meeting: str, mode: str = "named", minutes: str = "1") -> str:
    made = await chair.post(f"/meetings/{meeting}/polls", text="同意", rule="COM", mode=mode)
    poll = str(made.headers["location"].split("/")[-1])
    assert (await chair.post(f"/polls/{poll}/opening", minutes=minutes)).status_code == 303
    return poll


async def end_of(poll: str) -> datetime:
    found = await db.row("SELECT closes_at FROM poll WHERE id = {}", poll)
    assert found is not None
    at: datetime = found["closes_at"]
    return at


def clock_of(hall: Hall) -> PollClock:
    """Another process's clock on the same data."""
    return PollClock(hall.app.app.state["ballot_box"])


async def look(clock: PollClock, moment: datetime) -> None:
    """One look, as if it were that moment."""
    with moved_to(moment):
        await clock.turn()


async def acts(cast: Cast) -> list[str]:
    return [one["act"] for one in await entries(cast.community)]


@pytest.mark.parametrize("mode", ["named", "sealed"])
async def test_what_is_over_is_closed_after_its_grace_once_and_never_before(
    cast: Cast, database_url: str, tmp_path: Path, mode: str
) -> None:
    async with served_at(EVENING, database_url, tmp_path, cast) as hall:
        poll = await one_minute(await in_session(hall, cast), cast.meeting, mode)
        for name in cast.members[:5]:
            assert (await vote(hall.of(cast, name), poll)).status_code == 201
        end = await end_of(poll)
        for before in (-MINUTE / 2, 0 * SECOND, 2.9 * SECOND):
            await look(clock_of(hall), end + before)
            assert await state(poll) == "open"
        clocks = [clock_of(hall) for _ in range(3)]
        await asyncio.gather(*(look(one, end + 3 * SECOND) for one in clocks))
        assert await state(poll) == "closed"
        assert (await acts(cast)).count("poll.result") == 1
        await look(clocks[0], end - MINUTE)
        assert await state(poll) == "closed"


@pytest.mark.parametrize("broken", [False, True])
async def test_a_ballot_in_the_grace_counts_and_one_after_it_does_not(
    cast: Cast,
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    broken: bool,
) -> None:
    """`broken`: a batch that looks at no deadline; then the late one is counted."""
    monkeypatch.setattr(life, "SETTLE", timedelta(hours=1))  # the state stays open meanwhile
    if broken:
        for batch in (batch_sqlite, batch_postgresql):
            monkeypatch.setattr(batch, "last_moment", lambda *_: None)
    async with served_at(EVENING, database_url, tmp_path, cast) as hall:
        poll = await one_minute(await in_session(hall, cast), cast.meeting)
        end = await end_of(poll)
    async with served_at(end + SECOND / 10, database_url, tmp_path, cast) as hall:
        assert (await vote(hall.of(cast, "委员01"), poll)).status_code == 201
    async with served_at(end + 2 * SECOND, database_url, tmp_path, cast) as hall:
        late = await vote(hall.of(cast, "委员02"), poll)
        assert (late.status_code == 201) is broken
        assert (late.json().get("reason") == "closed") is not broken
        assert await state(poll) == "open"


@ABOVE
async def test_how_long_the_grace_is_the_community_settles(
    cast: Cast, database_url: str, tmp_path: Path
) -> None:
    async with served_at(EVENING, database_url, tmp_path, cast) as hall:
        chair = await in_session(hall, cast)
        terms = {"turn_minutes": "2", "turns_each": "2"}
        assert await reason(chair, "/meetings/terms", **terms, grace_seconds="61") == "form.number"
        await chair.post("/meetings/terms", **terms, grace_seconds="30")
        poll = await one_minute(chair, cast.meeting)
        end = await end_of(poll)
        await look(clock_of(hall), end + 30 * SECOND)
        assert await state(poll) == "open"
        await look(clock_of(hall), end + 31 * SECOND)
        assert await state(poll) == "closed"


async def test_a_closing_that_was_cut_short_is_taken_up_by_the_next_server(
    cast: Cast, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def busy() -> None:
        raise Refused("poll.not_clean")

    async with served_at(EVENING, database_url, tmp_path, cast) as hall:
        poll = await one_minute(await in_session(hall, cast), cast.meeting, "sealed")
        for name in cast.members[:6]:
            assert (await vote(hall.of(cast, name), poll)).status_code == 201
        end = await end_of(poll)
        with monkeypatch.context() as patched:
            patched.setattr(unsealing, "_clean", busy)
            await look(clock_of(hall), end + MINUTE)
        assert await state(poll) == "sealed"
        told = (await hall.of(cast, "曹评话").get("/polls")).text
        assert "没有能自动计票" in told
        assert "没有能自动计票" not in (await hall.of(cast, "委员01").get(f"/polls/{poll}")).text
    async with served_at(end + 2 * MINUTE, database_url, tmp_path, cast) as hall:
        await comes_to(poll, "closed")
        assert "没有能自动计票" not in (await hall.of(cast, "曹评话").get("/polls")).text
    assert (await acts(cast)).count("poll.result") == 1


@ABOVE
async def test_whoever_closes_it_by_hand_is_not_run_into(
    cast: Cast, database_url: str, tmp_path: Path
) -> None:
    async with served_at(EVENING, database_url, tmp_path, cast) as hall:
        poll = await one_minute(await in_session(hall, cast), cast.meeting, "sealed")
        clock = clock_of(hall)
        await look(clock, EVENING + SECOND)
        await db.rows("UPDATE poll SET state = 'closing' WHERE id = {}", poll)
        await look(clock, EVENING + 2 * SECOND)
        assert await state(poll) == "closing", "somebody may be at it"
        await look(clock, EVENING + 3 * SECOND + PATIENCE)
        assert await state(poll) == "closed"


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


async def motion_on_the_floor(cast: Cast, chair: Client) -> None:
    item = await db.row("SELECT id FROM agenda_item WHERE no = 2")
    assert item is not None
    await chair.post(f"/meetings/{cast.meeting}/current-item", item=item["id"])
    moved = {"item": item["id"], "text": "同意更换门禁", "doer": "物业", "by_when": "年底前"}
    moved |= {"mover": cast.people["委员01"], "seconder": cast.people["委员02"]}
    assert (await chair.post(f"/meetings/{cast.meeting}/motions", **moved)).status_code == 303


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
