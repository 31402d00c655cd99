"""The form for chat groups: every fact in lines that a phone shows whole."""

from __future__ import annotations

from dataclasses import replace

from council.documents.lines import HANGING, columns
from council.minutes import plain
from council.minutes.blocks import Paragraph
from council.minutes.text import draft
from tests.minutes.demo_facts import DEMO
from tests.minutes.sheets import ADDRESS, sheet


def test_lines_are_at_most_twenty_characters_but_for_the_address() -> None:
    lines = plain.text(sheet(draft(DEMO))).splitlines()
    assert all(columns(one) <= plain.WIDTH + HANGING for one in lines if one != ADDRESS)
    assert ADDRESS in lines


def test_every_count_and_every_decision_stands_in_it() -> None:
    text = "".join(plain.text(sheet(draft(DEMO))).split())
    assert "动议3：到会13，赞成11，反对1，弃权1，须至少7，通过" in text
    assert "修正案3-A：到会13，赞成6，反对6，弃权1，须至少7，未通过" in text
    assert "责任人袁昆腔，完成时限2026年12月14日" in text
    assert "应到15人，实到13人，请假2人，符合约定人数" in text
    assert "主持人：曹评话2026年12月5日17:20签" in text


def test_a_draft_says_that_it_is_one() -> None:
    assert "草稿，尚未公开" in plain.text(sheet(draft(DEMO), issued=""))
    assert "尚未公开" not in plain.text(sheet(draft(DEMO)))


def test_paragraphs_begin_two_characters_in_and_empty_ones_are_left_out() -> None:
    made = replace(draft(DEMO), blocks=(Paragraph("a", "甲\n\n乙"), Paragraph("b", "")))
    lines = plain.text(sheet(made)).splitlines()
    assert [one for one in lines if one.startswith("　　")] == ["　　甲", "　　乙"]
