"""Whose heading means what: finding the row of headings, and guessing our columns. Pure.

Secretaries keep their spreadsheets with titles above the headings and in words of their own:
户主姓名, 手机, 门牌号. A sheet with names is one of people; one with areas and rooms of units.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from council.roll import cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from council.roll.sheets import Sheet

PEOPLE_KIND, UNIT_KIND = "people", "units"
# Our column → what it is called elsewhere; the first is our own word. An exact word counts, then
# a beginning or an end of the heading.
PEOPLE_WORDS: dict[str, tuple[str, ...]] = {
    "编号": ("编号", "居民编号", "人员编号", "档案号", "名册编号"),
    "姓名": ("姓名", "户主姓名", "业主姓名", "居民姓名", "名字", "人员姓名", "产权人"),
    "性别": ("性别",),
    "出生日期": ("出生日期", "出生年月日", "生日", "出生年月", "出生"),
    "户籍": ("户籍", "户籍类型", "户籍情况", "是否户籍", "人户情况"),
    "电话": ("电话", "联系电话", "手机", "手机号", "手机号码", "联系方式", "电话号码"),
    "身份证号": ("身份证号", "身份证", "身份证号码", "公民身份号码", "证件号码", "证件号"),
    "住址编号": ("住址编号", "房屋编号", "单元编号"),
    "与房屋关系": ("与房屋关系", "关系", "房屋关系", "居住性质", "身份", "业主或租户"),
    "长辈版": ("长辈版", "大字版"),
    "地址": ("地址", "住址", "家庭住址", "现住址", "房屋地址", "详细地址", "门牌", "门牌号"),
    "幢": ("幢", "幢号", "楼号", "楼栋", "栋", "栋号", "楼幢", "楼"),
    "单元": ("单元", "单元号", "梯"),
    "室": ("室", "室号", "房号", "房间号", "房间"),
    "面积": ("面积", "建筑面积", "专有面积", "产证面积", "房屋面积", "套内面积"),
    "户号": ("户号", "户编号", "第几户"),
    "统一社会信用代码": ("统一社会信用代码", "信用代码", "组织机构代码"),
}
UNIT_WORDS: dict[str, tuple[str, ...]] = {
    "编号": ("编号", "房屋编号", "单元编号", "住址编号"),
    "幢": PEOPLE_WORDS["幢"],
    "单元": PEOPLE_WORDS["单元"],
    "室": PEOPLE_WORDS["室"],
    "面积": PEOPLE_WORDS["面积"],
    "面积来源": ("面积来源", "来源", "依据"),
    "地址": PEOPLE_WORDS["地址"],
}
WORDS = {PEOPLE_KIND: PEOPLE_WORDS, UNIT_KIND: UNIT_WORDS}
LOOKED_AT = 15  # rows in which the headings are sought
LONGEST = 60  # characters of a heading
ESCAPED = re.compile(r"^'(?=[=+\-@\t\r\n\x00＝＋－＠'])")


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet that was understood: rows by our columns; `theirs` says what each is called."""

    kind: str
    sheet: str
    rows: list[tuple[int, dict[str, Any]]]
    theirs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """The headings of one sheet, before it is decided what they mean."""

    sheet: str
    row: int  # as the spreadsheet counts
    headings: tuple[str, ...]  # in their order; empty where a column has none
    kind: str
    guess: Mapping[str, str]  # their heading → our column
    samples: Mapping[str, str]

    @property
    def key(self) -> str:
        """The set of headings: the same file next year has the same key."""
        named = sorted(set(filter(None, self.headings)))
        text = json.dumps(named, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def plainly_ours(self) -> bool:
        """Every heading is our own word: nothing is left to ask."""
        said = [one for one in self.headings if one]
        words = WORDS[self.kind]
        return all(one in words for one in said) and not missing(self.kind, words_of(said))


def words_of(said: Iterable[str]) -> dict[str, str]:
    return {one: one for one in said}


def find(sheet: Sheet) -> Found | None:
    """The headings of a sheet, or None when no row looks like headings of people or units."""
    best: tuple[int, int, list[str]] | None = None
    for number, row in sheet.rows[:LOOKED_AT]:
        said = [cells.plain(value)[:LONGEST] for value in row]
        known = sum(1 for one in said if _meanings(one))
        if known >= 2 and (best is None or known > best[0]):  # noqa: PLR2004 - one word is a title
            best = (known, number, said)
    return _found(sheet, best[1], best[2]) if best else None


def _found(sheet: Sheet, number: int, said: Sequence[str]) -> Found:
    headings = tuple(one if said.index(one) == at else "" for at, one in enumerate(said))
    guesses = {kind: guess(headings, kind) for kind in WORDS}
    people = "姓名" in guesses[PEOPLE_KIND].values()
    kind = PEOPLE_KIND if people else UNIT_KIND
    first: list[Any] = next((row for at, row in sheet.rows if at > number), [])
    samples = {one: _sample(value) for one, value in zip(headings, first, strict=False) if one}
    return Found(sheet.name, number, headings, kind, guesses[kind], samples)


def _sample(value: object) -> str:
    """Enough to know the column by; digits of phones and numbers are not shown."""
    text = cells.plain(value)
    return re.sub(r"(?<=[0-9]{3})[0-9Xx](?=[0-9Xx]{3})", "*", text)[:20]


def _meanings(heading: str) -> bool:
    word = _bare(heading)
    return any(word in names for words in WORDS.values() for names in words.values())


def _bare(heading: str) -> str:
    """Without what stands in brackets and without marks: 面积（㎡）* → 面积."""
    return re.sub(r"[\s*＊:：]|[(（\[【].*", "", heading)


def guess(headings: Iterable[str], kind: str) -> dict[str, str]:
    """Their heading → our column; each of ours at most once, exact words before likely ones."""
    found: dict[str, str] = {}
    for fits in (_is, _likely):
        for heading in headings:
            free = [one for one in WORDS[kind] if one not in found.values()]
            ours = next((one for one in free if fits(_bare(heading), WORDS[kind][one])), None)
            if heading and heading not in found and ours is not None:
                found[heading] = ours
    return found


def _is(word: str, names: tuple[str, ...]) -> bool:
    return word in names


def _likely(word: str, names: tuple[str, ...]) -> bool:
    long = [one for one in names if len(one) > 1]
    return any(word.startswith(one) or word.endswith(one) for one in long)


def missing(kind: str, mapping: Mapping[str, str]) -> tuple[str, ...]:
    """Our columns without which a sheet says nothing that can be taken over."""
    have = set(mapping.values())
    if kind == PEOPLE_KIND:
        return () if "姓名" in have else ("姓名",)
    placed = "地址" in have or {"幢", "室"} <= have
    return (() if placed else ("幢", "室")) + (() if "面积" in have else ("面积",))


def table(sheet: Sheet, found: Found, mapping: Mapping[str, str]) -> Table:
    """The rows below the headings by our columns."""
    places = [
        (mapping[one], at)
        for at, one in enumerate(found.headings)
        if mapping.get(one) in WORDS[found.kind]
    ]
    rows = [
        (number, {ours: _restored(row[at]) for ours, at in places if at < len(row)})
        for number, row in sheet.rows
        if number > found.row
    ]
    return Table(found.kind, sheet.name, rows, {ours: one for one, ours in mapping.items()})


def _restored(value: Any) -> Any:
    """What our own export had to mark as text is the text again."""
    return ESCAPED.sub("", value) if isinstance(value, str) else value
