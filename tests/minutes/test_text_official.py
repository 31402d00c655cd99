"""会议认为, 会议要求, 协商意见, the rule of a vote: told where the record says so, never else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from council.minutes import words
from council.minutes.blocks import Draft, Fields, Paragraph, VoteTable, digest, from_json, to_json
from council.minutes.changes import carried_over
from council.minutes.facts import Dissent, Item, Person, Roll, Speech
from council.minutes.heads import sectors
from council.minutes.text import decisions, draft
from council.voting.rules import PRESETS
from tests.minutes.demo_facts import DEMO, ITEMS

SPOKE = (Speech("甲", "够用"),)


def paragraphs(item: Item) -> dict[str, str]:
    return draft(replace(DEMO, items=(item,))).paragraphs


def test_what_the_meeting_thought_is_offered_blank_where_it_was_discussed() -> None:
    assert paragraphs(Item(1, "题", "consult", speeches=SPOKE))["item.1.view"] == ""
    assert "item.1.view" not in paragraphs(Item(1, "题", "inform"))


def test_what_the_meeting_thought_is_told_where_the_secretary_wrote_it_down() -> None:
    item = Item(1, "题", "consult", speeches=SPOKE, views=("箱子够用。", "要有人清"))
    assert paragraphs(item)["item.1.view"] == "会议认为：箱子够用；要有人清。"


def test_what_the_meeting_asked_for_stands_before_who_sees_to_it() -> None:
    asked = Item(1, "题", "consult", wanted=("物业每周清一次。",))
    assert paragraphs(asked)["item.1.next"] == "会议要求：物业每周清一次。"
    both = replace(asked, responsible="袁昆腔", due=date(2026, 12, 14))
    told = "会议要求：物业每周清一次；由袁昆腔负责，于2026年12月14日前完成。"
    assert paragraphs(both)["item.1.next"] == told


def test_con_1_an_opinion_is_not_called_a_decision_in_the_table_either() -> None:
    item = Item(1, "题", "consult", outcome="先试半年", next_step="implement")
    assert decisions([item])[0].matter == "协商意见：先试半年"
    assert paragraphs(item)["item.1.outcome"] == "协商意见：先试半年。"
    decided = replace(item, ends_in="decision")
    assert decisions([decided])[0].matter == "先试半年"
    assert paragraphs(decided)["item.1.outcome"] == "会议决定：先试半年。"
    assert paragraphs(decided)["item.1.next"] == "会议要求：付诸实施。"


def test_con_3_a_dissent_says_until_when_it_is_explained() -> None:
    said = (Dissent("太吵"), Dissent("太贵", "甲", date(2026, 12, 20)))
    told = paragraphs(Item(1, "题", "consult", dissents=said))
    assert told["item.1.dissent.1"] == "有委员提出不同意见：太吵。"
    with_day = "委员甲提出不同意见：太贵。对此于2026年12月20日前作出书面说明。"
    assert told["item.1.dissent.2"] == with_day


@pytest.mark.parametrize(
    ("code", "more", "told"),
    [
        ("COM", {}, "超过到会人数的半数"),
        ("RES-ALL", {}, "超过到会人数的半数"),
        ("RONR", {}, "超过赞成、反对票数的半数"),
        ("OWN-ORD", {}, "超过参与表决的人数和面积的半数"),
        ("OWN-SPEC", {}, "达到参与表决的人数和面积的四分之三"),
        ("OWN-UNAN", {}, "全体一致同意"),
        ("VIL-REP", {"represented": True}, "超过到会和被代理人数的半数"),
    ],
)
def test_a_rule_as_it_was_frozen_says_its_threshold_and_its_base(
    code: str, more: dict[str, Any], told: str
) -> None:
    assert words.passes(PRESETS[code].as_data(), **more) == told


def test_votes_by_different_rules_stand_in_tables_that_say_which() -> None:
    item = ITEMS[2]
    close = replace(item.votes[0], motion="", text="休会", passes="超过赞成、反对票数的半数")
    made = draft(replace(DEMO, items=(replace(item, votes=(*item.votes, close)),)))
    tables = [block for block in made.blocks if isinstance(block, VoteTable)]
    assert [(one.key, one.caption, len(one.rows)) for one in tables] == [
        ("item.3.votes.named", "记名表决，超过到会人数的半数为通过", 2),
        ("item.3.votes.named.2", "记名表决，超过赞成、反对票数的半数为通过", 1),
    ]


def test_each_sector_says_who_was_called_came_excused_or_stayed_away() -> None:
    a, b, c = Person("甲", "居民"), Person("乙", "物业"), Person("丙", "物业")
    roll = Roll(
        (a,), left=(b,), absent=(c,), leave=(Person("丁"),), observers=(Person("戊", "街道"),)
    )
    told = "居民1人全到；物业应到2人、实到1人、缺席1人；其他应到1人、实到0人、请假1人"
    assert sectors(roll) == told
    assert sectors(Roll((a,))) == ""


def test_what_is_attached_is_named_and_nothing_where_there_is_nothing() -> None:
    def named(made: Draft) -> list[str]:
        return [block.key for block in made.blocks if isinstance(block, Fields)]

    assert named(draft(DEMO)) == ["head", "attachments"]
    assert named(draft(replace(DEMO, attachments=()))) == ["head"]


def _old(made: Draft) -> Draft:
    """As drafts were made before: without a view, without attachments, other captions."""
    blocks = tuple(
        replace(block, caption="记名表决") if isinstance(block, VoteTable) else block
        for block in made.blocks
        if not block.key.endswith(".view") and block.key != "attachments"
    )
    return replace(made, blocks=blocks)


def test_an_older_draft_brought_up_to_date_keeps_every_word_that_was_typed() -> None:
    anew = draft(DEMO)
    older = _old(anew)
    gone = replace(older, blocks=(*older.blocks, Paragraph("item.3.aside", "旧时的一段")))
    typed = gone.with_paragraphs(
        [
            ("item.3.discussion", "讨论热烈。"),
            ("item.3.aside", "改过的一段"),
            ("item.1.more", "补一句"),
        ]
    )
    made = carried_over(gone, typed, anew)
    told = made.paragraphs
    assert [block.key for block in made.blocks] == [block.key for block in anew.blocks]
    assert told["item.3.discussion"] == "讨论热烈。"
    assert told["item.1.more"] == "补一句"
    assert told["item.3.more"] == "改过的一段"
    assert told["item.3.view"] == ""


def test_an_older_text_is_read_and_written_with_the_same_hash() -> None:
    stored = to_json(_old(draft(DEMO)))
    assert digest(to_json(from_json(stored))) == digest(stored)
    assert digest(to_json(draft(DEMO))) != digest(stored)
