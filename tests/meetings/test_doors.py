"""The door through the public door: leave, from afar, doorkeepers, and a quorum that turns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from council import db
from council.meetings.actions import Call, call
from council.record.queries import entries

if TYPE_CHECKING:
    from tests.people import Cast
    from tests.server import Client, Hall


async def pieces(who: Client, cast: Cast, screen: str) -> str:
    answer = await who.get(f"/meetings/{cast.meeting}/live", params={"screen": screen})
    assert answer.status_code == 200
    return "".join(answer.json()["pieces"].values())


async def come(who: Client, cast: Cast, name: str, status: str = "present") -> int:
    url = f"/meetings/{cast.meeting}/attendances"
    return (await who.post(url, person=cast.people[name], status=status)).status_code


async def seat(cast: Cast, name: str) -> dict[str, Any]:
    found = await db.row(
        "SELECT status, remote, way FROM called WHERE meeting = {} AND person = {}",
        cast.meeting,
        cast.people[name],
    )
    assert found is not None
    return found


async def opened(hall: Hall, cast: Cast) -> Client:
    secretary = hall.of(cast, "袁昆腔")
    await secretary.post(f"/meetings/{cast.meeting}/opening")
    return secretary


async def test_who_cannot_come_says_so_before_the_meeting_and_not_after_checking_in(
    hall: Hall, cast: Cast
) -> None:
    member = hall.of(cast, "委员01")
    for _ in range(2):
        assert (await member.post(f"/meetings/{cast.meeting}/leave")).status_code == 303
    assert (await seat(cast, "委员01"))["status"] == "leave"
    secretary = await opened(hall, cast)
    await come(secretary, cast, "委员01")
    late = await member.post(f"/meetings/{cast.meeting}/leave")
    assert (late.status_code, "您已经到会" in late.text) == (409, True)
    assert (
        await hall.of(cast, "顾水巷").post(f"/meetings/{cast.meeting}/leave")
    ).status_code == 404


async def test_who_goes_early_is_not_counted_any_more(hall: Hall, cast: Cast) -> None:
    secretary, member = await opened(hall, cast), hall.of(cast, "委员01")
    refused = await member.post(f"/meetings/{cast.meeting}/departure")
    assert refused.status_code == 409
    await come(secretary, cast, "委员01")
    assert 'data-present="1"' in await pieces(secretary, cast, "table")
    assert (await member.post(f"/meetings/{cast.meeting}/departure")).status_code == 303
    assert 'data-present="0"' in await pieces(secretary, cast, "table")


async def test_who_takes_part_from_afar_is_present_and_shown_as_such(
    hall: Hall, cast: Cast
) -> None:
    secretary = await opened(hall, cast)
    await come(secretary, cast, "委员01", "remote")
    found = await seat(cast, "委员01")
    assert (found["status"], bool(found["remote"])) == ("present", True)
    assert "委员01远程到会。" in await pieces(secretary, cast, "table")


async def test_a_quorum_that_is_reached_or_lost_stands_in_the_log_and_the_record_at_once(
    hall: Hall, cast: Cast
) -> None:
    secretary = await opened(hall, cast)
    for name in cast.members[:9]:
        await come(secretary, cast, name)
    assert "达到规定人数" not in await pieces(secretary, cast, "table"), "9 of 15: one short"
    await come(secretary, cast, cast.members[9])
    assert "到会10人，规定10人：达到规定人数。" in await pieces(secretary, cast, "table")
    await come(secretary, cast, cast.members[0], "left")
    assert "到会9人，规定10人：不足规定人数" in await pieces(secretary, cast, "table")
    acts = [one["act"] for one in await entries(cast.community)]
    assert (acts.count("quorum.met"), acts.count("quorum.lost")) == (1, 1)


async def test_a_doorkeeper_marks_who_comes_and_nobody_else_who_is_not_an_officer(
    hall: Hall, cast: Cast
) -> None:
    secretary, neighbour = await opened(hall, cast), hall.of(cast, "顾水巷")
    door, url = f"/meetings/{cast.meeting}/door", f"/meetings/{cast.meeting}/doorkeepers"
    assert (await neighbour.get(door)).status_code == 404
    assert await come(neighbour, cast, "委员01") == 404
    for _ in range(2):
        assert (await secretary.post(url, person=cast.people["顾水巷"])).status_code == 303
    assert (await neighbour.get(door)).status_code == 200
    assert await come(neighbour, cast, "委员01") == 303
    assert (await seat(cast, "委员01"))["way"] == "door"
    found = await neighbour.post(f"{door}/search", text="委员02")
    assert cast.people["委员02"] in found.text
    unknown = await neighbour.post(f"{door}/search", text="顾水巷")
    assert "没有找到" in unknown.text, "who is not called is not found"
    await secretary.post(f"{url}/ending", person=cast.people["顾水巷"])
    assert (await neighbour.get(door)).status_code == 404
    assert await come(neighbour, cast, "委员02") == 404


async def test_who_observes_sees_the_whole_course_and_a_neighbour_does_not(
    hall: Hall, cast: Cast
) -> None:
    secretary, neighbour = await opened(hall, cast), hall.of(cast, "顾水巷")
    await secretary.post(f"/meetings/{cast.meeting}/log-lines", line="备注 先看材料")
    watch = f"/meetings/{cast.meeting}/watch"
    assert (await neighbour.get(watch)).status_code == 404
    asked = [Call(cast.people["顾水巷"], "observer", "", "列席")]
    await call(cast.meeting, asked, cast.actor("袁昆腔"))
    page = await neighbour.get(watch)
    assert (page.status_code, "先看材料" in page.text) == (200, True)
    assert "log-strike" not in page.text, "who observes changes nothing"


async def test_nothing_is_moved_or_voted_in_a_break(hall: Hall, cast: Cast) -> None:
    secretary = await opened(hall, cast)
    made = await secretary.post(f"/meetings/{cast.meeting}/polls", text="同意", rule="COM")
    poll = made.headers["location"].split("/")[-1]
    pause, resume = f"/meetings/{cast.meeting}/break", f"/meetings/{cast.meeting}/break/ending"
    assert (await secretary.post(resume)).status_code == 409
    assert (await secretary.post(pause, minutes="10")).status_code == 303
    assert (await secretary.post(pause, minutes="20")).status_code == 409, "one at a time"
    assert (await secretary.post(f"/polls/{poll}/opening")).status_code == 409
    assert "继续" in await pieces(secretary, cast, "screen")
    assert (await secretary.post(resume)).status_code == 303
    assert (await secretary.post(f"/polls/{poll}/opening")).status_code == 303
    assert (await secretary.post(pause, minutes="10")).status_code == 409, "a vote is open"


async def test_a_meeting_is_adjourned_to_another_day_and_not_to_the_past(
    hall: Hall, cast: Cast
) -> None:
    secretary = await opened(hall, cast)
    url = f"/meetings/{cast.meeting}/break"
    past = await secretary.post(url, day="2020-01-01", time="09:00")
    assert past.status_code == 422
    assert (await secretary.post(url, day="2031-03-03", time="09:00")).status_code == 303
    assert "改日续会" in await pieces(secretary, cast, "screen")


async def test_an_item_is_put_off_with_a_reason_until_there_was_a_vote_on_it(
    hall: Hall, cast: Cast
) -> None:
    secretary = await opened(hall, cast)
    items = await db.rows("SELECT id FROM agenda_item WHERE meeting = {} ORDER BY no", cast.meeting)
    one, two = (str(item["id"]) for item in items)
    assert (await secretary.post(f"/items/{one}/postponement")).status_code == 422
    for _ in range(2):
        answer = await secretary.post(f"/items/{one}/postponement", reason="材料不全")
        assert answer.status_code == 303
    assert "延期再议：材料不全" in await pieces(secretary, cast, "table")
    await secretary.post(f"/meetings/{cast.meeting}/current-item", item=two)
    made = await secretary.post(f"/meetings/{cast.meeting}/polls", text="同意", rule="COM")
    poll = made.headers["location"].split("/")[-1]
    await secretary.post(f"/polls/{poll}/opening")
    assert (await secretary.post(f"/items/{two}/postponement", reason="x")).status_code == 409
    await secretary.post(f"/polls/{poll}/closing")
    assert (await secretary.post(f"/items/{two}/postponement", reason="x")).status_code == 409


async def test_the_chair_pins_what_the_hall_shows_and_lets_it_go(hall: Hall, cast: Cast) -> None:
    await opened(hall, cast)
    chair, url = hall.of(cast, "曹评话"), f"/meetings/{cast.meeting}/pin"
    assert 'data-pin="agenda"' not in await pieces(chair, cast, "screen")
    await chair.post(url, what="agenda")
    assert 'data-pin="agenda"' in await pieces(chair, cast, "screen")
    assert (await chair.post(url, what="anything")).status_code == 422
    await chair.post(url, what="")
    assert 'data-pin="agenda"' not in await pieces(chair, cast, "screen")


async def test_several_come_by_one_line_and_a_name_that_nobody_has_marks_nobody(
    hall: Hall, cast: Cast
) -> None:
    secretary = await opened(hall, cast)
    url = f"/meetings/{cast.meeting}/log-lines"
    wrong = await secretary.post(url, line="到会 委员01、没有人")
    assert (wrong.status_code, "没有人" in wrong.text) == (422, True)
    assert (await seat(cast, "委员01"))["status"] == "expected"
    assert (await secretary.post(url, line="到会 委员01、委员02 委员03")).status_code == 303
    assert (await secretary.post(url, line="远程：委员04")).status_code == 303
    assert (await secretary.post(url, line="离席 委员02")).status_code == 303
    assert 'data-present="3"' in await pieces(secretary, cast, "table")
    assert bool((await seat(cast, "委员04"))["remote"])
