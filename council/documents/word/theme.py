"""The colours and fonts that Office asks every document for; ours uses none of them by name."""

from __future__ import annotations

from council.documents.word.markup import HEAD, element

NAMESPACE = {"xmlns:a": "http://schemas.openxmlformats.org/drawingml/2006/main", "name": "公文"}
BLACK, WHITE = "000000", "FFFFFF"
COLOURS = {
    "dk1": BLACK,
    "lt1": WHITE,
    "dk2": "1C1F23",
    "lt2": "FBFAF6",
    "accent1": "A8281E",
    "accent2": "1F6F4A",
    "accent3": "7A4A12",
    "accent4": "6B6F76",
    "accent5": "4A4F55",
    "accent6": "D9D5CA",
    "hlink": BLACK,
    "folHlink": BLACK,
}
THRICE = 3  # subtle, moderate, intense: the schema wants one of each


def theme() -> str:
    """word/theme/theme1.xml."""
    return HEAD + element(
        "a:theme",
        NAMESPACE,
        element("a:themeElements", {}, _colours(), _fonts(), _looks()),
    )


def _colours() -> str:
    made = (
        element(f"a:{name}", {}, element("a:srgbClr", {"val": value}))
        for name, value in COLOURS.items()
    )
    return element("a:clrScheme", {"name": "公文"}, *made)


def _fonts() -> str:
    def pair(kind: str, face: str) -> str:
        faces = (("latin", face), ("ea", face), ("cs", ""))
        return element(
            f"a:{kind}", {}, *(element(f"a:{name}", {"typeface": one}) for name, one in faces)
        )

    return element(
        "a:fontScheme", {"name": "公文"}, pair("majorFont", "黑体"), pair("minorFont", "仿宋")
    )


def _looks() -> str:
    fill = element("a:solidFill", {}, element("a:schemeClr", {"val": "phClr"}))
    line = element("a:ln", {"w": 6350}, fill)
    effect = element("a:effectStyle", {}, element("a:effectLst", {}))
    return element(
        "a:fmtScheme",
        {"name": "公文"},
        element("a:fillStyleLst", {}, fill * THRICE),
        element("a:lnStyleLst", {}, line * THRICE),
        element("a:effectStyleLst", {}, effect * THRICE),
        element("a:bgFillStyleLst", {}, fill * THRICE),
    )
