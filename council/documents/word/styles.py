"""Styles and fonts after GB/T 9704: named as Chinese office programs know them (DOC-1, DOC-4).

The fonts themselves are not free and never shipped: the reader's machine has them, or takes the
second name, which every Chinese system has.
"""

from __future__ import annotations

from council.documents.word.markup import element, part, tag

FONTS = {  # name in the document → what stands in where it is missing
    "仿宋_GB2312": "仿宋",
    "楷体_GB2312": "楷体",
    "黑体": "SimHei",
    "方正小标宋简体": "宋体",
    "宋体": "SimSun",
}
BODY = 16  # points: 三号
RED = "C8102E"
QUIET = "4A4F55"
LINE = 579  # twips: 22 lines of 28.95 pt in 225 mm
EACH: dict[str, str | int] = {"line": LINE, "lineRule": "exact"}
CHARACTER = 32 * 10  # twips of a character of 三号
CLOSER = -5  # twips between them: 28 in 156 mm, also for programs that know no grid of characters


def styles() -> str:
    """word/styles.xml."""
    return part(
        "w:styles",
        tag(
            "w:docDefaults",
            tag("w:rPrDefault", tag("w:rPr", fonts("仿宋_GB2312"), size(BODY), _language())),
            tag("w:pPrDefault", tag("w:pPr", tag("w:spacing", before=0, after=0))),
        ),
        _style("Normal", "Normal", "仿宋_GB2312", BODY, *_plain_lines(), default=True),
        _style("Text", "正文段落", "仿宋_GB2312", BODY, _indented(), tag("w:jc", val="both")),
        _style("Title", "Title", "方正小标宋简体", 22, _middle()),
        _style("Issuer", "红头机关", "方正小标宋简体", 25, _loose(120), _middle(), colour=RED),
        _style("Mark", "红头标志", "方正小标宋简体", 42, _loose(240), _middle(), colour=RED),
        _style("Programme", "项目名称", "楷体_GB2312", 14, _loose(120), _middle(), colour=RED),
        _heading(1, "黑体"),
        _heading(2, "楷体_GB2312"),
        _heading(3, "仿宋_GB2312"),
        _style("Cell", "表格文字", "仿宋_GB2312", 14, _loose(0)),
        _style("CellHead", "表头", "黑体", 13, _loose(0)),
        _style("Imprint", "版记", "仿宋_GB2312", 14, _loose(40)),
        _style("Proof", "校验", "宋体", 10, _loose(0), colour=QUIET),
        _style("Gap", "间隔", "宋体", 5, _loose(0, line=100)),
        _style("Footer", "footer", "宋体", 14, _loose(0)),
        element(
            "w:style",
            {"w:type": "character", "w:customStyle": 1, "w:styleId": "Label"},
            tag("w:name", val="标签"),
            tag("w:rPr", fonts("黑体")),
        ),
    )


def font_table() -> str:
    """word/fontTable.xml."""
    return part(
        "w:fonts",
        *(
            tag("w:font", tag("w:altName", val=other), tag("w:charset", val="86"), name=name)
            for name, other in FONTS.items()
        ),
    )


def fonts(name: str) -> str:
    return tag("w:rFonts", ascii=name, hAnsi=name, eastAsia=name, cs=name)


def size(points: float) -> str:
    half = round(points * 2)
    return tag("w:sz", val=half) + tag("w:szCs", val=half)


def _language() -> str:
    return tag("w:lang", val="zh-CN", eastAsia="zh-CN", bidi="ar-SA")


def _style(
    code: str,
    name: str,
    font: str,
    points: float,
    *paragraph: str,
    colour: str = "",
    default: bool = False,
) -> str:
    kind: dict[str, str | int] = {"w:type": "paragraph"}
    kind |= {"w:default": 1} if default else {}
    kind |= {"w:customStyle": 1} if not name.isascii() else {}
    tint = tag("w:color", val=colour) if colour else ""
    apart = tag("w:spacing", val=CLOSER if points == BODY else 0)
    return element(
        "w:style",
        {**kind, "w:styleId": code},
        tag("w:name", val=name),
        "" if default else tag("w:basedOn", val="Normal"),
        tag("w:qFormat"),
        tag("w:pPr", *paragraph),
        tag("w:rPr", fonts(font), tint, apart, size(points)),
    )


def _plain_lines() -> tuple[str, ...]:
    """Twenty-two on a page; no space slipped in between Chinese and digits."""
    return (
        tag("w:autoSpaceDE", val=0),
        tag("w:autoSpaceDN", val=0),
        tag("w:spacing", **EACH),
    )


def _heading(level: int, font: str) -> str:
    return _style(
        f"Heading{level}",
        f"heading {level}",
        font,
        BODY,
        tag("w:keepNext"),
        _indented(),
        tag("w:outlineLvl", val=level - 1),
    )


def _indented() -> str:
    """By two characters, whatever their size."""
    return tag("w:ind", firstLineChars=200, firstLine=2 * CHARACTER)


def _middle() -> str:
    return tag("w:jc", val="center")


def _loose(before: int, line: int = 0) -> str:
    """Off the grid: a line as high as its letters, or exactly so many twips."""
    high: dict[str, str | int] = {"line": line or 240, "lineRule": "exact" if line else "auto"}
    return tag("w:snapToGrid", val=0) + tag("w:spacing", before=before, **high)
