"""A meeting through the public door: opened once, checked in by code, moved, concluded, closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council.clock import now
from council.meetings.attendance import door_code
from council.record.queries import entries

if TYPE_CHECKING:
    from tests.people import Cast
    from tests.server import Hall


async def live(hall: Hall, cast: Cast) -> str:
    answer = await hall.of(cast, "袁昆腔").get(
        f"/meetings/{cast.meeting}/live", params={"screen": "table"}
    )
    return "".join(answer.json()["pieces"].values())


async def test_opening_twice_is_opening_once(hall: Hall, cast: Cast) -> None:
    secretary = hall.of(cast, "袁昆腔")
    for _ in range(2):
        assert (await secretary.post(f"/meetings/{cast.meeting}/opening")).status_code == 303
    acts = [one["act"] for one in await entries(cast.community)]
    assert acts.count("meeting.opened") == 1


async def test_a_called_person_checks_in_by_the_code_on_the_screen(hall: Hall, cast: Cast) -> None:
    await hall.of(cast, "袁昆腔").post(f"/meetings/{cast.meeting}/opening")
    code = door_code(hall.settings.keys.door, cast.meeting, now())
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    member = hall.of(cast, "委员01")
    refused = await member.post(f"/meetings/{cast.meeting}/attendances", code=wrong)
    assert refused.status_code == 422
    assert "短码不对" in refused.text
    for _ in range(2):
        answer = await member.post(f"/meetings/{cast.meeting}/attendances", code=code)
        assert answer.status_code == 303
    assert 'data-present="1"' in await live(hall, cast)


async def test_who_was_not_called_finds_no_door(hall: Hall, cast: Cast) -> None:
    await hall.of(cast, "袁昆腔").post(f"/meetings/{cast.meeting}/opening")
    code = door_code(hall.settings.keys.door, cast.meeting, now())
    answer = await hall.of(cast, "顾水巷").post(f"/meetings/{cast.meeting}/attendances", code=code)
    assert answer.status_code == 404


async def test_after_ten_wrong_codes_there_is_a_pause_for_that_person_alone(
    hall: Hall, cast: Cast
) -> None:
    await hall.of(cast, "袁昆腔").post(f"/meetings/{cast.meeting}/opening")
    code = door_code(hall.settings.keys.door, cast.meeting, now())
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    member = hall.of(cast, "委员02")
    for _ in range(10):
        await member.post(f"/meetings/{cast.meeting}/attendances", code=wrong)
    paused = await member.post(f"/meetings/{cast.meeting}/attendances", code=code)
    neighbour = await hall.of(cast, "委员03").post(
        f"/meetings/{cast.meeting}/attendances", code=code
    )
    assert (paused.status_code, neighbour.status_code) == (429, 303)


async def test_a_resident_cannot_run_the_meeting(hall: Hall, cast: Cast) -> None:
    neighbour = hall.of(cast, "顾水巷")
    person = cast.people["委员01"]
    for path, fields in {
        f"/meetings/{cast.meeting}/opening": {},
        f"/meetings/{cast.meeting}/closing": {},
        f"/meetings/{cast.meeting}/attendances": {"person": person, "status": "present"},
        f"/meetings/{cast.meeting}/log-lines": {"line": "备注 无"},
        f"/meetings/{cast.meeting}/polls": {"text": "同意", "rule": "COM"},
    }.items():
        assert (await neighbour.post(path, **fields)).status_code == 404


async def test_a_motion_needs_two_people_who_are_there(hall: Hall, cast: Cast) -> None:
    secretary = hall.of(cast, "袁昆腔")
    await secretary.post(f"/meetings/{cast.meeting}/opening")
    one, two = cast.people["委员01"], cast.people["委员02"]
    item = (await live(hall, cast)).split('name="item" value="')[1].split('"')[0]
    motion = {"item": item, "text": "增列旧衣回收箱4只", "mover": one, "seconder": two}
    motion |= {"doer": "物业", "by_when": "年底前"}
    absent = await secretary.post(f"/meetings/{cast.meeting}/motions", **motion)
    assert absent.status_code == 409
    assert "增列旧衣回收箱4只" in absent.text, "the typed text is handed back"
    for person in (one, two):
        await secretary.post(
            f"/meetings/{cast.meeting}/attendances", person=person, status="present"
        )
    alone = await secretary.post(f"/meetings/{cast.meeting}/motions", **{**motion, "seconder": one})
    assert alone.status_code == 409
    for _ in range(2):
        moved = await secretary.post(f"/meetings/{cast.meeting}/motions", **motion)
        assert moved.status_code == 303
    assert (await live(hall, cast)).count("附议1。") == 1


async def test_the_log_is_struck_through_and_never_removed(hall: Hall, cast: Cast) -> None:
    secretary = hall.of(cast, "袁昆腔")
    await secretary.post(f"/meetings/{cast.meeting}/log-lines", line="备注 写错了的一行")
    for _ in range(2):
        answer = await secretary.post(f"/meetings/{cast.meeting}/log-lines/1/strike")
        assert answer.status_code == 303
    shown = await live(hall, cast)
    assert "写错了的一行" in shown
    assert "<del" in shown


async def test_a_meeting_does_not_close_over_an_open_vote(hall: Hall, cast: Cast) -> None:
    chair = hall.of(cast, "曹评话")
    await chair.post(f"/meetings/{cast.meeting}/opening")
    made = await chair.post(f"/meetings/{cast.meeting}/polls", text="同意", rule="COM")
    poll = made.headers["location"].split("/")[-1]
    await chair.post(f"/polls/{poll}/opening")
    assert (await chair.post(f"/meetings/{cast.meeting}/closing")).status_code == 409
    await chair.post(f"/polls/{poll}/cancellation")
    assert (await chair.post(f"/meetings/{cast.meeting}/closing")).status_code == 303
    late = await chair.post(f"/meetings/{cast.meeting}/log-lines", line="备注 散会后补记")
    assert late.status_code == 303


async def test_in_a_large_hall_who_came_is_typed_and_whoever_could_be_meant_is_told(
    hall: Hall, cast: Cast
) -> None:
    secretary, room = hall.of(cast, "袁昆腔"), f"/meetings/{cast.meeting}"
    await secretary.post(f"{room}/opening")
    for typed, told in [("委员", "委员01"), ("谁也不是", "谁也不是")]:
        answer = await secretary.post(f"{room}/attendances", who=typed, status="present")
        assert (answer.status_code, told in answer.text) == (422, True)
    for typed in ("委员01", "曹评话"):
        answer = await secretary.post(f"{room}/attendances", who=typed, status="present")
        assert answer.status_code == 303
    assert 'data-present="2"' in await live(hall, cast)
    outsider = await secretary.post(f"{room}/attendances", who="顾水巷", status="present")
    assert outsider.status_code == 422
    member = await hall.of(cast, "委员01").post(f"{room}/attendances", who="委员02", status="left")
    assert member.status_code == 404
