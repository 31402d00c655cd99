"""The text document: well formed, named after GB/T 9704, and says what the minutes say."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest

from council.documents.letterhead import Letterhead
from council.documents.word.styles import FONTS
from council.minutes import docx
from council.minutes.blocks import FIXED_HEADS, Draft, Paragraph, as_data
from council.minutes.text import draft
from tests.minutes.demo_facts import DEMO, ITEMS
from tests.minutes.sheets import ADDRESS, sheet, strings

if TYPE_CHECKING:
    from council.minutes.printed import Print

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MM = 1440 / 25.4  # twips
HOSTILE = "<w:p/> &amp; ]]> \x00\x0b\ufffe {{ 7*7 }} \u202e"


def parts(what: Print) -> dict[str, bytes]:
    with ZipFile(BytesIO(docx.written(what))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def xml(what: Print, name: str = "word/document.xml") -> ET.Element:
    return ET.fromstring(parts(what)[name])  # noqa: S314 - written here


def words(root: ET.Element) -> str:
    return "".join(one.text or "" for one in root.iter(f"{W}t"))


def of(element: ET.Element | None, name: str) -> str:
    assert element is not None
    return str(element.get(f"{W}{name}"))


def test_every_part_is_well_formed_and_is_declared() -> None:
    for what in (sheet(draft(DEMO)), sheet(draft(DEMO), issued="")):
        found = parts(what)
        types = found["[Content_Types].xml"].decode()
        for name, content in found.items():
            if name.endswith((".xml", ".rels")):
                assert ET.fromstring(content) is not None  # noqa: S314 - written here
            if name.startswith("word/") and name.endswith(".xml"):
                assert f'PartName="/{name}"' in types
        related = ET.fromstring(found["word/_rels/document.xml.rels"])  # noqa: S314
        assert {f"word/{one.get('Target')}" for one in related} <= set(found)


def test_the_page_is_that_of_the_standard() -> None:
    section = xml(sheet(draft(DEMO))).find(f".//{W}sectPr")
    assert section is not None
    size, margin = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    assert (int(of(size, "w")), int(of(size, "h"))) == (round(210 * MM), round(297 * MM))
    wide = {side: round(int(of(margin, side)) / MM) for side in ("top", "left", "right", "bottom")}
    assert wide == {"top": 37, "left": 28, "right": 26, "bottom": 35}
    assert of(section.find(f"{W}docGrid"), "type") == "lines"
    pitch = int(of(section.find(f"{W}docGrid"), "linePitch"))
    assert (225 * MM) // pitch == 22
    styles = xml(sheet(draft(DEMO)), "word/styles.xml")
    normal = styles.find(f"{W}style[@{W}styleId='Normal']")
    assert normal is not None
    assert int(of(normal.find(f"{W}pPr/{W}spacing"), "line")) == pitch
    assert of(normal.find(f"{W}pPr/{W}spacing"), "lineRule") == "exact"
    letter = 20 * 16 + int(of(normal.find(f"{W}rPr/{W}spacing"), "val"))
    assert (156 * MM) // letter == 28


def test_styles_name_the_fonts_that_chinese_offices_have() -> None:
    styles = xml(sheet(draft(DEMO)), "word/styles.xml")
    font = {
        of(one, "styleId"): of(one.find(f"{W}rPr/{W}rFonts"), "eastAsia")
        for one in styles.iter(f"{W}style")
    }
    assert font["Normal"] == font["Text"] == font["Heading3"] == "仿宋_GB2312"
    assert font["Title"] == font["Mark"] == "方正小标宋简体"
    assert (font["Heading1"], font["Heading2"], font["Label"]) == ("黑体", "楷体_GB2312", "黑体")
    assert font["Footer"] == "宋体"
    assert set(font.values()) <= set(FONTS)
    red = {
        of(one, "styleId")
        for one in styles.iter(f"{W}style")
        if one.find(f".//{W}color") is not None
    }
    assert {"Issuer", "Mark"} <= red


def test_page_numbers_stand_outside_with_a_dash_on_each_side() -> None:
    what = sheet(draft(DEMO))
    assert xml(what, "word/settings.xml").find(f"{W}evenAndOddHeaders") is not None
    for name, side in (("word/footer1.xml", "right"), ("word/footer2.xml", "left")):
        foot = xml(what, name)
        assert of(foot.find(f".//{W}jc"), "val") == side
        assert words(foot) == "— 1 —"
        assert of(foot.find(f".//{W}fldSimple"), "instr").strip() == "PAGE"


def test_it_says_everything_that_the_minutes_say_in_their_order() -> None:
    what = sheet(replace(draft(DEMO), number="苏锦一议纪〔2026〕3号"))
    shown, at = "".join(words(xml(what)).split()), 0
    for one in strings(as_data(what.draft)["blocks"]):
        wanted = "".join(one.split())
        at = shown.find(wanted, at) + len(wanted)
        assert at >= len(wanted), one
    for one in (what.draft.issuer, what.draft.title, what.number, what.issued, what.sha256[:8]):
        assert "".join(one.split()) in shown
    for head in (*FIXED_HEADS["votes"], *FIXED_HEADS["decisions"]):
        assert head in shown
    assert f'descr="{ADDRESS}"' in parts(what)["word/document.xml"].decode()


def test_heads_of_tables_come_again_on_every_page_and_rows_stay_whole() -> None:
    root = xml(sheet(draft(replace(DEMO, items=tuple(replace(ITEMS[2], no=n) for n in range(40))))))
    lined = [one for one in root.iter(f"{W}tbl") if one.find(f".//{W}tblHeader") is not None]
    assert len(lined) == 41
    assert all(len(one.findall(f".//{W}tblHeader")) == 1 for one in lined)
    rows = [row for one in lined for row in one.iter(f"{W}tr")]
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


def test_a_draft_says_so_across_every_page_and_an_issued_one_does_not() -> None:
    made = parts(sheet(draft(DEMO), issued=""))
    assert 'string="草稿"' in made["word/header1.xml"].decode()
    assert made["word/document.xml"].decode().count("headerReference") == 2
    issued = parts(sheet(draft(DEMO)))
    assert "word/header1.xml" not in issued
    assert "headerReference" not in issued["word/document.xml"].decode()


def test_hostile_text_stays_text() -> None:
    made = replace(draft(DEMO), title=HOSTILE, blocks=(Paragraph("opening", HOSTILE),))
    shown = words(xml(sheet(made)))
    assert "<w:p/> &amp; ]]>" in shown
    assert "{{ 7*7 }}" in shown
    assert "\u202e" not in shown


def test_a_line_with_a_number_in_brackets_is_a_heading_in_kaiti() -> None:
    made = replace(draft(DEMO), blocks=(Paragraph("more", "（一）资金来源\n（二）这一句说完了。"),))
    root = xml(sheet(made))
    style = {
        words(one): of(one.find(f"{W}pPr/{W}pStyle"), "val")
        for one in root.iter(f"{W}p")
        if one.find(f"{W}pPr/{W}pStyle") is not None
    }
    assert style["（一）资金来源"] == "Heading2"
    assert style["（二）这一句说完了。"] == "Text"


def test_the_letterhead_names_the_head_the_programme_and_the_places_to_sign() -> None:
    head = Letterhead(
        1, "街道办事处", "情况通报", "“三社联动”项目", "召集人", "书记员", ("签发人",)
    )
    shown = words(xml(replace(sheet(draft(DEMO)), letterhead=head)))
    assert "街道办事处" in shown
    assert "情 况 通 报" in shown
    for one in ("“三社联动”项目", "召集人（签名）", "书记员（签名）", "签发人（签名）"):
        assert one in shown


def test_the_same_minutes_give_the_same_bytes() -> None:
    first = docx.written(sheet(draft(DEMO)))
    docx.written.cache_clear()
    assert docx.written(sheet(draft(DEMO))) == first


@pytest.mark.parametrize("blocks", [(), (Paragraph("opening", ""),)])
def test_minutes_without_a_word_are_a_document_all_the_same(blocks: tuple[Paragraph, ...]) -> None:
    empty = Draft("", "", "", "", "", blocks)
    assert words(xml(sheet(empty)))
