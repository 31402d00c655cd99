"""Minutes made of facts, and what stands in the PDF: shared by the tests of this folder."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import pypdf

from council.minutes import pdf
from council.minutes.blocks import Draft, digest, to_json

STAMP = datetime(2026, 12, 6, tzinfo=UTC)
ADDRESS = "https://council.example.cn/minutes/abcdefghjkmn"


def sheet(draft: Draft, *, issued: str = "2026年12月6日印发") -> pdf.Print:
    return pdf.Print(
        draft=draft,
        version=2,
        sha256=digest(to_json(draft)),
        chair=pdf.Signature(draft.chair, "2026年12月5日17:20签"),
        recorder=pdf.Signature(draft.recorder, "2026年12月5日17:06签"),
        issued=issued,
        address=ADDRESS if issued else "",
        stamp=STAMP,
    )


def read(made: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(made))


def text_of(made: bytes) -> str:
    """All text of a PDF without spaces and line ends, which a PDF does not have anyway."""
    pages = (page.extract_text() for page in read(made).pages)
    return "".join("".join(pages).split()).replace("\u200b", "")
