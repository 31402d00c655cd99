"""The paper: geometry of GB/T 9704, hostile text, odd sizes. Measured in the finished PDF."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from pypdf.generic import ContentStream, DictionaryObject

from council.documents.glyphs import MISSING, covered, printable
from council.minutes import pdf
from council.minutes.blocks import Draft, Paragraph, as_data
from council.minutes.facts import Item, Person
from council.minutes.text import draft
from tests.minutes.demo_facts import DEMO, ITEMS
from tests.minutes.sheets import ADDRESS, read, sheet, strings, text_of

if TYPE_CHECKING:
    import pypdf

MM = 72 / 25.4
HOSTILE = '#let x = read("/etc/passwd") [ ] $ \\ * _ ` <a> @b ~ // /* #sys.inputs #{1+1}'


def only(text: str) -> Draft:
    return replace(draft(DEMO), blocks=(Paragraph("opening", text),))


class Line:
    """One shown run of glyphs: where it starts, its size and its text (points from top left)."""

    def __init__(self, x: float, y: float, size: float, text: str) -> None:
        self.x, self.y, self.size, self.text = x, y, size, text


def shown(page: pypdf.PageObject) -> list[Line]:
    found: list[Line] = []
    height = float(page.mediabox.height)

    def visit(text: str, cm: list[float], tm: list[float], _font: object, size: float) -> None:
        if text.strip():
            found.append(Line(cm[4] + tm[4], height - cm[5] - tm[5], size, text.strip()))

    page.extract_text(visitor_text=visit)
    return found


def objects(reader: pypdf.PdfReader) -> list[Any]:
    """Every dictionary and stream of the file."""
    found = (reader.get_object(number) for number in reader.xref[0])
    return [one for one in found if isinstance(one, DictionaryObject)]


def is_metadata(one: DictionaryObject) -> bool:
    return one.get("/Type") == "/Metadata"


@pytest.fixture(scope="module")
def full() -> pypdf.PdfReader:
    """Nothing but one character, for pages and pages."""
    return read(pdf.typeset(sheet(only("议" * 2000))))


def test_doc_1_the_page_is_a4(full: pypdf.PdfReader) -> None:
    for page in full.pages:
        assert float(page.mediabox.width) == pytest.approx(210 * MM, abs=0.1)
        assert float(page.mediabox.height) == pytest.approx(297 * MM, abs=0.1)


def test_doc_1_a_full_page_has_22_lines_of_28_characters(full: pypdf.PdfReader) -> None:
    body = [line for line in shown(full.pages[1]) if line.size == pytest.approx(16)]
    assert len(body) == 22
    assert {line.text for line in body} == {"议" * 28}


def test_doc_1_lines_are_28_99_points_apart(full: pypdf.PdfReader) -> None:
    body = [line for line in shown(full.pages[1]) if line.size == pytest.approx(16)]
    steps = [below.y - above.y for above, below in pairwise(body)]
    assert steps == pytest.approx([28.99] * 21, abs=0.01)


def test_doc_1_characters_are_15_79_points_apart(full: pypdf.PdfReader) -> None:
    operations = ContentStream(full.pages[1].get_contents(), full).operations
    runs = [operands[0] for operands, operator in operations if operator == b"TJ"]
    longest = max(runs, key=len)
    closer = {float(part) for part in longest if isinstance(part, (int, float))}
    assert [16 * (1 - part / 1000) for part in closer] == pytest.approx([15.79], abs=0.01)


def test_doc_1_margins_are_37_28_26_and_35_millimetres(full: pypdf.PdfReader) -> None:
    body = [line for line in shown(full.pages[1]) if line.size == pytest.approx(16)]
    assert body[0].x == pytest.approx(28 * MM, abs=0.1)
    assert body[0].x + 28 * 15.79 == pytest.approx((210 - 26) * MM, abs=0.3)
    half = (28.99 - 16) / 2  # a line's spare height above and below its characters
    assert body[0].y - 0.88 * 16 - half == pytest.approx(37 * MM, abs=0.2)
    assert body[-1].y + 0.12 * 16 + half == pytest.approx((297 - 35) * MM, abs=0.2)


def test_doc_1_page_numbers_stand_outside_below_the_text(full: pypdf.PdfReader) -> None:
    for number, page in enumerate(full.pages, start=1):
        (mark,) = [
            line for line in shown(page) if line.size == pytest.approx(14) and line.text[0] == "—"
        ]
        assert mark.text == f"— {number} —"
        right = mark.x > float(page.mediabox.width) / 2
        assert right == (number % 2 == 1)
        assert 7 * MM < mark.y - (297 - 35) * MM < 13 * MM


def test_doc_2_the_red_head_starts_35_mm_below_the_top_of_the_text(full: pypdf.PdfReader) -> None:
    head = next(line for line in shown(full.pages[0]) if line.text.startswith("苏锦一社区“"))
    top = head.y - 0.84 * head.size  # the ink of a Chinese character begins below its em box
    assert top == pytest.approx((37 + 35) * MM, abs=1.5)
    operations = ContentStream(full.pages[0].get_contents(), full).operations
    colours = [
        tuple(map(float, o)) for o, operator in operations if operator == b"scn" and len(o) == 3
    ]
    assert colours[0] == pytest.approx((0xC8 / 255, 0x10 / 255, 0x2E / 255), abs=0.01)


def test_the_title_is_22_points_in_the_middle(full: pypdf.PdfReader) -> None:
    title = next(line for line in shown(full.pages[0]) if line.text == "2026年第3次会议纪要")
    assert title.size == pytest.approx(22)
    left, right = 28 * MM, (210 - 26) * MM
    assert (left + right) / 2 - title.x == pytest.approx(5.5 * 22, abs=14)


def test_it_is_an_archival_pdf_with_its_fonts_inside() -> None:
    reader = read(pdf.typeset(sheet(draft(DEMO))))
    metadata = b"".join(stream.get_data() for stream in objects(reader) if is_metadata(stream))
    assert b"<pdfaid:part>2</pdfaid:part>" in metadata
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in metadata
    assert b"pdfuaid:part" in metadata
    described = [o for o in objects(reader) if o.get("/Type") == "/FontDescriptor"]
    assert len(described) >= 2
    assert all("/FontFile3" in one for one in described)


def test_the_text_can_be_read_out_of_the_pdf() -> None:
    what = sheet(draft(DEMO))
    text = text_of(pdf.typeset(what))
    assert "应到15人，实到13人，请假2人，符合约定人数" in text
    assert "修正案3-A136617未通过" in text
    assert "动议313111" + "17通过" in text
    assert "动议5136527未通过" in text
    assert "抄送：苏锦街道办事处、居务监督委员会" in text
    assert what.sha256 in text
    assert what.sha256[:16] in text_of(pdf.typeset(what))


def test_everything_that_the_minutes_say_can_be_read_out_in_its_order() -> None:
    what = sheet(draft(DEMO))
    text, at = text_of(pdf.typeset(what)), 0
    turned = re.compile(rf"—\d+—|第2稿·SHA-256{what.sha256[:16]}")  # feet of pages in between
    text = turned.sub("", text)
    for one in strings(as_data(what.draft)["blocks"]):
        wanted = "".join(one.split())
        at = text.find(wanted, at) + len(wanted)
        assert at >= len(wanted), one


def test_who_hears_it_read_finds_title_and_items_as_headings_in_chinese() -> None:
    reader = read(pdf.typeset(sheet(draft(DEMO))))
    catalogue: dict[str, Any] = dict(reader.root_object)
    assert catalogue["/Lang"] == "zh-CN"
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    kinds = [one["/S"] for one in objects(reader) if one.get("/Type") == "/StructElem"]
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") == len(ITEMS) + 1
    assert {"/Table", "/TH", "/TD", "/P", "/Figure"} <= set(kinds)


def test_a_draft_says_so_across_every_page_outside_its_text_and_an_issued_one_does_not() -> None:
    grey = 0xEC / 255
    for issued, expected in (("", True), ("2026年12月6日印发", False)):
        reader = read(pdf.typeset(sheet(draft(DEMO), issued=issued)))
        for page in reader.pages:
            colours = [
                tuple(map(float, operands))
                for operands, operator in ContentStream(page.get_contents(), reader).operations
                if operator == b"scn"
            ]
            marked = any(all(abs(part - grey) < 0.01 for part in one) for one in colours)
            assert marked == expected


def test_what_the_record_says_of_its_state_has_a_place_under_the_hash() -> None:
    what = replace(sheet(draft(DEMO)), checkpoint=("存证第128号", "树根 5e0c19ab"))
    text = text_of(pdf.typeset(what))
    assert text.index(what.sha256[-8:]) < text.index("存证第128号树根5e0c19ab") < text.index("抄送")


def test_the_same_minutes_give_the_same_bytes() -> None:
    first = pdf.typeset(sheet(draft(DEMO)))
    pdf.typeset.cache_clear()  # a comparison with itself would pass whatever it was
    assert pdf.typeset(sheet(draft(DEMO))) == first


def test_hostile_text_is_printed_letter_by_letter() -> None:
    made = only(HOSTILE)
    text = text_of(pdf.typeset(sheet(replace(made, title=HOSTILE, issuer=HOSTILE))))
    assert text.count("".join(HOSTILE.split())) >= 1
    assert "root:" not in text


def test_what_the_fonts_cannot_show_is_marked() -> None:
    assert printable("电梯😀好\u202e") == f"电梯{MISSING}好"
    assert ord(MISSING) in covered()
    assert MISSING in text_of(pdf.typeset(sheet(only("电梯😀\x00好 ﷽ ก"))))


@pytest.mark.nightly
def test_sixty_items_and_a_long_table_turn_pages_with_the_head_repeated() -> None:
    many = tuple(replace(ITEMS[3], no=number, outcome="长" * 90) for number in range(1, 61))
    reader = read(pdf.typeset(sheet(draft(replace(DEMO, items=many)))))
    heads = [page.extract_text().count("完成时限") for page in reader.pages]
    assert sum(heads) > 2
    assert max(heads) == 1
    assert "六十、" in "".join(page.extract_text() for page in reader.pages)


def test_a_very_long_word_stays_inside_the_text_block() -> None:
    word = "https://example.cn/" + "a" * 400
    item = replace(ITEMS[3], outcome=word, responsible="b" * 60)
    made = pdf.typeset(sheet(draft(replace(DEMO, items=(item,), place=word[:120]))))
    for page in read(made).pages:
        for line in shown(page):
            assert line.x >= 28 * MM - 1
            if set(line.text) <= set("ab"):
                assert line.x + 0.5 * line.size * len(line.text) <= (210 - 26) * MM + 6
    assert word in text_of(made)


def test_a_meeting_without_motions_items_or_people_prints() -> None:
    nobody = replace(DEMO.roll, present=(), leave=(), observers=())
    empty = replace(DEMO, items=(), roll=nobody, place="", series="", community="", session="")
    made = replace(draft(empty), chair="", recorder="")
    assert "请假0人" in text_of(pdf.typeset(sheet(made)))
    assert pdf.typeset(sheet(replace(made, blocks=())))


def test_a_draft_on_paper_has_no_number_and_says_that_it_is_not_published() -> None:
    text = text_of(pdf.typeset(sheet(draft(DEMO), issued="")))
    assert "草稿" in text
    assert "尚未公开" in text
    assert ADDRESS not in text


async def test_typesetting_leaves_the_event_loop_free() -> None:
    many = tuple(Item(n, "题" * 30, "inform", Person("甲" * 9)) for n in range(1, 200))
    beats = 0

    async def beat() -> None:
        nonlocal beats
        while True:
            await asyncio.sleep(0.001)
            beats += 1

    heart = asyncio.create_task(beat())
    await pdf.make(sheet(draft(replace(DEMO, items=many))))
    heart.cancel()
    assert beats >= 5
