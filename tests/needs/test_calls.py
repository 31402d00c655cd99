"""A call from draft to its last day, and what residents enter through the public door."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from council import db
from council.change import Actor
from council.clock import local, moved_to, now
from council.ideas import receipts
from council.needs import actions, clock, queries, rules
from council.needs.rules import Entry
from council.privacy.actions import expire
from council.refusal import NotThere, Refused
from tests.needs.calls import MEMBER, RESIDENT, TEXT, code_in, words

if TYPE_CHECKING:
    from tests.needs.calls import Call
    from tests.people import Cast
    from tests.server import Hall

FORM = {
    "title": "请您来提",
    "text": "都可以提",
    "topics": "电动车充电\n\n旧衣回收",
    "channels": "扫码",
    "issuer": "居委会",
}


async def test_nobody_sees_a_draft_and_everybody_what_is_published(hall: Hall, cast: Cast) -> None:
    officer, resident = hall.of(cast, cast.secretary), hall.of(cast, RESIDENT)
    form = {**FORM, "last_day": words().last_day.isoformat()}
    assert (await resident.post("/calls", **form)).status_code == 404
    assert (await officer.post("/calls", **{**form, "title": ""})).status_code == 422
    made = await officer.post("/calls", **form)
    assert made.status_code == 303
    call = str(made.headers["location"]).removesuffix("/wording")
    assert (await officer.get(f"{call}/wording")).status_code == 200
    for path in (call, f"{call}/entry", f"{call}/poster", f"{call}/poster/a4"):
        assert (await hall.client().get(path)).status_code == 404, path
    assert "请您来提" not in (await hall.client().get("/ideas")).text
    assert (await officer.post(f"{call}/publication")).status_code == 303
    assert (await officer.post(f"{call}/publication")).status_code == 303  # once
    page = (await hall.client().get(call)).text
    for said in ("请您来提", "电动车充电", "旧衣回收", "ZJ-"):
        assert said in page
    assert (await officer.post(f"{call}/wording", **form)).status_code == 409
    assert "请您来提" in (await hall.client().get("/published?kind=call")).text
    poster = await hall.client().get(f"{call}/poster/a3")
    assert poster.content[:5] == b"%PDF-"


async def test_without_an_account_one_has_a_number_and_a_receipt_at_once(call: Call) -> None:
    visitor = await call.visitor()
    form = receipts.drawn()
    more = {"form": form, "name": "沈石桥", "contact": "154-0000-0009"}
    refused = await call.sent(visitor, "打15400000001", **more)
    assert refused.status_code == 422
    first = await call.sent(visitor, **more)
    again = await call.sent(visitor, **more)  # a finger that taps twice
    assert first.status_code == again.status_code == 200
    assert code_in(first.text) == code_in(again.text) == f"{form[:5]}-{form[5:]}"
    assert (await call.sent(visitor, "别的话", **more)).status_code == 422
    (entry,) = await call.listed()
    assert (entry["text"], entry["state"], entry["by"]) == (TEXT, "answering", "")
    public = (await call.hall.client().get(call.path)).text
    public += (await call.hall.client().get(f"/needs/{entry['id']}")).text
    for hidden in ("沈", "154-0000-0009", form):
        assert hidden not in public
    desk = (await call.hall.of(call.cast, call.cast.secretary).get(f"/needs/{entry['id']}")).text
    for seen in ("沈石桥", "154-0000-0009", "未核实"):
        assert seen in desk
    assert form not in str(await db.rows("SELECT * FROM need")) + desk


async def test_a_name_is_shown_masked_and_only_where_that_was_agreed_to(call: Call) -> None:
    visitor = await call.visitor()
    await call.sent(visitor, "第一件事", name="沈石桥")
    await call.sent(visitor, "第二件事", name="沈石桥", shown="1")
    await call.by(RESIDENT, "第三件事", shown="1", name="不算数")
    assert {one["text"]: one["by"] for one in await call.listed()} == {
        "第一件事": "",
        "第二件事": "沈**",
        "第三件事": "顾**",
    }


async def test_with_an_account_there_is_no_code_to_lose(call: Call) -> None:
    answer = await call.sent(call.hall.of(call.cast, RESIDENT), field="hot-2")
    assert code_in(answer.text) == ""
    assert [one["topic"] for one in await call.listed()] == ["旧衣回收"]
    found = await db.rows(
        "SELECT a.person, a.role FROM idea_author a JOIN need n ON n.idea = a.idea"
    )
    assert found == [{"person": call.cast.people[RESIDENT], "role": "author"}]
    assert await db.rows("SELECT idea FROM idea_receipt") == []


async def test_after_its_last_day_nothing_is_entered_and_it_closes_by_itself(call: Call) -> None:
    visitor = await call.visitor()
    await call.sent(visitor)
    with moved_to(now() + timedelta(days=11)):
        late = Entry("safety", "晚了", receipts.drawn())
        with pytest.raises(Refused, match=r"need\.closed"):
            await actions.enter(call.id, late, actions.nobody(call.cast.community))
        assert (await queries.public(call.id)).state == "closed"
        assert await clock.turn() == 1
        assert await clock.turn() == 0
    assert await db.rows("SELECT device FROM need") == [{"device": ""}]
    assert await db.rows("SELECT state FROM idea WHERE title = '请您来提'") == [{"state": "closed"}]


async def test_a_year_after_its_end_nobody_knows_how_to_reach_whoever_brought_it(
    call: Call,
) -> None:
    await call.sent(await call.visitor(), contact="154-0000-0009", name="沈石桥")
    community = call.cast.community
    with moved_to(now() + timedelta(days=11)):
        await actions.close_due(call.id, Actor("", community, "operator"))
        assert "need" not in await expire(community)
    with moved_to(now() + timedelta(days=377)):
        assert (await expire(community))["need"] == 1
    found = await db.rows("SELECT contact, name, text FROM need")
    assert found == [{"contact": "", "name": "沈石桥", "text": TEXT}]


async def test_officers_make_it_longer_or_close_it_with_a_reason(call: Call) -> None:
    later = (local(now()).date() + timedelta(days=30)).isoformat()
    extension, closing = f"{call.path}/extension", f"{call.path}/closing"
    told = {"last_day": later, "reason": "天冷，多收几天"}
    assert (await call.desk(extension, RESIDENT, **told)).status_code == 404
    assert (await call.desk(extension, **{**told, "reason": ""})).status_code == 422
    assert (await call.desk(extension, **told)).status_code == 303
    assert "天冷，多收几天" in (await call.hall.client().get(call.path)).text
    visitor = await call.visitor()
    assert (await call.desk(closing, reason="")).status_code == 422
    assert (await call.desk(closing, reason="收够了")).status_code == 303
    assert (await call.sent(visitor)).status_code == 409
    assert (await call.desk(extension, **told)).status_code == 409


async def test_one_browser_sends_twenty_and_another_still_can(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "A_DEVICE", 2)
    monkeypatch.setattr(rules, "A_PERSON", 2)
    first, second = await call.visitor(), await call.visitor()
    told = [(await call.sent(first, f"第{no}件")).status_code for no in range(3)]
    assert told == [200, 200, 429]
    assert (await call.sent(second)).status_code == 200
    resident = call.hall.of(call.cast, RESIDENT)
    told = [(await call.sent(resident, f"第{no}件")).status_code for no in range(3)]
    assert told == [200, 200, 429]
    assert (await call.sent(call.hall.of(call.cast, MEMBER))).status_code == 200


async def test_a_flood_of_unknown_waits_and_neighbours_with_an_account_do_not(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "UNVERIFIED_AN_HOUR", 1)
    visitor = await call.visitor()
    assert (await call.sent(visitor)).status_code == 200
    assert (await call.sent(await call.visitor(), "又一件")).status_code == 429
    assert (await call.sent(call.hall.of(call.cast, RESIDENT))).status_code == 200
    with moved_to(now() + timedelta(hours=2)):
        entry = Entry("safety", "又一件", receipts.drawn())
        assert await actions.enter(call.id, entry, actions.nobody(call.cast.community))


async def test_two_who_enter_at_once_have_two_numbers(call: Call, cast: Cast) -> None:
    by = [cast.actor(cast.chair), cast.actor(cast.secretary)]

    async def card(no: int) -> str:
        entry = Entry("service", f"卡片{no}", receipts.drawn(), channel="paper")
        return await actions.enter(call.id, entry, by[no % 2])

    made = await asyncio.gather(*map(card, range(8)))
    numbers = {one["no"] for one in await call.listed()}
    assert len(set(made)) == len(numbers) == 8


async def test_control_without_the_desk_nobody_enters_cards(call: Call, cast: Cast) -> None:
    entry = Entry("service", "卡片", receipts.drawn(), channel="paper")
    with pytest.raises(NotThere):
        await actions.enter(call.id, entry, cast.actor(RESIDENT))
    with pytest.raises(Refused, match=r"need\.form"):
        await actions.enter(call.id, Entry("service", "卡片", "short"), cast.actor(RESIDENT))
