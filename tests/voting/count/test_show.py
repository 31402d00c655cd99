"""Reports of counts: text that lines up, JSON that can be compared, pictures that anybody reads."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.i18n import speaking
from council.meetings.shares import Share
from council.voting.count import choose, dots, score
from council.voting.count.counted import CHOSEN, IN, OUT, Counted, Row, Stage, TieBreak
from council.voting.count.show import as_json, as_svg, as_text, svg, svg_bars
from council.voting.count.show.letters import plain, shorten, width, wrap
from council.voting.count.show.numbers import cut, digits, exact
from council.voting.count.show.report import Report
from council.voting.count.show.words import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.async_api import Browser

NASTY = '<script>&"'
SVG = "{http://www.w3.org/2000/svg}"
PEOPLE = ("王建国", "李秀英", NASTY, "Zhao Dayou")
MEANS = score.count(("电梯", "停车"), (((5, None), 2), ((4, 2), 1)), by="mean")
TIED = choose.count(PEOPLE, (((0,), 40), ((1,), 20), ((2,), 20), ((3,), 10), ((), 3)), seats=2)
DOTS = dots.count(("电梯", "停车", "食堂"), (((0, 0, 1), 20), ((1, 2), 10)), participants=48)


def row(option: int, value: str, state: str = IN, change: str = "0") -> Row:
    return Row(option, Fraction(value), state, Fraction(change))


STV = Counted(
    method="stv",
    parameters={"seats": 2, "order": [0, 1, 2, 3]},
    options=PEOPLE,
    ballots=100,
    invalid=2,
    stages=(
        Stage(
            "first", (row(0, "45", CHOSEN), row(1, "25"), row(2, "20"), row(3, "10")), (), 0, 0, 34
        ),
        Stage(
            "surplus",
            (
                row(0, "34", CHOSEN, "-11"),
                row(1, "30.13330", IN, "5.13330"),
                row(2, "22.19995", IN, "2.19995"),
                row(3, "11.46660", IN, "1.46660"),
            ),
            (0,),
            Fraction("2.19995"),
            Fraction("0.00020"),
            34,
        ),
        Stage(
            "excluded",
            (
                row(0, "34", CHOSEN),
                row(1, "35.59990", CHOSEN, "5.46660"),
                row(2, "26.19995", IN, "4"),
                row(3, "0", OUT, "-11.46660"),
            ),
            (3,),
            Fraction("4.19995"),
            Fraction("0.00020"),
            34,
        ),
    ),
    chosen=(0, 1),
    ties=(TieBreak(2, (2, 3), (3,), "history"),),
)
BUDGET = Counted(
    method="a_new_budget",
    parameters={"costs": [500, 900], "weird": {"x": 1}},
    options=("路灯", "花坛"),
    ballots=30,
    invalid=0,
    stages=(
        Stage("first", (Row(0, 20), Row(1, 18, OUT, why="other.never_heard_of")), threshold=1),
        Stage("sold_off", (Row(0, 20, CHOSEN, -500),), (0,)),
        Stage("result", (Row(0, 20, CHOSEN), Row(1, 18, OUT, why="budget.too_dear")), (0,)),
    ),
    chosen=(0,),
    more={"left": 0, "projects": [{"option": 0, "cost": 500}, {"option": 1, "missing": None}]},
)
ALL = {"tied": TIED, "means": MEANS, "dots": DOTS, "stv": STV, "budget": BUDGET}


def text(counted: Counted, **how: Any) -> str:
    return as_text.write(counted, "推选", words(), **how)


def picture(counted: Counted, title: str = "推选", **how: Any) -> ET.Element:
    return ET.fromstring(as_svg.write(counted, title, words(), **how))  # noqa: S314 - we wrote it


def texts(root: ET.Element) -> list[str]:
    return [one.text or "" for one in root.iter(f"{SVG}text")]


def bars(root: ET.Element) -> list[ET.Element]:
    return [one for one in root.iter(f"{SVG}rect") if one.get("class") == "bar"]


# Numbers

CUTS: list[tuple[Fraction, int, str]] = [
    (Fraction(2, 3), 2, "0.66"),
    (Fraction(-2, 3), 2, "-0.66"),
    (Fraction(1999999, 1000000), 5, "1.99999"),
    (Fraction(-1, 1000), 2, "0.00"),
    (Fraction(7), 0, "7"),
    (Fraction(7), 2, "7.00"),
    (Fraction(123450, 1000), 5, "123.45000"),
    (Fraction(10**20 + 1, 3), 1, "33333333333333333333.6"),
]


def wrong_cuts(write: Callable[[Fraction, int], str]) -> list[str]:
    return [wanted for number, places, wanted in CUTS if write(number, places) != wanted]


def rounded(number: Fraction, places: int) -> str:
    return f"{Decimal(number.numerator) / Decimal(number.denominator):.{places}f}"


def floored(number: Fraction, places: int) -> str:
    return f"{Decimal(number * 10**places // 1).scaleb(-places):.{places}f}"


def by_float(number: Fraction, places: int) -> str:
    scaled = int(float(number) * 10**places)
    return f"{Decimal(scaled).scaleb(-places):.{places}f}"


def test_decimals_are_cut_and_never_rounded() -> None:
    assert wrong_cuts(cut) == []


@pytest.mark.parametrize("broken", [rounded, floored, by_float])
def test_the_table_catches_another_way_to_write_numbers(
    broken: Callable[[Fraction, int], str],
) -> None:
    assert wrong_cuts(broken) != []


@given(st.fractions(), st.integers(0, 5))
def test_what_is_cut_is_less_than_one_last_digit_away(number: Fraction, places: int) -> None:
    away = abs(number) - abs(Fraction(cut(number, places)))
    assert 0 <= away < Fraction(1, 10**places)


@given(st.fractions())
def test_an_exact_number_can_be_read_back(number: Fraction) -> None:
    assert Fraction(exact(number)) == number


# Letters


def test_a_chinese_letter_is_two_columns_wide() -> None:
    assert [width(one) for one in ("王", "A", "，", "é", "e\u0301", "ｗ", "王a")] == [
        2,
        1,
        2,
        1,
        1,
        2,
        3,
    ]


def test_lines_break_at_spaces_where_there_are_some() -> None:
    assert wrap("Mend the fence behind it", 10) == ["Mend the", "fence", "behind it"]
    assert wrap("在三号楼东侧空地", 6) == ["在三号", "楼东侧", "空地"]
    assert shorten("在三号楼东侧空地", 7) == "在三号…"


@given(st.text(), st.integers(2, 20))
def test_no_wrapped_line_is_too_wide_and_no_letter_is_lost(words: str, columns: int) -> None:
    lines = wrap(plain(words), columns)
    assert all(width(line) <= columns for line in lines)
    assert "".join(lines).replace(" ", "") == plain(words).replace(" ", "")


# Text


@pytest.mark.parametrize("name", ALL)
def test_columns_line_up_under_chinese_names(name: str) -> None:
    lines = text(ALL[name]).splitlines()
    first = next(i for i, line in enumerate(lines) if line.startswith("第1步"))
    rows = lines[first + 1 : first + 2 + len(ALL[name].options)]
    # The column of numbers ends in the same place on every line.
    ends = set()
    for line in rows:
        head = line.find("  ", 2)
        number = len(line) - len(line[head:].lstrip())
        end = line.find("  ", number)
        ends.add(width(line if end < 0 else line[:end]))
    assert len(ends) == 1


def test_values_of_stv_have_five_exact_decimals() -> None:
    report = text(STV)
    for number in ("45.00000", "30.13330", "+5.13330", "-11.46660", "0.00020", "34.00000"):
        assert number in report
    assert "不四舍五入" not in report


def test_a_mean_is_cut_to_the_places_that_are_stated_or_written_as_a_fraction() -> None:
    assert "4.66 " in text(MEANS)
    assert "小数截到2位，不四舍五入。" in text(MEANS)
    assert "4.6666 " in text(MEANS, places=4)
    assert "14/3" in text(MEANS, fractions=True)
    assert "不四舍五入" not in text(MEANS, fractions=True)


def test_the_text_tells_parameters_invalid_ballots_the_tie_and_who_is_chosen() -> None:
    share = Share(1, 4, strict=True)
    found = choose.count(PEOPLE, (((0,), 4), ((1,), 4), ((2,), 2), ((), 3)), threshold=share)
    report = text(found)
    assert "最低要求    超过有效票的1/4" in report
    assert "无效票    3 (选得太少 3)" in report
    assert "须达到  3" in report
    assert "第1步：王建国、李秀英并列，没有办法分出先后，席位空缺。" in report
    assert "没有选出任何一项。" in report
    assert "没有达到要求" in report
    assert "入选：王建国、李秀英。" in text(STV)
    assert "按先前各步的得数，这一步取Zhao Dayou。" in text(STV)


def test_dot_the_text_says_that_dots_decide_nothing_and_how_many_are_left() -> None:
    report = text(DOTS)
    assert report.endswith("只排名次，不作决定。\n")
    assert "没有用  160" in report


def test_an_unknown_stage_reason_and_parameter_are_still_readable() -> None:
    report = text(BUDGET)
    for words_ in (
        "a new budget",
        "sold off：路灯",
        "other: never heard of",
        "weird",
        "剩下的钱不够",
    ):
        assert words_ in report
    assert "路灯 500、花坛 900" in report
    assert "a new budget" in "".join(texts(picture(BUDGET)))


def test_own_words_can_be_added() -> None:
    known = {**words(), "stage.sold_off": "卖掉了", "method.a_new_budget": "新方法"}
    report = as_text.write(BUDGET, "预算", known)
    assert "卖掉了：路灯" in report
    assert "新方法" in report


@pytest.mark.parametrize("bad", ["\x1b[2Jx", "a\u202eb", "a\rb\nc", "\x07", "\ufffe", "\ud800"])
def test_no_name_steers_a_terminal_or_breaks_a_picture(bad: str) -> None:
    named = replace(TIED, options=(bad, *PEOPLE[1:]))
    as_svg.write(named, bad, words()).encode()
    picture(named, bad)
    report = as_text.write(named, bad, words())
    assert not set(report) & set("\x1b\u202e\r\x07\ufffe\ud800")
    assert len(report.splitlines()) == len(text(TIED).splitlines())


def test_both_languages_have_every_word() -> None:
    chinese = words()
    with speaking("en"):
        assert words().keys() == chinese.keys()
    assert {key for key, word in chinese.items() if not word} == {"state.in", "why.budget.bought"}


# JSON


@pytest.mark.parametrize("name", ALL)
def test_json_holds_every_number_exactly_as_text(name: str) -> None:
    counted = ALL[name]
    found = json.loads(as_json.write(counted), parse_float=pytest.fail)
    assert found["version"] == as_json.VERSION
    for stage, written in zip(counted.stages, found["stages"], strict=True):
        values = {one["option"]: one["value"] for one in written["rows"]}
        assert all(isinstance(value, str) for value in values.values())
        assert {one.option: Fraction(one.value) for one in stage.rows} == {
            option: Fraction(value) for option, value in values.items()
        }


def test_json_writes_decimals_of_stv_and_other_fractions_as_they_are() -> None:
    report = as_json.write(STV)
    assert '"value": "30.13330"' in report
    assert '"threshold": "34"' in report
    assert '"value": "14/3"' in as_json.write(MEANS)


def test_equal_counts_give_equal_bytes() -> None:
    turned = replace(
        STV,
        parameters=dict(reversed(STV.parameters.items())),
        stages=tuple(replace(one, rows=tuple(reversed(one.rows))) for one in STV.stages),
    )
    assert as_json.write(turned) == as_json.write(STV)
    report = json.loads(as_json.write(STV))
    assert json.dumps(report, ensure_ascii=False, sort_keys=True, indent=2) + "\n" == as_json.write(
        STV
    )


def test_json_refuses_a_float() -> None:
    rows: Any = (Row(0, 0.5),)  # type: ignore[arg-type]  # that is the point
    for bad in (
        replace(STV, stages=(Stage("first", rows),)),
        replace(STV, parameters={"share": [0.5]}),
        replace(STV, more={"left": 0.5}),
    ):
        with pytest.raises(TypeError, match="no floats"):
            as_json.write(bad)


# Pictures


@pytest.mark.parametrize("name", ALL)
def test_a_picture_stands_alone_and_says_what_it_shows(name: str) -> None:
    root = picture(ALL[name], ident="one")
    assert (root.get("width"), root.get("role")) == ("720", "img")
    assert root.get("aria-labelledby") == "one-title one-desc"
    ids = [one.get("id") for one in root.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    assert set(ids) == {"one-title", "one-desc", "one-hatch"}
    assert root.findtext(f"{SVG}title") == "推选"
    assert all(option in (root.findtext(f"{SVG}desc") or "") for option in ALL[name].options)
    source = as_svg.write(ALL[name], "推选", words())
    kinds = {one.tag.removeprefix(SVG) for one in root.iter()}
    drawn = {"svg", "title", "desc", "defs", "pattern", "rect", "line", "text", "g"}
    assert kinds <= drawn
    assert source.count("http") == source.count('xmlns="http://www.w3.org/2000/svg"') == 1


def test_a_name_with_signs_of_xml_stays_text() -> None:
    for counted in (TIED, STV):
        root = picture(counted, NASTY)
        assert NASTY in texts(root)
        assert NASTY in [one.text for one in root.iter(f"{SVG}title")]
        assert root.find(f".//{SVG}script") is None
        assert "<script" not in as_svg.write(counted, NASTY, words(), ident=NASTY)


def test_bars_are_exactly_as_long_as_their_values() -> None:
    lengths = [Fraction(one.get("width", "")) for one in bars(picture(TIED))]
    values = sorted((one.value for one in TIED.stages[0].rows), reverse=True)
    assert [length * values[0] for length in lengths] == [value * lengths[0] for value in values]
    assert lengths[0] == svg_bars.ROOM


@given(st.lists(st.fractions(-100, 100), min_size=1, max_size=6), st.integers(-50, 150))
def test_every_bar_is_its_part_of_the_scale_cut_to_a_thousandth(
    values: list[Fraction], needed: int
) -> None:
    rows = tuple(Row(option, value) for option, value in enumerate(values))
    names = tuple(f"N{option}" for option in range(len(values)))
    counted = Counted("x", {}, names, 1, 0, (Stage("count", rows, threshold=needed),), ())
    root = picture(counted)
    ends = [Fraction(0), Fraction(needed), *values]
    span = max(ends) - min(ends) or 1
    ordered = sorted(values, reverse=True)
    report = Report(counted, words(), digits(counted))
    room = svg_bars._room(report, counted.stages[0])
    for value, bar in zip(ordered, bars(root), strict=True):
        assert bar.get("width") == cut(abs(value) * room / span, 3)


def test_the_dashed_line_stands_where_a_bar_of_that_length_would_end() -> None:
    found = choose.count(
        PEOPLE, (((0,), 60), ((1,), 30), ((2,), 10)), threshold=Share(3, 10, strict=False)
    )
    root = picture(found)
    line = next(one for one in root.iter(f"{SVG}line") if one.get("class") == "threshold")
    bar = bars(root)[1]
    assert Fraction(line.get("x1", "")) == Fraction(bar.get("x", "")) + Fraction(
        bar.get("width", "")
    )
    assert line.get("stroke-dasharray")
    assert "虚线：须达到30" in texts(root)


def test_states_differ_without_colour() -> None:
    looks = [svg.fill(state, "x") for state in (CHOSEN, IN, OUT)]
    assert looks[2] == "url(#x-hatch)"
    assert contrast(looks[0], looks[1]) > 3
    assert {"✓ 入选", "× 未入选", "并列，席位空缺"} <= set(texts(picture(TIED)))


def contrast(one: str, other: str) -> float:
    """Of WCAG: 21 is black on white."""

    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", ALL)
def test_every_text_has_contrast_enough(name: str) -> None:
    colours = {one.get("fill", "") for one in picture(ALL[name]).iter(f"{SVG}text")}
    assert all(contrast(colour, svg.PAPER) >= 4.5 for colour in colours)


def test_several_stages_are_a_table_and_single_steps_are_bars() -> None:
    assert len(bars(picture(STV))) == 12
    assert len(bars(picture(BUDGET))) == 2


def long_names() -> list[Counted]:
    names = (
        "在三号楼东侧空地建一个有顶棚的电动自行车集中充电点并安装烟感报警装置",
        "W" * 60,
        NASTY,
        "赵",
    )
    many = tuple(replace(STV.stages[at % 3], about=(at % 4,)) for at in range(11))
    large = tuple(
        replace(one, rows=tuple(replace(r, value=r.value * 321) for r in one.rows)) for one in many
    )
    tied = choose.count(names, (((0,), 11111), ((1,), 11111), ((2,), 99999)), seats=2)
    return [tied, replace(STV, options=names, stages=large), DOTS, MEANS, BUDGET]


OVERLAPS = """() => {
  const words = [...document.querySelectorAll('text')].filter(one => one.textContent);
  const boxes = words.map(one => [one.textContent, one.getBBox()]);
  const high = document.documentElement.height.baseVal.value;
  const out = boxes.filter(([, b]) => b.x < 0 || b.x + b.width > 720 || b.y + b.height > high);
  const clash = (a, b) => a.x < b.x + b.width - 1 && b.x < a.x + a.width - 1
    && a.y < b.y + b.height - 5 && b.y < a.y + a.height - 5;
  const over = boxes.flatMap(([one, a], i) => boxes.slice(i + 1)
    .filter(([, b]) => clash(a, b)).map(([two]) => [one, two]));
  return [out.map(([one]) => one), over];
}"""


async def test_no_text_leaves_the_picture_or_lies_on_another(chromium: Browser) -> None:
    page = await chromium.new_page()
    for counted in long_names():
        source = as_svg.write(counted, counted.options[0], words())
        await page.goto("about:blank")
        await page.goto("data:image/svg+xml;charset=utf-8," + quote(source))
        assert await page.evaluate(OVERLAPS) == [[], []]
    await page.close()
