"""Motions from phones: offered, seconded by another, withdrawn, put off; and who takes no part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from council import db
from council.record.queries import entries

if TYPE_CHECKING:
    from tests.people import Cast
    from tests.server import Client, Hall

HOW = {"doer": "物业公司", "by_when": "12月31日前"}


class Floor:
    """An open meeting at its second item, with ten members who are there."""

    def __init__(self, hall: Hall, cast: Cast, item: str) -> None:
        self.hall, self.cast, self.item = hall, cast, item
        self.base = f"/meetings/{cast.meeting}"

    def of(self, name: str) -> Client:
        return self.hall.of(self.cast, name)

    async def offer(self, name: str, text: str = "加一盏楼道灯", **more: str) -> int:
        fields = {"item": self.item, "text": text, **HOW, **more}
        return (await self.of(name).post(f"{self.base}/offers", **fields)).status_code

    async def motion(self, no: str = "2") -> dict[str, Any]:
        found = await db.row(
            "SELECT * FROM motion WHERE meeting = {} AND no = {}", self.cast.meeting, no
        )
        assert found is not None
        return found

    async def does(self, name: str, what: str, no: str = "2", **fields: str) -> int:
        motion = (await self.motion(no))["id"]
        return (await self.of(name).post(f"/motions/{motion}/{what}", **fields)).status_code

    async def poll(self, no: str = "2") -> Any:
        motion = await self.motion(no)
        asked = {"motion": motion["id"], "text": motion["text"], "rule": "COM"}
        return await self.of("曹评话").post(f"{self.base}/polls", **asked)

    async def pieces(self, name: str, screen: str = "room") -> str:
        answer = await self.of(name).get(f"{self.base}/live", params={"screen": screen})
        return "".join(answer.json()["pieces"].values())


async def in_session(hall: Hall, cast: Cast) -> Floor:
    secretary = hall.of(cast, "袁昆腔")
    await secretary.post(f"/meetings/{cast.meeting}/opening")
    for name in cast.members[:10]:
        await secretary.post(
            f"/meetings/{cast.meeting}/attendances", person=cast.people[name], status="present"
        )
    item = await db.row("SELECT id FROM agenda_item WHERE meeting = {} AND no = 2", cast.meeting)
    assert item is not None
    await secretary.post(f"/meetings/{cast.meeting}/current-item", item=item["id"])
    return Floor(hall, cast, item["id"])


async def test_a_motion_from_a_phone_is_voted_on_only_when_another_seconds_it(
    hall: Hall, cast: Cast
) -> None:
    floor = await in_session(hall, cast)
    for _ in range(2):
        assert await floor.offer("委员01") == 303
    assert (await floor.motion())["state"] == "offered"
    refused = await floor.poll()
    assert (refused.status_code, "没有人附议" in refused.text) == (409, True)
    assert await floor.does("委员01", "seconds") == 409, "not by its mover"
    assert "我附议" in await floor.pieces("委员02")
    assert "我附议" not in await floor.pieces("委员01"), "the mover is not asked"
    for _ in range(2):
        assert await floor.does("委员02", "seconds") == 303
    motion = await floor.motion()
    assert (motion["state"], motion["seconder"]) == ("moved", cast.people["委员02"])
    assert (await floor.poll()).status_code == 303
    acts = [one["act"] for one in await entries(cast.community)]
    assert (acts.count("motion.offered"), acts.count("motion.seconded")) == (1, 1)


async def test_a_main_motion_says_who_does_it_and_by_when(hall: Hall, cast: Cast) -> None:
    """MTG-1; an amendment changes words and need not say so."""
    floor = await in_session(hall, cast)
    assert await floor.offer("委员01", doer="") == 422
    assert await floor.offer("委员01", by_when="") == 422
    assert await floor.offer("委员01") == 303
    await floor.does("委员02", "seconds")
    main = (await floor.motion())["id"]
    assert await floor.offer("委员03", "改为两盏", amends=main, doer="", by_when="") == 303
    assert (await floor.motion("2-A"))["state"] == "offered"


async def test_only_who_is_there_as_a_member_moves_and_seconds(hall: Hall, cast: Cast) -> None:
    floor = await in_session(hall, cast)
    assert await floor.offer("委员13") == 409, "called, and not here"
    assert await floor.offer("顾水巷") == 404, "not called"
    assert await floor.offer("委员01") == 303
    assert await floor.does("委员13", "seconds") == 409
    assert await floor.does("顾水巷", "seconds") == 404
    for_another = {"person": cast.people["委员02"]}
    assert await floor.does("委员03", "seconds", **for_another) == 404, "not for somebody else"
    assert await floor.does("袁昆腔", "seconds", **for_another) == 303, "the secretary may"


async def test_an_amendment_that_is_withdrawn_does_not_hold_up_the_motion(
    hall: Hall, cast: Cast
) -> None:
    """MTG-7: amendments first, as long as they are before the meeting."""
    floor = await in_session(hall, cast)
    await floor.offer("委员01")
    await floor.does("委员02", "seconds")
    await floor.offer("委员03", "改为两盏", amends=(await floor.motion())["id"])
    await floor.does("委员04", "seconds", "2-A")
    poll = (await floor.poll()).headers["location"].split("/")[-1]
    chair = floor.of("曹评话")
    assert (await chair.post(f"/polls/{poll}/opening")).status_code == 409
    assert await floor.does("委员04", "withdrawal", "2-A") == 404, "only its mover"
    for _ in range(2):
        assert await floor.does("委员03", "withdrawal", "2-A") == 303
    assert (await chair.post(f"/polls/{poll}/opening")).status_code == 303
    assert await floor.does("委员01", "withdrawal") == 409, "the vote is open"


async def test_a_motion_is_put_off_with_a_reason_and_then_not_voted(hall: Hall, cast: Cast) -> None:
    floor = await in_session(hall, cast)
    await floor.offer("委员01")
    await floor.does("委员02", "seconds")
    assert await floor.does("委员01", "postponement", reason="x") == 404
    assert await floor.does("曹评话", "postponement") == 422
    assert await floor.does("曹评话", "postponement", reason="等报价") == 303
    assert (await floor.poll()).status_code == 409
    assert "延期再议：等报价" in await floor.pieces("袁昆腔", "table")


async def test_what_nobody_seconds_lapses_when_the_item_is_left(hall: Hall, cast: Cast) -> None:
    floor = await in_session(hall, cast)
    await floor.offer("委员01")
    other = await db.row("SELECT id FROM agenda_item WHERE meeting = {} AND no = 1", cast.meeting)
    assert other is not None
    await floor.of("曹评话").post(f"{floor.base}/current-item", item=other["id"])
    assert (await floor.motion())["state"] == "lapsed"
    assert await floor.does("委员02", "seconds") == 409


async def voted(floor: Floor, recused: list[str], yes: int) -> dict[str, Any]:
    """Put motion 2 to the vote of ten present members, some of them recused."""
    await floor.offer("委员01")
    await floor.does("委员02", "seconds")
    for name in recused:
        answer = await floor.of(name).post(f"/items/{floor.item}/recusals", why="亲属")
        assert answer.status_code == 303
    poll = (await floor.poll()).headers["location"].split("/")[-1]
    chair = floor.of("曹评话")
    await chair.post(f"/polls/{poll}/opening")
    late = await floor.of("委员05").post(f"/items/{floor.item}/recusals")
    assert late.status_code == 409, "the roll of an open poll is frozen"
    may_vote = [name for name in floor.cast.members[:10] if name not in recused]
    for at, name in enumerate(may_vote):
        choice = "yes" if at < yes else "no"
        fields = {"choice": choice, "idem": f"{at:032x}", "rev": "0"}
        answer = await floor.of(name).post(f"/polls/{poll}/ballots", **fields)
        assert answer.status_code in {201, 303}
    for name in recused:
        fields = {"choice": "yes", "idem": "f" * 32, "rev": "0"}
        assert (await floor.of(name).post(f"/polls/{poll}/ballots", **fields)).status_code == 404
    await chair.post(f"/polls/{poll}/closing")
    await chair.post(f"/polls/{poll}/publication")
    told = await chair.http.get(f"/polls/{poll}", headers={"accept": "application/json"})
    return dict(told.json())


async def test_who_is_recused_counts_for_the_quorum_and_not_in_the_base(
    hall: Hall, cast: Cast
) -> None:
    """Ten of fifteen are there, two of them recused: 5 of 8 pass, and the quorum of ten stands."""
    floor = await in_session(hall, cast)
    told = await voted(floor, ["委员03", "委员04"], yes=5)
    assert (told["numerator"], told["denominator"], told["verdict"]) == (5, 8, "passed")
    assert "2人回避" in await floor.pieces("委员01")
    assert "您回避第" in await floor.pieces("委员03")


async def test_nobody_recused_the_same_five_do_not_pass(hall: Hall, cast: Cast) -> None:
    floor = await in_session(hall, cast)
    told = await voted(floor, [], yes=5)
    assert (told["numerator"], told["denominator"], told["verdict"]) == (5, 10, "failed")


async def test_a_recusal_entered_by_mistake_is_taken_back(hall: Hall, cast: Cast) -> None:
    floor = await in_session(hall, cast)
    url, secretary = f"/items/{floor.item}/recusals", floor.of("袁昆腔")
    for _ in range(2):
        await secretary.post(url, person=cast.people["委员03"])
    assert "您回避第" in await floor.pieces("委员03")
    await secretary.post(f"{url}/ending", person=cast.people["委员03"])
    assert "您回避第" not in await floor.pieces("委员03")
    assert (await floor.of("委员04").post(url, person=cast.people["委员05"])).status_code == 404
