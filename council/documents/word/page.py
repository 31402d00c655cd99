"""The page of GB/T 9704: A4, margins, 22 lines of 28 characters, numbers outside, 草稿 across."""

from __future__ import annotations

from council.documents.word.markup import element, part, tag
from council.documents.word.pieces import paragraph, run
from council.documents.word.styles import CHARACTER, LINE

TWIPS = 1440 / 25.4  # of a millimetre
WIDTH = round(156 * TWIPS)  # of the text
ODD, EVEN = "right", "left"
FEET = {"default": ("rIdFootOdd", ODD), "even": ("rIdFootEven", EVEN)}
HEADS = {"default": "rIdHead", "even": "rIdHead"}


def millimetres(length: float) -> int:
    return round(length * TWIPS)


def section(*, draft: bool) -> str:
    """w:sectPr, the last element of the body.

    A grid of lines alone: 28 characters on each come from the style's spacing, since programs
    disagree about a grid of characters narrower than the letters.
    """
    heads = [
        element("w:headerReference", {"w:type": kind, "r:id": name}) for kind, name in HEADS.items()
    ]
    feet = [
        element("w:footerReference", {"w:type": kind, "r:id": name})
        for kind, (name, _) in FEET.items()
    ]
    return tag(
        "w:sectPr",
        *(heads if draft else ()),
        *feet,
        tag("w:pgSz", w=millimetres(210), h=millimetres(297)),
        tag(
            "w:pgMar",
            top=millimetres(37),
            right=millimetres(26),
            bottom=millimetres(35),
            left=millimetres(28),
            header=millimetres(15),
            footer=millimetres(35 - 7 - 5),  # the number's upper edge 7 mm below the text
            gutter=0,
        ),
        tag("w:docGrid", type="lines", linePitch=LINE),
    )


def settings() -> str:
    """word/settings.xml."""
    latest = element(
        "w:compatSetting",
        {
            "w:name": "compatibilityMode",
            "w:uri": "http://schemas.microsoft.com/office/word",
            "w:val": 15,
        },
    )
    return part(
        "w:settings",
        tag("w:evenAndOddHeaders"),
        tag("w:drawingGridVerticalSpacing", val=LINE),
        tag("w:characterSpacingControl", val="doNotCompress"),
        tag("w:compat", latest),
        tag("w:themeFontLang", val="zh-CN", eastAsia="zh-CN"),
    )


def foot(side: str) -> str:
    """— 1 —, one character in from the outer edge."""
    inward = {f"{side}Chars": 100, side: CHARACTER - 40}
    number = element("w:fldSimple", {"w:instr": " PAGE "}, run("1"))
    return part(
        "w:ftr",
        paragraph(run("— "), number, run(" —"), style="Footer", align=side, indent=inward),
    )


def watermark(word: str) -> str:
    """word/header.xml with a word across the page, as Word makes it itself."""
    kind = element(
        "v:shapetype",
        {
            "id": "_x0000_t136",
            "coordsize": "21600,21600",
            "o:spt": 136,
            "adj": 10800,
            "path": "m@7,l@8,m@5,21600l@6,21600e",
        },
        element("v:path", {"textpathok": "t", "o:connecttype": "rect"}),
        element("v:textpath", {"on": "t", "fitshape": "t"}),
    )
    shape = element(
        "v:shape",
        {
            "id": "Watermark",
            "o:spid": "_x0000_s2049",
            "type": "#_x0000_t136",
            "alt": word,
            "style": (
                "position:absolute;margin-left:0;margin-top:0;width:380pt;height:190pt;"
                "rotation:315;z-index:-251658752;mso-position-horizontal:center;"
                "mso-position-horizontal-relative:margin;mso-position-vertical:center;"
                "mso-position-vertical-relative:margin"
            ),
            "fillcolor": "#e4e4e4",
            "stroked": "f",
        },
        element("v:fill", {"opacity": "0.6"}),
        element("v:textpath", {"style": "font-family:'黑体';font-size:1pt", "string": word}),
    )
    return part("w:hdr", tag("w:p", tag("w:r", tag("w:pict", kind, shape))))
