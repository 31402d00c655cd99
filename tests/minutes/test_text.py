from __future__ import annotations

from dataclasses import astuple, replace
from datetime import datetime

import pytest

from council.minutes import words
from council.minutes.blocks import (
    Attendance,
    Block,
    DecisionTable,
    Fields,
    Heading,
    Paragraph,
    VoteTable,
    from_json,
    to_json,
)
from council.minutes.facts import Item, Motion, Person, Speech
from council.minutes.heads import attendance_sentence
from council.minutes.text import decisions, draft
from tests.minutes.demo_facts import CHAIR, DEMO, LEAVE, PLAN, ZONE

DECIDED = "会议决定：同意将 XM-01 至 XM-04 列入 2027 年度项目并公示。"

SECTORS = (
    "社区工作人员2人全到；社区居民代表5人全到；社会组织代表2人全到；业主委员会代表2人全到；"
    "物业公司代表应到2人、实到1人、请假1人；人大代表1人全到；政协委员应到1人、实到0人、请假1人"
)

GOLDEN = f"""\
时间：2026年12月5日14:00至15:52
地点：苏锦一社区党群服务中心二楼议事厅
主持人：曹评话（主任委员）
记录人：袁昆腔（书记员）
到会情况：应到15人，实到13人，请假2人，符合约定人数
各方到会：{SECTORS}
约定人数：至少10人（应到的三分之二以上）
会议依次审议了6项议题，进行了3次表决。现将会议议定事项纪要如下：
# 一、通报上次会议议定事项落实情况
会议听取了袁昆腔（社区工作人员）的汇报。
# 二、开放空间议事会(11月15日)成果报告
会议听取了钱桂花（社区居民代表）的汇报。
# 三、审议“银龄暖桌”等四个服务项目实施方案
会议听取了邓水磨（社会组织代表）的说明。
讨论中，张花窗表示赞成，认为：旧衣没有地方放，四只箱子够用；曾绣绷表示反对，认为：箱子要有人清。
修正案3-A（修正动议3）由沈石桥提出、张花窗附议：在 XM-02 中增列旧衣回收箱 4 只。
动议3由李黛瓦提出、梁蚕豆附议：同意将 XM-01 至 XM-04 列入 2027 年度项目并公示。
[记名表决，超过到会人数的半数为通过] 修正案3-A 13 6 6 1 7 未通过
[记名表决，超过到会人数的半数为通过] 动议3 13 11 1 1 7 通过
修正案3-A：赞成6票，不超过到会13人的半数，未通过。
动议3：赞成11票，超过到会13人的半数，通过。{DECIDED}
会议要求：由袁昆腔负责，付诸实施，于2026年12月14日前完成。
# 四、电动自行车充电棚选址(通报业主意见征询 V-2026-02 的结果)
会议听取了唐腊梅（业主委员会代表）的情况介绍。
协商意见：业主意见征询未达四分之三，形成两套替代意见，下次会议再协商。
会议要求：由唐腊梅负责，下次会议再协商，于2026年12月31日前完成。
# 五、是否把议事会改到每月第一个周六上午
会议听取了徐青团的说明。
动议5由沈石桥提出、张花窗附议：自2027年1月起，议事会固定在每月第一个周六上午举行。
[记名表决，超过到会人数的半数为通过] 动议5 13 6 5 2 7 未通过
动议5：赞成6票，不超过到会13人的半数，未通过。
# 六、下次会议时间与议题征集
会议听取了袁昆腔（社区工作人员）的通报。
# 议定事项与责任人
[3] 同意将 XM-01 至 XM-04 列入 2027 年度项目并公示 袁昆腔 2026年12月14日
[4] 协商意见：业主意见征询未达四分之三，形成两套替代意见，下次会议再协商 唐腊梅 2026年12月31日
附件：1．签到表；2．表决情况表
出席：社区工作人员 曹评话（主任委员）、袁昆腔（书记员）
出席：社区居民代表 沈石桥、张花窗、李黛瓦、梁蚕豆、钱桂花
出席：社会组织代表 邓水磨、傅折扇
出席：业主委员会代表 唐腊梅（副主任委员）、冯木香
出席：物业公司代表 曾绣绷
出席：人大代表 吕宋锦
请假：物业公司代表 彭丝线
请假：政协委员 苏年画
列席：街道办事处 何榫卯
列席：居务监督委员会 施檀香
"""


def lines(block: Block) -> list[str]:
    """A block as plain lines, to be compared by eye."""
    match block:
        case Fields(rows=rows):
            return [f"{row.label}：{row.value}" for row in rows]
        case Heading(text=text):
            return [f"# {text}"]
        case Paragraph(text=text):
            return [text] if text else []
        case VoteTable(caption=caption, rows=votes):
            return [" ".join((f"[{caption}]", *map(str, astuple(row)))) for row in votes]
        case DecisionTable(rows=decided):
            return [f"[{row.no}] {row.matter} {row.responsible} {row.due}" for row in decided]
        case Attendance(groups=groups):
            return [f"{g.label}：{s.label} {s.value}" for g in groups for s in g.sectors]


def test_the_demo_meeting_gives_the_golden_text() -> None:
    made = draft(DEMO)
    assert "\n".join(line for block in made.blocks for line in lines(block)) + "\n" == GOLDEN
    assert made.issuer == "苏锦一社区“三社联动”共治协商委员会"
    assert made.title == "2026年第3次会议纪要"
    assert made.day == "2026年12月5日"


def test_doc_6_tells_the_quorum_in_one_sentence() -> None:
    assert attendance_sentence(DEMO) == "应到15人，实到13人，请假2人，符合约定人数"


def test_doc_6_names_the_absent_and_a_quorum_that_was_missed() -> None:
    roll = replace(DEMO.roll, present=(CHAIR,), left=(), leave=LEAVE, absent=(Person("丁"),))
    quorum = replace(DEMO.quorum, met=False, statutory=True)
    sentence = attendance_sentence(replace(DEMO, roll=roll, quorum=quorum))
    assert sentence == "应到4人，实到1人，请假2人，缺席1人，不符合法定人数"


def test_those_who_left_early_were_there() -> None:
    roll = replace(DEMO.roll, present=DEMO.roll.present[1:], left=DEMO.roll.present[:1])
    facts = replace(DEMO, roll=roll)
    assert "实到13人" in attendance_sentence(facts)
    last = draft(facts).blocks[-1]
    assert isinstance(last, Attendance)
    assert "中途离会" in [group.label for group in last.groups]


def test_a_draft_comes_back_from_its_canonical_text_unchanged() -> None:
    made = draft(DEMO)
    assert from_json(to_json(made)) == made
    assert to_json(from_json(to_json(made))) == to_json(made)


def test_every_key_is_there_once_and_survives_a_second_making() -> None:
    keys = [block.key for block in draft(DEMO).blocks]
    assert len(set(keys)) == len(keys)
    longer = replace(DEMO, items=(*DEMO.items, Item(7, "其他", "inform")))
    assert set(keys) <= {block.key for block in draft(longer).blocks}


def test_only_paragraphs_can_be_given_other_words() -> None:
    made = draft(DEMO)
    other = made.with_paragraphs([("item.1.presenter", "会议认为可行。"), ("item.1", "改标题")])
    changed = [new.key for old, new in zip(made.blocks, other.blocks, strict=True) if old != new]
    assert changed == ["item.1.presenter"]


def test_mtg_7_an_amendment_of_an_amendment_stands_before_both() -> None:
    motions = (
        Motion("3", "主案", "甲", "乙"),
        Motion("3-A", "修正", "甲", "乙", amends="3"),
        Motion("3-B", "再修正", "甲", "乙", amends="3-A"),
    )
    made = draft(replace(DEMO, items=(Item(3, "题", "vote", motions=motions),)))
    keys = [block.key for block in made.blocks if ".motion." in block.key]
    assert keys == ["item.3.motion.3-B", "item.3.motion.3-A", "item.3.motion.3"]


def test_motions_that_amend_each_other_are_all_told_once() -> None:
    circle = (
        Motion("1", "甲案", "甲", "乙", amends="2"),
        Motion("2", "乙案", "甲", "乙", amends="1"),
    )
    made = draft(replace(DEMO, items=(Item(1, "题", "vote", motions=circle),)))
    assert sum(".motion." in block.key for block in made.blocks) == 2


def test_a_passed_amendment_is_no_decision_of_its_own() -> None:
    item = DEMO.items[2]
    carried = tuple(replace(vote, verdict="passed") for vote in item.votes)
    (row,) = decisions([replace(item, votes=carried)])
    assert row.matter == PLAN


def test_a_meeting_without_items_says_so() -> None:
    made = draft(replace(DEMO, items=()))
    text = "".join(line for block in made.blocks for line in lines(block))
    assert "会议没有列入议题" in text
    assert "本次会议没有形成议定事项" in text


def test_polls_outside_the_agenda_are_told_at_the_end() -> None:
    loose = (replace(DEMO.items[2].votes[1], motion="", text="休会十分钟"),)
    made = draft(replace(DEMO, votes=loose))
    assert "七、会议还表决了其他事项" in [b.text for b in made.blocks if isinstance(b, Heading)]
    assert made.paragraphs["other.result.1"].startswith("休会十分钟：赞成11票")


def test_own_18_an_opinion_poll_of_owners_decides_nothing_though_it_passed() -> None:
    item, poll = DEMO.items[2], replace(DEMO.items[2].votes[1], advisory=True)
    made = draft(replace(DEMO, items=(replace(item, votes=(poll,), motions=()),)))
    told = made.paragraphs[next(key for key in made.paragraphs if key.endswith("result.1"))]
    assert told.endswith("本次是业主意见征询，供参考，不是业主大会的表决。")
    assert "会议决定" not in told
    asked = replace(poll, advisory=False)
    made = draft(replace(DEMO, items=(replace(item, votes=(asked,), motions=()),)))
    assert any("会议决定" in text for text in made.paragraphs.values())
    opinion, decision = (replace(item, votes=(one,), motions=()) for one in (poll, asked))
    assert PLAN not in "".join(row.matter for row in decisions((opinion,)))
    assert PLAN in "".join(row.matter for row in decisions((decision,)))


def test_a_vote_over_days_speaks_of_those_who_took_part_and_of_nobody_present() -> None:
    counted = {"present": 3, "quorum_needed": 5, "denominator": 9, "yes": 5}
    invalid = words.judged({**counted, "verdict": "invalid"}, base="participating", over_days=True)
    assert invalid == "参加表决3人，不足5人，表决无效"
    passed = words.judged({**counted, "verdict": "passed"}, base="participating", over_days=True)
    assert passed == "赞成5票，超过参加表决9人的半数，通过"
    unanimous = words.judged({**counted, "verdict": "failed"}, base="eligible", over_days=True)
    assert unanimous == "同意5人，须全体9人同意，未通过"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (60, "六十"),
        (99, "九十九"),
        (100, "一百"),
        (105, "一百零五"),
        (119, "一百一十九"),
        (320, "三百二十"),
    ],
)
def test_headings_count_in_chinese(number: int, text: str) -> None:
    assert words.han(number) == text


def test_a_meeting_past_midnight_names_both_days() -> None:
    end = datetime(2026, 12, 6, 0, 10, tzinfo=ZONE)
    assert words.span(DEMO.starts_at, end) == "2026年12月5日14:00至2026年12月6日00:10"


@pytest.mark.parametrize(
    ("side", "said", "told"),
    [
        ("yes", "够用。", "讨论中，甲表示赞成，认为：够用。"),
        ("no", "", "讨论中，甲表示反对。"),
        ("", "够用", "讨论中，甲认为：够用。"),
        ("", "", "讨论中，甲发言。"),
    ],
)
def test_a_speech_is_told_with_its_side_and_its_point(side: str, said: str, told: str) -> None:
    item = Item(1, "题", "consult", speeches=(Speech("甲", said, side),))
    assert draft(replace(DEMO, items=(item,))).paragraphs["item.1.discussion"] == told


def test_a_long_speech_is_cut_and_shows_that_it_was() -> None:
    assert words.short("长" * 200) == "长" * 120 + "……"
    assert words.short("不长。") == "不长"


def test_who_took_no_part_and_what_was_put_off_is_told() -> None:
    item = Item(4, "充电棚选址", "consult", recused=("张花窗", "沈石桥"), postponed=True)
    made = draft(replace(DEMO, items=(item,)))
    told = "\n".join(line for block in made.blocks for line in lines(block))
    assert "张花窗、沈石桥回避本项，不参加本项表决。" in told
    assert "本项延期再议。" in told
