"""The few marks of a paragraph: what they come to, and that everything else is just letters."""

from __future__ import annotations

import pytest

from council.minutes.marks import Line, Run, lines


def text(*runs: Run) -> tuple[Line, ...]:
    return (Line("text", runs),)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("会议认为可行。", text(Run("会议认为可行。"))),
        ("先**公示**再实施", text(Run("先"), Run("公示", strong=True), Run("再实施"))),
        ("**公示**", text(Run("公示", strong=True))),
        (r"\**不是重点\**", text(Run("**不是重点**"))),
        ("5 ** 3 ** 2", text(Run("5 ** 3 ** 2"))),
        ("**没有结束", text(Run("**没有结束"))),
        ("****", text(Run("****"))),
        ("- 公示", (Line("point", (Run("公示"),)),)),
        ("·  公示", (Line("point", (Run("公示"),)),)),
        (r"\- 公示", text(Run("- 公示"))),
        ("-公示", text(Run("-公示"))),
        ("- ", text(Run("-"))),
        ("（一）公示办法", (Line("heading", (Run("（一）公示办法"),)),)),
        ("（一）公示五天。", text(Run("（一）公示五天。"))),
        ("# 不是标题", text(Run("# 不是标题"))),
        ("[网址](javascript:alert(1))", text(Run("[网址](javascript:alert(1))"))),
        ("<b>不是</b>", text(Run("<b>不是</b>"))),
        ("", ()),
        (" \n\n ", ()),
    ],
)
def test_a_line_comes_to(typed: str, found: tuple[Line, ...]) -> None:
    assert lines(typed) == found


def test_every_line_of_its_own() -> None:
    kinds = [one.kind for one in lines("会议要求：\n- 公示\n- **上墙**\n（二）经费\n以上。")]
    assert kinds == ["text", "point", "point", "heading", "text"]


@pytest.mark.parametrize("typed", ["**a**b**", "***a***", "**a** **b**", "- - a", "**- a**"])
def test_no_word_is_lost_whatever_the_marks(typed: str) -> None:
    (found,) = lines(typed)
    assert [one for one in found.text if one.isalpha()] == [one for one in typed if one.isalpha()]
