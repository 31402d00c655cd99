"""Minutes made of facts, and what stands in the PDF: shared by the tests of this folder."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

import pypdf

from council.minutes.blocks import Draft, digest, to_json
from council.minutes.printed import Print, Signature

if TYPE_CHECKING:
    from collections.abc import Iterator

STAMP = datetime(2026, 12, 6, tzinfo=UTC)
ADDRESS = "https://council.example.cn/minutes/abcdefghjkmn"


def sheet(draft: Draft, *, issued: str = "2026年12月6日印发") -> Print:
    return Print(
        draft=draft,
        version=2,
        sha256=digest(to_json(draft)),
        chair=Signature(draft.chair, "2026年12月5日17:20签"),
        recorder=Signature(draft.recorder, "2026年12月5日17:06签"),
        issued=issued,
        address=ADDRESS if issued else "",
        stamp=STAMP,
    )


def strings(value: object) -> Iterator[str]:
    """Every text of blocks that people or the record gave, in the order in which it is shown."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        shown = (part for key, part in value.items() if key not in {"key", "kind"})
        yield from (one for part in shown for one in strings(part))
    elif isinstance(value, (list, tuple)):
        yield from (one for part in value for one in strings(part))


def read(made: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(made))


def text_of(made: bytes) -> str:
    """All text of a PDF without spaces and line ends, which a PDF does not have anyway."""
    pages = (page.extract_text() for page in read(made).pages)
    return "".join("".join(pages).split()).replace("\u200b", "")
