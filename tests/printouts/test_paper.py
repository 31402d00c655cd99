"""Printed sheets: everything stands on them, heads come again, nothing runs off the page."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from council.minutes.text import draft
from council.printouts import attending, decided, paper, voted
from council.printouts.sheets import TO_WRITE, Bar, List, Poster
from council.printouts.voted import Voted
from tests.minutes.demo_facts import DEMO
from tests.minutes.sheets import read, sheet, text_of

STAMP = datetime(2026, 12, 5, tzinfo=UTC)
ADDRESS = "https://council.example.cn/polls/abcdefghjkmn"
HOSTILE = '#read("/etc/passwd") [ ] $ \\ <a> 😀'
BARS = (
    Bar("yes", "赞成", 11, "84.6%"),
    Bar("no", "反对", 1, "7.7%"),
    Bar("abstain", "弃权", 1, "7.7%"),
)
POSTER = Poster(
    community="苏锦一社区",
    programme="“三社联动”项目",
    head="表决结果",
    mode="记名表决",
    text="同意下月举办一次开放空间议事会",
    verdict="通过",
    day="2026年12月5日",
    bars=BARS,
    needed=7,
    top=13,
    threshold="至少 7 票",
    sentence="赞成11票，超过到会13人的半数，通过。",
    rule="赞成超过到会13人的半数，即至少7票，为通过。",
    winners=(),
    heads=(),
    lines=(),
    scan="扫码看全部数字。",
    address=ADDRESS,
    hashes=("选票 5e0c19ab7f42d831",),
    stamp=STAMP,
)


def many(rows: int, *, rule: int = TO_WRITE) -> List:
    lines = tuple((str(n), "社区居民代表", f"名字{n}", "", "", "") for n in range(1, rows + 1))
    return List(
        title="签到表",
        subject="第3次会议",
        community="苏锦一社区",
        facts=(("地点", "议事厅"),),
        columns=attending.COLUMNS,
        rows=lines,
        stamp=STAMP,
        signatures=("记录人",),
        mark="空白签到表",
        rule=rule,
    )


def test_a_long_list_turns_pages_with_its_head_again_and_nobody_is_lost() -> None:
    reader = read(paper.typeset(many(60)))
    assert len(reader.pages) >= 3
    texts = [page.extract_text() for page in reader.pages]
    assert all("".join(text.split()).count("序号单位姓名") == 1 for text in texts)
    assert all(f"名字{n}" in "".join(texts) for n in range(1, 61))
    assert f"共 {len(reader.pages)} 页" in texts[0]


def test_a_row_to_sign_in_is_high_enough_for_a_hand() -> None:
    """Twenty rows of 11 mm fill a page that takes many more of the filled sheet."""
    assert len(read(paper.typeset(many(30))).pages) == 2
    assert len(read(paper.typeset(many(30, rule=0))).pages) == 1


@pytest.mark.parametrize(("size", "millimetres"), [("a4", (210, 297)), ("a3", (297, 420))])
def test_a_poster_is_one_page_with_every_number(size: str, millimetres: tuple[int, int]) -> None:
    made = paper.typeset(replace(POSTER, paper=size))
    reader = read(made)
    assert len(reader.pages) == 1
    box = reader.pages[0].mediabox
    assert (
        round(float(box.width) / 72 * 25.4),
        round(float(box.height) / 72 * 25.4),
    ) == millimetres
    text = text_of(made)
    for one in (
        POSTER.text,
        "通过",
        "赞成11",
        "反对1",
        "弃权1",
        "至少7票",
        ADDRESS,
        *POSTER.hashes,
    ):
        assert "".join(one.split()) in text


def test_the_longest_question_leaves_the_poster_on_one_page() -> None:
    made = replace(POSTER, text="议" * 1000, sentence="数" * 160, community="社" * 20)
    assert len(read(paper.typeset(made)).pages) == 1


def test_a_poster_of_options_has_winners_and_the_count_and_one_without_numbers_has_none() -> None:
    lines = (("银龄暖桌", "9"), ("楼道灯", "8"))
    chosen = replace(
        POSTER, bars=(), needed=0, winners=("银龄暖桌",), heads=("选项", "票数"), lines=lines
    )
    assert "1.银龄暖桌" in text_of(paper.typeset(chosen))
    assert "楼道灯8" in text_of(paper.typeset(chosen))
    withheld = paper.typeset(replace(POSTER, bars=(), needed=0, sentence="不到5人"))
    assert "赞成" not in text_of(withheld).replace("赞成超过", "")


def test_what_the_record_says_of_its_state_has_a_place_on_posters() -> None:
    made = text_of(paper.typeset(replace(POSTER, checkpoint=("存证第128号",))))
    assert made.index("选票5e0c19ab") < made.index("存证第128号")


def test_hostile_text_is_printed_letter_by_letter() -> None:
    wanted = "".join(HOSTILE.replace("😀", "〓").split())
    assert wanted in text_of(paper.typeset(replace(POSTER, text=HOSTILE)))
    listed = replace(many(1), rows=(("1", HOSTILE, "甲", "", "", ""),), subject=HOSTILE)
    assert text_of(paper.typeset(listed)).count(wanted) == 2


def test_decisions_are_those_of_the_minutes_and_a_draft_says_that_it_is_one() -> None:
    issued = decided.sheet(sheet(draft(DEMO)), "苏锦一社区")
    text = text_of(paper.typeset(issued))
    assert "袁昆腔2026年12月14日" in text
    assert "唐腊梅2026年12月31日" in text
    assert not issued.watermark
    assert decided.sheet(sheet(draft(DEMO), issued=""), "苏锦一社区").watermark
    nothing = decided.sheet(sheet(draft(replace(DEMO, items=()))), "苏锦一社区")
    assert "没有形成议定事项" in text_of(paper.typeset(nothing))


def test_a_vote_without_numbers_has_lines_and_its_sentence() -> None:
    plain = Voted(
        poll="p",
        no="3-A",
        text="增列旧衣回收箱",
        mode="记名",
        rule="委员会表决",
        counts=("15", "13", "6", "6", "1", "7"),
        verdict="未通过",
        sentence="",
        at=STAMP,
    )
    chosen = replace(
        plain, no="", text="选哪几项", counts=(), verdict="已选出", sentence="选出：甲"
    )
    made = voted.sheet(
        (plain, chosen),
        community="社区",
        programme="",
        subject="第3次会议",
        starts_at=STAMP,
        address=ADDRESS,
    )
    text = text_of(paper.typeset(made))
    assert "动议3-A：增列旧衣回收箱" in text
    assert "15136617未通过" in text
    assert "第2项：选出：甲。" in text
    assert text.count("——") >= 6


def test_equal_sheets_give_equal_bytes_for_the_archive_and_for_who_does_not_see() -> None:
    for one in (POSTER, many(3)):
        first = paper.typeset(one)
        paper.typeset.cache_clear()
        assert paper.typeset(one) == first
        assert b"<pdfaid:part>2</pdfaid:part>" in first
        assert b"pdfuaid:part" in first
