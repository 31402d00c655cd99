"""From the stored record to published minutes, on both databases."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from council import db
from council.follow_up.actions import Conclusion, conclude
from council.identity.viewer import Viewer
from council.minutes import actions, queries, rules
from council.minutes.blocks import DecisionTable, VoteTable, digest, from_json, to_json
from council.refusal import NotThere, Refused
from tests.minutes.evening import BOXES, PLAN, approved, held, items_of
from tests.people import Cast, assemble

if TYPE_CHECKING:
    from council.db import Engine
    from council.minutes.queries import MinutesRow

KEY = "item.2.presenter"
MORE = "item.2.more"


@pytest.fixture
async def cast(engine: Engine) -> Cast:
    """A finished meeting."""
    people = await assemble()
    await held(people)
    return people


def viewer(cast: Cast, name: str) -> Viewer:
    return Viewer(
        cast.people[name],
        cast.community,
        name,
        f"p-{name}",
        ("secretary",),
        elder=False,
        session="",
    )


async def read(cast: Cast, minutes: str) -> MinutesRow:
    return await queries.minutes_for(viewer(cast, cast.secretary), minutes)


async def drafted(cast: Cast) -> str:
    """A draft that was read out and agreed to."""
    made = await unread(cast)
    await approved(made, cast.meeting, cast.actor(cast.secretary))
    return made


async def unread(cast: Cast) -> str:
    return await actions.draft_from(cast.meeting, cast.actor(cast.secretary))


async def signed(cast: Cast) -> str:
    made = await drafted(cast)
    await actions.sign(made, "recorder", 1, cast.actor(cast.secretary))
    await actions.sign(made, "chair", 1, cast.actor(cast.chair))
    return made


async def acts(cast: Cast) -> list[dict[str, object]]:
    rows = await db.rows(
        "SELECT body FROM record_entry WHERE community = {} ORDER BY i", cast.community
    )
    return [json.loads(row["body"]) for row in rows]


def refusal(code: str) -> pytest.RaisesExc[Refused]:
    return pytest.RaisesExc(Refused, check=lambda error: error.code == code)


async def test_the_draft_holds_what_the_record_holds(cast: Cast) -> None:
    body = (await read(cast, await drafted(cast))).body
    table = next(block for block in body.blocks if isinstance(block, VoteTable))
    counts = [(r.label, r.present, r.yes, r.no, r.abstain, r.needed, r.verdict) for r in table.rows]
    assert counts == [("修正案2-A", 13, 6, 6, 1, 7, "未通过"), ("动议2", 13, 11, 1, 1, 7, "通过")]
    text = to_json(body)
    assert "应到15人，实到13人，请假2人，符合约定人数" in text
    assert "委员01表示赞成，认为：旧衣没有地方放" in text
    assert "这一句要划掉" not in text
    assert "会议决定：会后张贴公告。" in text
    assert f"修正案2-A（修正动议2）由委员03提出、委员04附议：{BOXES}。" in text
    assert f"赞成11票，超过到会13人的半数，通过。会议决定：{PLAN}。" in text
    decided = next(block for block in body.blocks if isinstance(block, DecisionTable))
    assert decided.rows[0].matter == "会后张贴公告；协商意见：四个项目公示"
    assert decided.rows[0].due == "2026年12月14日"


async def test_a_second_draft_is_the_first_one(cast: Cast) -> None:
    made = await drafted(cast)
    assert await drafted(cast) == made
    assert (await read(cast, made)).version == 1


async def test_a_meeting_in_session_has_no_minutes_yet(engine: Engine) -> None:
    people = await assemble()
    await held(people, close=False)
    with refusal("minutes.meeting_not_closed"):
        await drafted(people)


async def test_results_come_before_minutes(cast: Cast) -> None:
    await db.rows(
        "INSERT INTO poll (id, community, meeting, item, motion, text, rule_code, rule, mode,"
        " method, allow_revote, state, called, present, turnout, electorate_root, result, made_by,"
        " made_at, opened_at, closes_at, closed_at, published_at, recused)"
        " SELECT 'late', community, meeting, item, NULL, text, rule_code, rule,"
        " mode, method, allow_revote, 'closed', called, present, turnout, electorate_root, result,"
        " made_by, made_at, opened_at, closes_at, closed_at, NULL, recused FROM poll LIMIT 1"
    )
    with refusal("minutes.results_first"):
        await drafted(cast)


async def test_an_edit_makes_a_version_and_keeps_the_generated_text(cast: Cast) -> None:
    made = await drafted(cast)
    version = await actions.revise(made, MORE, "会议要求落实到人。", 1, cast.actor(cast.chair))
    row = await read(cast, made)
    assert (version, row.version) == (2, 2)
    assert row.body.paragraphs[MORE] == "会议要求落实到人。"
    assert row.generated.paragraphs[MORE] == ""
    assert [one.version for one in await queries.versions(made)] == [2, 1]
    assert row.sha256 == digest(row.text)


async def test_the_same_edit_twice_is_one_version(cast: Cast) -> None:
    made, by = await drafted(cast), cast.actor(cast.chair)
    await actions.revise(made, MORE, "一", 1, by)
    assert await actions.revise(made, MORE, "一", 1, by) == 2


async def test_facts_cannot_be_edited(cast: Cast) -> None:
    made = await drafted(cast)
    for key in ("item.2.votes.named", "attendance", "decisions", "head", "item.2", "nothing"):
        with pytest.raises(NotThere):
            await actions.revise(made, key, "别的", 1, cast.actor(cast.secretary))


async def test_two_paragraphs_can_be_edited_by_two_people_at_once(cast: Cast) -> None:
    made = await drafted(cast)
    await actions.revise(made, MORE, "甲的", 1, cast.actor(cast.chair))
    await actions.revise(made, "item.1.more", "乙的", 1, cast.actor(cast.secretary))
    paragraphs = (await read(cast, made)).body.paragraphs
    assert (paragraphs[MORE], paragraphs["item.1.more"]) == ("甲的", "乙的")


async def test_of_fifty_saves_of_one_paragraph_one_wins_and_both_texts_are_kept(cast: Cast) -> None:
    made, by = await drafted(cast), cast.actor(cast.secretary)
    saves = (actions.revise(made, MORE, f"第{n}种", 1, by) for n in range(50))
    answers = await asyncio.gather(*saves, return_exceptions=True)
    lost = [one for one in answers if isinstance(one, rules.Conflict)]
    assert [one for one in answers if isinstance(one, int)] == [2]
    assert len(lost) == 49
    winner = (await read(cast, made)).body.paragraphs[MORE]
    assert {one.theirs for one in lost} == {winner}
    assert {one.yours for one in lost} | {winner} == {f"第{n}种" for n in range(50)}


async def test_only_the_secretary_and_the_chair_sign_each_for_themselves(cast: Cast) -> None:
    made = await drafted(cast)
    with refusal("minutes.not_chair"):
        await actions.sign(made, "chair", 1, cast.actor(cast.secretary))
    with refusal("minutes.not_recorder"):
        await actions.sign(made, "recorder", 1, cast.actor(cast.chair))


async def test_nobody_signs_what_they_have_not_read(cast: Cast) -> None:
    made = await drafted(cast)
    await actions.revise(made, MORE, "新", 1, cast.actor(cast.chair))
    with refusal("minutes.newer"):
        await actions.sign(made, "recorder", 1, cast.actor(cast.secretary))


async def test_doc_5_a_decision_without_a_date_is_not_signed(cast: Cast) -> None:
    items = await items_of(cast)
    what = Conclusion("再议", "again", "委员05", None)
    await conclude(items[1], what, cast.actor(cast.secretary))
    made = await drafted(cast)
    with refusal("minutes.incomplete"):
        await actions.sign(made, "recorder", 1, cast.actor(cast.secretary))
    await conclude(items[1], replace(what, due=date(2027, 1, 9)), cast.actor(cast.secretary))
    assert await drafted(cast) == made
    await actions.sign(made, "recorder", 2, cast.actor(cast.secretary))


async def test_a_new_draft_keeps_what_was_edited(cast: Cast) -> None:
    made, by = await drafted(cast), cast.actor(cast.secretary)
    await actions.revise(made, MORE, "手写的一段", 1, by)
    await actions.revise(made, "item.2.outcome", "协商意见：写得更清楚。", 2, by)
    what = Conclusion("", "implement", "袁昆腔", date(2026, 12, 20))
    await conclude((await items_of(cast))[2], what, by)
    await drafted(cast)
    row = await read(cast, made)
    assert row.version == 4
    assert row.body.paragraphs[MORE] == "手写的一段\n协商意见：写得更清楚。"
    assert "item.2.outcome" not in row.body.paragraphs
    assert "2026年12月20日" in row.body.paragraphs["item.2.next"]


async def test_publication_needs_both_signatures(cast: Cast) -> None:
    made = await drafted(cast)
    await actions.sign(made, "recorder", None, cast.actor(cast.secretary))
    with refusal("minutes.unsigned"):
        await actions.publish(made, cast.actor(cast.secretary))


async def test_an_edit_after_signing_voids_the_signatures(cast: Cast) -> None:
    made = await signed(cast)
    await actions.revise(made, MORE, "又改了", 1, cast.actor(cast.secretary))
    with refusal("minutes.unsigned"):
        await actions.publish(made, cast.actor(cast.secretary))
    assert len(await queries.signatures(made)) == 2


async def test_signing_and_publishing_twice_is_once(cast: Cast) -> None:
    made = await signed(cast)
    await actions.sign(made, "chair", 1, cast.actor(cast.chair))
    await actions.publish(made, cast.actor(cast.secretary))
    before = await acts(cast)
    await actions.publish(made, cast.actor(cast.secretary))
    await actions.sign(made, "chair", 1, cast.actor(cast.chair))
    assert await unread(cast) == made
    assert await acts(cast) == before


async def test_publication_freezes_text_number_and_hash_in_the_record(cast: Cast) -> None:
    made = await signed(cast)
    await actions.publish(made, cast.actor(cast.secretary))
    row = await queries.minutes_for(None, made)
    assert row.number == f"苏锦一议纪〔{row.published_at.year}〕1号" if row.published_at else False
    assert row.body.number == row.number
    assert row.sha256 == digest(row.text) == digest(to_json(from_json(row.text)))
    last = (await acts(cast))[-1]
    assert last["act"] == "minutes.published"
    assert last["body"] == {"minutes": made, "version": 1, "sha256": row.sha256}
    with refusal("minutes.published_already"):
        await actions.revise(made, MORE, "太晚了", 1, cast.actor(cast.secretary))


async def test_the_record_names_nobody(cast: Cast) -> None:
    made = await signed(cast)
    await actions.publish(made, cast.actor(cast.secretary))
    entries = [entry for entry in await acts(cast) if str(entry["act"]).startswith("minutes.")]
    assert len(entries) == 5
    assert not any(name in json.dumps(entries, ensure_ascii=False) for name in cast.people)


async def test_a_draft_is_not_there_for_residents_and_other_communities(cast: Cast) -> None:
    made, other = await drafted(cast), await assemble("光华社区")
    with pytest.raises(NotThere):
        await queries.minutes_for(None, made)
    with pytest.raises(NotThere):
        await queries.minutes_for(replace(viewer(cast, "顾水巷"), offices=()), made)
    with pytest.raises(NotThere):
        await queries.minutes_for(viewer(other, other.secretary), made)
    with pytest.raises(NotThere):
        await actions.revise(made, MORE, "别处", 1, other.actor(other.secretary))


@pytest.mark.parametrize(
    ("settings", "number"),
    [
        ({}, "苏锦一议纪〔2026〕1号"),
        ({"minutes_before": {"2026": 2}}, "苏锦一议纪〔2026〕3号"),
        ({"minutes_mark": "锦议", "minutes_before": {"2025": 9}}, "锦议〔2026〕1号"),
    ],
)
def test_the_number_follows_the_settings(settings: dict[str, object], number: str) -> None:
    assert rules.number("苏锦一社区", settings, 2026, 0) == number
