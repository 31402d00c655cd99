"""The floor through the public door: whose hand, whose meeting, and who runs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from council.meetings import actions
from tests.meetings.debate import Debate, begun
from tests.people import assemble

if TYPE_CHECKING:
    from tests.server import Hall


@pytest.fixture
async def debate(hall: Hall) -> Debate:
    return await begun(await assemble(members=9))


async def phone(hall: Hall, debate: Debate, name: str) -> str:
    """The dock on somebody's phone."""
    answer = await hall.of(debate.cast, name).get(f"/meetings/{debate.meeting}/live")
    return str(answer.json()["pieces"]["dock"])


async def test_a_hand_is_raised_and_lowered_by_phone(hall: Hall, debate: Debate) -> None:
    turns = f"/meetings/{debate.meeting}/turns"
    member = hall.of(debate.cast, "委员01")
    assert "我要发言" in await phone(hall, debate, "委员01")
    for _ in range(2):
        answer = await member.post(turns, side="yes", motion=debate.motion)
        assert answer.status_code == 303
    assert (await debate.states()) == ["waiting"]
    assert "您是下一位" in await phone(hall, debate, "委员01")
    assert "前面1人在等" in await phone(hall, debate, "委员02")
    assert (await member.post(f"{turns}/lowering")).status_code == 303
    assert "没有人在等" in await phone(hall, debate, "委员02")


async def test_without_javascript_a_refusal_says_what_to_do(hall: Hall, debate: Debate) -> None:
    turns = f"/meetings/{debate.meeting}/turns"
    neutral = await hall.of(debate.cast, "曹评话").post(turns, side="yes")
    assert (neutral.status_code, "请先移交主持" in neutral.text) == (409, True)
    sideless = await hall.of(debate.cast, "委员01").post(turns, side="add")
    assert sideless.status_code == 422
    moved_on = await hall.of(debate.cast, "委员01").post(turns, side="yes", motion="")
    assert moved_on.status_code == 409


async def test_others_cannot_act_for_somebody(hall: Hall, debate: Debate) -> None:
    turn = await debate.speaks("委员01")
    await debate.hand("委员02")
    meeting, other = f"/meetings/{debate.meeting}", debate.id("委员02")
    for name in ("顾水巷", "委员03"):
        client = hall.of(debate.cast, name)
        for path, fields in {
            f"{meeting}/turns": {"side": "yes", "person": other},
            f"{meeting}/turns/lowering": {"person": other},
            f"/turns/{turn}/ending": {},
            f"/turns/{turn}/pause": {},
            f"{meeting}/reminders": {"person": other, "reason": "topic"},
            f"{meeting}/handovers": {"person": debate.id("委员03")},
            f"/motions/{debate.motion}/debate/closing": {"how": "chair"},
        }.items():
            assert (await client.post(path, **fields)).status_code == 404, (name, path)
    stranger = await hall.of(debate.cast, "顾水巷").post(f"{meeting}/turns", side="yes")
    assert stranger.status_code == 404
    assert "我要发言" not in await phone(hall, debate, "顾水巷")
    assert await debate.states() == ["speaking", "waiting"]


async def test_who_speaks_ends_it_by_phone(hall: Hall, debate: Debate) -> None:
    turn = await debate.speaks("委员01")
    assert "发言完毕" in await phone(hall, debate, "委员01")
    assert "发言完毕" not in await phone(hall, debate, "委员02")
    page = await hall.of(debate.cast, "委员02").get(f"/meetings/{debate.meeting}/room")
    assert " 到时" in page.text, "without JavaScript: the time of day at which it is up"
    answer = await hall.of(debate.cast, "委员01").post(f"/turns/{turn}/ending")
    assert answer.status_code == 303
    assert await debate.states() == ["ended"]


async def test_who_presides_for_the_chair_runs_the_floor_until_the_chair_returns(
    hall: Hall, debate: Debate
) -> None:
    waits = await debate.hand("委员01")
    member = hall.of(debate.cast, "委员03")
    assert (await member.post(f"/turns/{waits}/beginning", departs="")).status_code == 404
    chair = hall.of(debate.cast, "曹评话")
    handed = await chair.post(f"/meetings/{debate.meeting}/handovers", person=debate.id("委员03"))
    assert handed.status_code == 303
    live = await member.get(f"/meetings/{debate.meeting}/live")
    assert f"/turns/{waits}/beginning" in live.json()["pieces"]["presider"]
    assert (await member.post(f"/turns/{waits}/beginning", departs="")).status_code == 303
    await actions.take_back(debate.meeting, debate.by())
    assert (await member.post(f"/turns/{waits}/ending")).status_code == 404


async def test_out_of_the_order_only_with_a_reason_and_everybody_sees_it(
    hall: Hall, debate: Debate
) -> None:
    await debate.hand("委员01")
    second = await debate.hand("委员02")
    chair = hall.of(debate.cast, "曹评话")
    bare = await chair.post(f"/turns/{second}/beginning", departs="")
    assert bare.status_code == 422
    given = await chair.post(f"/turns/{second}/beginning", departs="frail")
    assert given.status_code == 303
    answer = await hall.of(debate.cast, "委员04").get(f"/meetings/{debate.meeting}/live")
    assert "年长或行动不便" in answer.json()["pieces"]["floor"]
