"""A notice from draft to outcome, on both databases; what was published is never changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from council import db
from council.clock import moved_to
from council.identity import codes
from council.notices import actions, objection_queries, queries, rules
from council.notices.actions import Objecting
from council.notices.actions.objecting import nobody
from council.proposals import actions as proposals
from council.proposals.actions import Filing
from council.refusal import NotThere, Refused
from tests import people
from tests.databases import ONE_DATABASE
from tests.notices.board import BOARD, PLAN, answered, at, objected, officer, published, standing
from tests.proposals.lamp import LAMP

if TYPE_CHECKING:
    from tests.people import Cast


async def test_publishing_gives_number_and_last_day(cast: Cast) -> None:
    first, second = await published(cast), await published(cast)
    one, two = await queries.public(first), await queries.public(second)
    assert (one.number, two.number) == ("公示〔2026〕1号", "公示〔2026〕2号")
    assert (one.ends_on, one.days_left) == (date(2026, 12, 14), 7)
    assert len(one.sha256) == 64
    assert one.sha256 != two.sha256
    said = await db.row(
        "SELECT body FROM record_entry WHERE act = 'notice.published' AND body LIKE {}",
        f"%{first}%",
    )
    assert said is not None
    assert PLAN.title not in said["body"]
    assert one.sha256 in said["body"]


async def test_doc_11_the_database_keeps_what_was_published(cast: Cast) -> None:
    draft = await actions.draft(PLAN, officer(cast))
    await db.rows("UPDATE notice SET text = {} WHERE id = {}", "改了", draft)
    await actions.discard(draft, officer(cast))
    kept = await published(cast)
    for change in (
        "UPDATE notice SET text = 'x' WHERE id = {}",
        "UPDATE notice SET ends_on = ends_on + 1 WHERE id = {}",
        "UPDATE notice SET state = 'draft' WHERE id = {}",
        "DELETE FROM notice WHERE id = {}",
    ):
        with pytest.raises(Exception, match="a published notice"):
            await db.rows(change, kept)
    await objected(cast, kept)
    await answered(cast, kept)
    for change in (
        "UPDATE notice_objection SET text = 'x' WHERE notice = {}",
        "UPDATE notice_objection SET answer = 'x' WHERE notice = {}",
        "DELETE FROM notice_objection WHERE notice = {}",
    ):
        with pytest.raises(Exception, match="an objection"):
            await db.rows(change, kept)
    await db.rows("UPDATE notice_objection SET contact = '' WHERE notice = {}", kept)


@ONE_DATABASE
async def test_what_is_published_is_what_was_seen(cast: Cast) -> None:
    draft = await actions.draft(PLAN, officer(cast))
    seen = rules.digest(PLAN)
    await actions.redraft(draft, replace(PLAN, title="另一个题目"), officer(cast))
    with pytest.raises(Refused, match=r"notice\.changed"):
        await actions.publish(draft, seen, officer(cast))
    with pytest.raises(NotThere):
        await queries.public(draft)
    await actions.redraft(draft, PLAN, officer(cast))
    await actions.publish(draft, seen, officer(cast))
    await actions.publish(draft, seen, officer(cast))
    assert (await queries.public(draft)).no == 1
    with pytest.raises(Refused, match=r"notice\.published"):
        await actions.redraft(draft, PLAN, officer(cast))
    with pytest.raises(Refused, match=r"notice\.published"):
        await actions.discard(draft, officer(cast))


@ONE_DATABASE
async def test_without_a_calendar_nothing_is_published(cast: Cast) -> None:
    await actions.unmark_day(date(2027, 1, 1), officer(cast))
    with moved_to(at(28)), pytest.raises(Refused, match=r"notice\.no_calendar"):
        await published(cast)
    assert len(await queries.on_desk(cast.community)) == 1
    await published(cast)


async def test_a_sheet_comes_down_after_its_own_last_day(cast: Cast) -> None:
    made, by = await published(cast), officer(cast)
    with moved_to(at(8)):
        late = await actions.post(made, BOARD, by)
        assert await actions.post(made, BOARD, by) == late
    with moved_to(at(15)), pytest.raises(Refused, match=r"notice\.still_up") as why:
        await actions.take_down(late, by)
    assert why.value.values == {"day": "2026-12-15"}
    with moved_to(at(16)):
        assert await actions.take_down(late, by) == made
        again = await actions.post(made, BOARD, by)
    assert again != late


async def test_doc_10_objections_hold_up_closing_and_taking_down(cast: Cast) -> None:
    made, by = await published(cast), officer(cast)
    sheet = await actions.post(made, BOARD, by)
    with moved_to(at(14)):
        code = await objected(cast, made)
        assert (await queries.waiting(cast.community)).ends_today == 1
        with pytest.raises(Refused, match=r"notice\.still_up"):
            await actions.close(made, by)
    with moved_to(at(15)):
        with pytest.raises(Refused, match=r"objection\.closed"):
            await objected(cast, made)
        for refused in (actions.close(made, by), actions.take_down(sheet, by)):
            with pytest.raises(Refused, match=r"notice\.objections_open"):
                await refused
        waiting = await queries.waiting(cast.community)
        assert (waiting.objections, waiting.days, waiting.unphotographed) == (1, 1, 1)
        assert waiting.ends_today == 0
        await answered(cast, made)
        await actions.take_down(sheet, by)
        await actions.close(made, by)
        await actions.close(made, by)
    assert (await queries.public(made)).outcome == "settled"
    assert (await objection_queries.by_code(code)).answer == "已补充"


@ONE_DATABASE
async def test_without_objections_the_outcome_is_none(cast: Cast) -> None:
    made = await published(cast)
    with moved_to(at(15)):
        assert await standing(made) == "over"
        await actions.close(made, officer(cast))
        assert await standing(made) == "closed"
    assert (await queries.public(made)).outcome == "none"


@ONE_DATABASE
async def test_a_receipt_opens_one_objection_and_no_name(cast: Cast) -> None:
    made = await published(cast)
    code = await objected(cast, made)
    await actions.object_to(made, Objecting("请写明施工时间", code), cast.actor("顾水巷"))
    with pytest.raises(Refused, match=r"objection\.code"):
        await actions.object_to(made, Objecting("别的话", code), cast.actor("委员01"))
    found = await objection_queries.by_code(code)
    assert (found.no, found.name, found.contact, found.answered_at) == (1, "", "", None)
    with pytest.raises(NotThere):
        await objection_queries.by_code("0" * codes.SECRET)
    (private,) = await objection_queries.of_notice(made)
    assert private.name == "顾水巷"


@ONE_DATABASE
async def test_a_flood_without_accounts_waits_and_leaves_others_alone(cast: Cast) -> None:
    made, stranger = await published(cast), nobody(cast.community)

    async def come(number: int) -> None:
        code = codes.new_code()[1]
        what = Objecting(f"第{number}条", code, contact="154")
        await actions.object_to(made, what, stranger)

    for number in range(rules.ANONYMOUS_AN_HOUR):
        await come(number)
    with pytest.raises(Refused, match=r"objection\.too_many"):
        await come(99)
    await objected(cast, made)
    with moved_to(at(8)):
        await come(100)


@ONE_DATABASE
async def test_a_stranger_says_how_to_be_reached(cast: Cast) -> None:
    made = await published(cast)
    for what in (Objecting("不同意", codes.new_code()[1]), Objecting("不同意", "短", contact="1")):
        with pytest.raises(Refused, match=r"objection\.words"):
            await actions.object_to(made, what, nobody(cast.community))


@ONE_DATABASE
async def test_a_correction_and_what_it_corrects_know_each_other(cast: Cast) -> None:
    old = await published(cast)
    what = replace(PLAN, type="correction", title="更正", corrects=old)
    new = await published(cast, what)
    assert [one.id for one in await queries.corrections(old)] == [new]
    assert (await queries.public(new)).words.corrects == old
    with pytest.raises(Refused, match=r"notice\.wording"):
        await actions.draft(replace(PLAN, type="correction"), officer(cast))
    draft = await actions.draft(PLAN, officer(cast))
    with pytest.raises(NotThere):
        await actions.draft(replace(what, corrects=draft), officer(cast))


@ONE_DATABASE
async def test_objections_hold_up_what_becomes_of_a_proposal(cast: Cast) -> None:
    by = officer(cast)
    lamp = await proposals.file(Filing(LAMP), cast.actor("顾水巷"))
    await proposals.accept(lamp, by)
    await proposals.answer(lamp, "adopted", "照办", by)
    made = await published(cast, replace(PLAN, about_kind="proposal", about_id=lamp))
    await objected(cast, made)
    assert await queries.open_objections(made) == 1
    with pytest.raises(Refused, match=r"proposal\.objections"):
        await proposals.decide(lamp, "project", "立项", by)
    await answered(cast, made)
    assert await proposals.decide(lamp, "project", "立项", by)


@ONE_DATABASE
async def test_another_community_is_not_there(cast: Cast) -> None:
    twin = await people.assemble("平江二社区", members=3)
    made, by = await published(cast), officer(twin)
    sheet = await actions.post(made, BOARD, officer(cast))
    for refused in (
        actions.close(made, by),
        actions.post(made, BOARD, by),
        actions.take_down(sheet, by),
        actions.object_to(made, Objecting("不", codes.new_code()[1]), by),
    ):
        with pytest.raises(NotThere):
            await refused
    with pytest.raises(NotThere):
        await actions.draft(replace(PLAN, about_kind="meeting", about_id=cast.meeting), by)
