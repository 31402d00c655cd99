"""The parts of a text document in one ZIP; equal parts give equal bytes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from council.documents.word import page, styles, theme
from council.documents.word.markup import HEAD, element, part, tag, words

if TYPE_CHECKING:
    from collections.abc import Mapping

KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EPOCH = (1980, 1, 1, 0, 0, 0)  # of every file in the ZIP: the first day that it can name
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_THEME = "application/vnd.openxmlformats-officedocument.theme+xml"
_CORE = "application/vnd.openxmlformats-package.core-properties+xml"


@dataclass(frozen=True, slots=True)
class Document:
    """`body` are the elements of w:body without its section; `code` a picture as PNG, or empty.

    A `draft` is said to be one across each page.
    """

    title: str
    creator: str
    body: str
    stamp: datetime
    code: bytes = b""
    draft: str = ""


PICTURE = "rIdCode"


def packed(what: Document) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, content in _parts(what).items():
            entry = ZipInfo(name, EPOCH)
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, content)
    return out.getvalue()


def _parts(what: Document) -> dict[str, str | bytes]:
    body = tag("w:body", what.body, page.section(draft=bool(what.draft)))
    found: dict[str, str | bytes] = {
        "_rels/.rels": _relations(
            ("rIdDocument", f"{OFFICE}/officeDocument", "word/document.xml"),
            ("rIdCore", f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": _core(what),
        "word/document.xml": part("w:document", body),
        "word/_rels/document.xml.rels": _relations(*_inside(what)),
        "word/styles.xml": styles.styles(),
        "word/fontTable.xml": styles.font_table(),
        "word/settings.xml": page.settings(),
        "word/theme/theme1.xml": theme.theme(),
        "word/footer1.xml": page.foot(page.ODD),
        "word/footer2.xml": page.foot(page.EVEN),
    }
    if what.draft:
        found["word/header1.xml"] = page.watermark(what.draft)
    if what.code:
        found["word/media/code.png"] = what.code
    return {"[Content_Types].xml": _types(found), **found}


def _inside(what: Document) -> list[tuple[str, str, str]]:
    found = [
        ("rIdStyles", f"{OFFICE}/styles", "styles.xml"),
        ("rIdFonts", f"{OFFICE}/fontTable", "fontTable.xml"),
        ("rIdSettings", f"{OFFICE}/settings", "settings.xml"),
        ("rIdTheme", f"{OFFICE}/theme", "theme/theme1.xml"),
        ("rIdFootOdd", f"{OFFICE}/footer", "footer1.xml"),
        ("rIdFootEven", f"{OFFICE}/footer", "footer2.xml"),
    ]
    found += [("rIdHead", f"{OFFICE}/header", "header1.xml")] if what.draft else []
    return found + ([(PICTURE, f"{OFFICE}/image", "media/code.png")] if what.code else [])


def _relations(*lines: tuple[str, str, str]) -> str:
    made = (
        element("Relationship", {"Id": name, "Type": kind, "Target": target})
        for name, kind, target in lines
    )
    return HEAD + element("Relationships", {"xmlns": f"{PACKAGE}/relationships"}, *made)


def _types(parts: Mapping[str, object]) -> str:
    named = {
        "document": "document.main",
        "styles": "styles",
        "fontTable": "fontTable",
        "settings": "settings",
        "footer1": "footer",
        "footer2": "footer",
        "header1": "header",
    }
    there = {name: kind for name, kind in named.items() if f"word/{name}.xml" in parts}
    return HEAD + element(
        "Types",
        {"xmlns": f"{PACKAGE}/content-types"},
        element("Default", {"Extension": "png", "ContentType": "image/png"}),
        element(
            "Default",
            {
                "Extension": "rels",
                "ContentType": "application/vnd.openxmlformats-package.relationships+xml",
            },
        ),
        element("Default", {"Extension": "xml", "ContentType": "application/xml"}),
        *(
            element(
                "Override", {"PartName": f"/word/{name}.xml", "ContentType": f"{_MAIN}{kind}+xml"}
            )
            for name, kind in there.items()
        ),
        element("Override", {"PartName": "/word/theme/theme1.xml", "ContentType": _THEME}),
        element("Override", {"PartName": "/docProps/core.xml", "ContentType": _CORE}),
    )


def _core(what: Document) -> str:
    made = f"{what.stamp.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    moment = {"xsi:type": "dcterms:W3CDTF"}
    spaces = {
        "xmlns:cp": f"{PACKAGE}/metadata/core-properties",
        "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        "xmlns:dcterms": "http://purl.org/dc/terms/",
        "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    }
    return HEAD + element(
        "cp:coreProperties",
        spaces,
        element("dc:title", {}, words(what.title)),
        element("dc:creator", {}, words(what.creator)),
        element("dc:language", {}, "zh-CN"),
        element("dcterms:created", moment, made),
        element("dcterms:modified", moment, made),
    )
