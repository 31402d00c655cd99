"""Conclusions and tasks: agreed, told of, moved, done; who sees what, and when it is late."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from council import db
from council.clock import local, moved_to, now
from council.follow_up import queries
from council.follow_up.queries import board
from council.ideas import actions as ideas
from council.record.queries import entries
from tests.follow_up.after import consulted, in_days

if TYPE_CHECKING:
    from tests.people import Cast
    from tests.server import Hall


async def test_con_1_a_committee_ends_in_an_opinion_and_not_in_a_decision(
    hall: Hall, cast: Cast
) -> None:
    after = await consulted(hall, cast)
    refused = await after.of("袁昆腔").post(
        f"/items/{after.item}/outcome",
        outcome="修",
        next_step="implement",
        responsible="物业",
        due=in_days(9),
        ends_in="decision",
    )
    said = refused.text.replace("<wbr>", "")
    assert (refused.status_code, "只能形成协商意见" in said) == (409, True)
    assert await after.concludes(due="") == 422, "what is carried out has a day"
    assert await after.concludes(next_step="") == 422, "the next step is mandatory"
    for _ in range(2):
        assert await after.concludes() == 303
    item = await db.row("SELECT ends_in, outcome FROM agenda_item WHERE id = {}", after.item)
    assert item == {"ends_in": "opinion", "outcome": "物业先修三单元的扶手"}
    assert len(await after.tasks()) == 1
    assert "第2项协商意见：物业先修三单元的扶手" in await after.pieces("袁昆腔", "table")
    assert [one["act"] for one in await entries(cast.community)].count("item.concluded") == 1


async def test_con_1_the_representatives_may_decide(hall: Hall, cast: Cast) -> None:
    after = await consulted(hall, cast)
    await db.rows("UPDATE meeting SET kind = 'res_rep' WHERE id = {}", cast.meeting)
    assert await after.concludes(ends_in="decision") == 303
    item = await db.row("SELECT ends_in FROM agenda_item WHERE id = {}", after.item)
    assert item == {"ends_in": "decision"}


async def test_who_is_responsible_is_found_by_typing(hall: Hall, cast: Cast) -> None:
    after = await consulted(hall, cast)
    found = await after.of("袁昆腔").post("/follow-up/people", responsible="委员0")
    assert 'value="委员03 R103"' in found.text
    assert await after.does("顾水巷", "/follow-up/people", responsible="委员0") == 404
    for typed, person in (("委员03 R103", "委员03"), ("R104", "委员04"), ("委员05", "委员05")):
        assert await after.concludes(responsible=typed) == 303
        assert (await after.task())["person"] == cast.people[person]
    assert await after.concludes(responsible="石桥物业") == 303
    task = await after.task()
    assert (task["person"], task["responsible"]) == (None, "石桥物业")


async def test_an_outcome_that_is_rewritten_changes_its_task_and_keeps_the_old_day(
    hall: Hall, cast: Cast
) -> None:
    after = await consulted(hall, cast)
    await after.concludes()
    await after.concludes(outcome="物业先修三单元和五单元", due=in_days(40))
    task = await after.task()
    assert task["text"] == "物业先修三单元和五单元"
    assert [kind for kind, _ in await after.told(task["id"])] == ["added", "changed", "moved"]
    await after.concludes(next_step="street", due="")
    assert (await after.task())["state"] == "dropped"


async def test_who_sees_to_it_reports_and_an_officer_finishes(hall: Hall, cast: Cast) -> None:
    after = await consulted(hall, cast)
    await after.concludes(responsible="委员03")
    url = f"/tasks/{(await after.task())['id']}"
    assert "物业先修三单元的扶手" in await after.page("/account/follow-up", "委员03")
    assert "物业先修三单元的扶手" not in await after.page("/account/follow-up", "委员04")
    for _ in range(2):
        assert await after.does("委员03", f"{url}/reports", text="修了三处") == 303
    assert await after.does("委员04", f"{url}/reports", text="修了") == 404
    assert await after.does("委员03", f"{url}/completion", text="好了") == 404
    assert await after.does("委员03", f"{url}/reports", text="是四处", corrects="2") == 303
    assert await after.does("委员03", f"{url}/reports", text="又", corrects="9") == 422
    assert "<del>修了三处</del>" in await after.page(url, "委员03")
    assert await after.does("袁昆腔", f"{url}/completion", text="四处都修好了") == 303
    assert await after.does("袁昆腔", f"{url}/reports", text="还有") == 409
    assert await after.does("袁昆腔", f"{url}/abandonment", reason="不办") == 409
    told = await after.told(url.removeprefix("/tasks/"))
    assert [kind for kind, _ in told] == ["added", "progress", "progress", "done"]


async def test_a_day_is_moved_with_a_reason_and_a_task_dropped_with_one(
    hall: Hall, cast: Cast
) -> None:
    after = await consulted(hall, cast)
    await after.concludes()
    task = await after.task()
    url = f"/tasks/{task['id']}"
    assert await after.does("袁昆腔", f"{url}/due-dates", due=in_days(50)) == 422
    assert await after.does("袁昆腔", f"{url}/due-dates", due=in_days(-1), reason="等") == 422
    for _ in range(2):
        moved = {"due": in_days(50), "reason": "等材料"}
        assert await after.does("袁昆腔", f"{url}/due-dates", **moved) == 303
    page = await after.page(url, "袁昆腔")
    assert f"{task['due'].month}月{task['due'].day}日改为" in page
    assert await after.does("袁昆腔", f"{url}/abandonment", reason="") == 422
    assert await after.does("袁昆腔", f"{url}/abandonment", reason="整栋要改造") == 303
    kinds = [kind for kind, _ in await after.told(task["id"])]
    assert kinds == ["added", "moved", "dropped"]


async def test_the_database_lets_nobody_change_what_was_told(hall: Hall, cast: Cast) -> None:
    after = await consulted(hall, cast)
    await after.concludes()
    for forged in ("UPDATE task_line SET text = 'x'", "DELETE FROM task_line"):
        with pytest.raises(Exception, match=r"corrected by a new line|append"):
            await db.rows(forged)


async def test_con_4_late_is_red_and_said_in_words_for_officers_and_for_everybody(
    hall: Hall, cast: Cast
) -> None:
    after = await consulted(hall, cast)
    await after.concludes(responsible="顾水巷", due=in_days(0))
    await after.publish()
    on_the_day = await board(cast.community)
    assert on_the_day[0].standing == "soon"
    with moved_to(now() + timedelta(days=1)):
        assert (await board(cast.community))[0].standing == "overdue"
    await db.rows("UPDATE task SET due = {}", local(now()).date() - timedelta(days=3))
    for path, name in (("/follow-up", "袁昆腔"), ("/", ""), ("/outcomes", "")):
        page = await after.page(path, name)
        assert '<strong class="overdue"><span aria-hidden="true">!</span> 逾期3天' in page, path
    assert "顾水巷" in await after.page("/follow-up", "袁昆腔")
    for path in ("/", "/outcomes", f"/outcomes/{after.item}"):
        page = await after.page(path)
        assert "顾**" in page, path
        assert "顾水巷" not in page, path
    await after.concludes(responsible="袁昆腔")
    assert "袁昆腔" in await after.page(f"/outcomes/{after.item}"), "officers by name"


async def test_nothing_is_public_before_the_minutes_are(hall: Hall, cast: Cast) -> None:
    after = await consulted(hall, cast)
    idea = await ideas.enter("need", "楼道扶手", cast.actor("袁昆腔"))
    await db.rows("UPDATE agenda_item SET idea = {} WHERE id = {}", idea, after.item)
    await after.concludes()
    await after.does("袁昆腔", f"/tasks/{(await after.task())['id']}/completion", text="修好了四处")
    assert (await hall.client().get(f"/outcomes/{after.item}")).status_code == 404
    for path in ("/", "/outcomes", f"/ideas/{idea}"):
        assert "三单元" not in await after.page(path)
    await after.publish()
    for path in ("/", "/outcomes", f"/outcomes/{after.item}", f"/ideas/{idea}"):
        assert "三单元" in await after.page(path), path
    assert "修好了四处" in await after.page(f"/ideas/{idea}"), "who proposed it hears of it"
    assert [one.standing for one in await queries.public(cast.community)] == ["done"]


async def test_the_board_is_filtered_by_meeting_and_is_for_officers(hall: Hall, cast: Cast) -> None:
    after = await consulted(hall, cast)
    await after.concludes()
    more = {"text": "再查一遍五单元", "responsible": "R104", "due": in_days(20)}
    for _ in range(2):
        assert await after.does("袁昆腔", f"/items/{after.item}/tasks", **more) == 303
    assert await after.does("委员04", f"/items/{after.item}/tasks", **more) == 404
    assert len(await after.tasks()) == 2
    for query in ("", f"?meeting={cast.meeting}", "?meeting=elsewhere"):
        page = await after.page(f"/follow-up{query}", "袁昆腔")
        assert "再查一遍五单元" in page
        assert "三单元" in page
    assert await board(cast.community, "elsewhere") == ()
    assert (await after.of("委员04").get("/follow-up")).status_code == 404
