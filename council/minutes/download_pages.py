"""Minutes to take along: PDF for the archive, DOCX, plain text, and the text that was hashed."""

from __future__ import annotations

from typing import Any

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from council.documents.filenames import attachment
from council.documents.word.package import KIND as DOCX
from council.minutes import docx, paper, pdf, plain, queries
from council.minutes.printed import Print
from council.minutes.queries import MinutesRow
from council.web import files
from council.web.visit import visit_of

Asked = Request[Any, Any, Any]
OPEN = {"open": True}
TEXT = "text/plain; charset=utf-8"


async def _printed(request: Asked, minutes: str) -> tuple[MinutesRow, Print]:
    row = await queries.minutes_for(visit_of(request).viewer, minutes)
    return row, await paper.printed(row, visit_of(request).settings.origin)


@get("/minutes/{minutes:str}/pdf", opt=OPEN)
async def on_paper(request: Asked, minutes: FromPath[str]) -> Response[Any]:
    """The archival PDF; a draft says on its face that it is one."""
    row, what = await _printed(request, minutes)
    return _file(request, row, what.name, "pdf", await pdf.make(what), files.PDF)


@get("/minutes/{minutes:str}/docx", opt=OPEN)
async def to_edit(request: Asked, minutes: FromPath[str]) -> Response[Any]:
    """The text document for Word and WPS."""
    row, what = await _printed(request, minutes)
    return _file(request, row, what.name, "docx", await docx.make(what), DOCX)


@get("/minutes/{minutes:str}/txt", opt=OPEN)
async def to_paste(request: Asked, minutes: FromPath[str]) -> Response[Any]:
    """Plain text for chat groups."""
    row, what = await _printed(request, minutes)
    return _file(request, row, what.name, "txt", await plain.make(what), TEXT)


@get("/minutes/{minutes:str}/text", opt=OPEN)
async def canonical_text(request: Asked, minutes: FromPath[str]) -> Response[Any]:
    """The very bytes that were hashed, so that anybody can hash them again."""
    row, what = await _printed(request, minutes)
    kind = "application/json; charset=utf-8"
    return _file(request, row, what.name, "json", row.text.encode(), kind)


def _file(
    request: Asked, row: MinutesRow, name: str, kind: str, content: bytes, media: str
) -> Response[Any]:
    named = attachment(f"minutes-{row.id}-v{row.version}", name, kind)
    return files.file(request, content, media, named, public=row.published)


ROUTES = [on_paper, to_edit, to_paste, canonical_text]
