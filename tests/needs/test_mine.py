"""我提的怎么样了: by account, by receipt, never by guessing; and gone with the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from council import db
from council.change import change
from council.ideas import actions as ideas
from council.ideas import receipts
from council.privacy.actions.erasing import GONE
from council.proposals import actions as proposals
from council.proposals.actions import Filing
from council.proposals.rules import Wording
from council.refusal import NotThere, Refused
from council.wishes import actions as wishes
from council.wishes.rules import Wishing
from tests.needs.calls import MEMBER, RESIDENT, code_in

if TYPE_CHECKING:
    from tests.needs.calls import Call
    from tests.people import Cast

UNKNOWN = "没有这个代码的回执"
CANARY = "金丝雀"


async def test_the_receipt_alone_opens_the_way_of_an_entry(call: Call) -> None:
    visitor = await call.visitor()
    code = code_in((await call.sent(visitor, "装扶手")).text)
    await call.desk(f"/needs/{await call.newest()}/answer", act="adopted", reason="下月就装")
    stranger = await call.visitor()
    page = (await stranger.post("/mine", code=f" {code.lower()} ")).text
    for said in ("装扶手", "下月就装", "已采纳", "ZJ-"):
        assert said in page
    assert code not in page
    refusals = [
        await stranger.post("/mine", code=wrong) for wrong in ("ZZZZZ-ZZZZZ", "", "x", code[:-1])
    ]
    assert {one.status_code for one in refusals} == {422}
    assert all(UNKNOWN in one.text for one in refusals)


async def test_after_ten_wrong_codes_a_browser_rests_and_others_do_not(call: Call) -> None:
    code = code_in((await call.sent(await call.visitor(), "装扶手")).text)
    guesser, other = await call.visitor(), await call.visitor()
    told = [(await guesser.post("/mine", code="ZZZZZ-ZZZZZ")).status_code for _ in range(11)]
    assert told == [422] * 10 + [429]
    assert (await guesser.post("/mine", code=code)).status_code == 429
    assert (await other.post("/mine", code=code)).status_code == 200


async def test_right_codes_are_never_counted(call: Call) -> None:
    code = code_in((await call.sent(await call.visitor(), "装扶手")).text)
    visitor = await call.visitor()
    told = {(await visitor.post("/mine", code=code)).status_code for _ in range(12)}
    assert told == {200}


async def test_who_is_signed_in_sees_everything_of_every_kind(call: Call, cast: Cast) -> None:
    await call.by(RESIDENT, "我的需求")
    await proposals.file(Filing(Wording("我的提案", "怎么办")), cast.actor(RESIDENT))
    other = await proposals.file(Filing(Wording("别人的提案", "怎么办")), cast.actor(MEMBER))
    await proposals.support(other, 1, cast.actor(RESIDENT))
    await wishes.wish(Wishing("我的心愿", "goods", contact="1幢"), cast.actor(RESIDENT))
    await call.by(MEMBER, "不是我的需求")
    page = (await call.hall.of(cast, RESIDENT).get("/mine")).text
    for said in ("我的需求", "我的提案", "别人的提案", "我支持的", "我的心愿"):
        assert said in page
    assert "不是我的需求" not in page
    assert "我的需求" not in (await call.hall.client().get("/mine")).text
    kinds = await db.rows(
        "SELECT i.kind FROM idea_author a JOIN idea i ON i.id = a.idea WHERE a.person = {}",
        cast.people[RESIDENT],
    )
    assert sorted(one["kind"] for one in kinds) == ["need", "proposal", "wish"]


async def test_any_feature_issues_a_receipt_in_its_own_transaction(cast: Cast) -> None:
    by = cast.actor(cast.secretary)
    async with change(by) as c:
        made = await ideas.enter_within(c, "topic", "一个议题")
        code = await receipts.issue_within(c, made)
    assert await receipts.by_code(code) == made
    with pytest.raises(NotThere):
        await receipts.by_code("ZZZZZZZZZZ")

    async def with_a_bad_code() -> None:
        async with change(by) as c:
            lost = await ideas.enter_within(c, "topic", "没有成")
            await receipts.issue_within(c, lost, "short")

    with pytest.raises(Refused, match=r"receipt\.code"):
        await with_a_bad_code()
    assert await db.rows("SELECT id FROM idea WHERE title = '没有成'") == []


async def test_erased_with_the_person_are_name_contact_authorship_and_what_was_hidden(
    call: Call, cast: Cast
) -> None:
    person = cast.people[RESIDENT]
    contact = {"contact": f"{CANARY}巷1号", "shown": "1"}
    shown = await call.by(RESIDENT, "公开的一条", **contact)
    hidden = await call.by(RESIDENT, f"{CANARY}家的事", **contact)
    await call.desk(f"/needs/{hidden}/hiding", reason="说到别人家的事")
    told = (await call.hall.of(cast, RESIDENT).get("/account/data")).text
    assert CANARY in told
    for statement in GONE:
        await db.rows(statement, person)
    stored = str(await db.rows("SELECT * FROM need")) + str(await db.rows("SELECT * FROM idea"))
    assert CANARY not in stored
    assert await db.rows("SELECT idea FROM idea_author WHERE person = {}", person) == []
    public = {one["id"]: (one["text"], one["by"]) for one in await call.listed()}
    assert public == {shown: ("公开的一条", ""), hidden: ("", "")}
