"""The record of a meeting over HTTP: as a page, as JSON, and as a PDF for the file."""

from __future__ import annotations

from typing import Any

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from council.documents.filenames import attachment
from council.i18n import speaking
from council.identity import queries as identity
from council.minutes import queries as minutes
from council.minutes.letterheads import queries as letterheads
from council.printouts import attending, paper, recorded
from council.web import files
from council.web.answers import wants_json
from council.web.guards import signed_in, viewer_of
from council.web.render import page

Asked = Request[Any, Any, Any]
CHINESE = "zh"  # the paper exists in Chinese alone


@get("/meetings/{meeting:str}/record", guards=[signed_in])
async def record(request: Asked, meeting: FromPath[str]) -> Response[Any]:
    """Every line as it was written, struck ones too; below them who came and how they voted."""
    viewer = viewer_of(request)
    found = await recorded.read(viewer, meeting)
    if wants_json(request):
        return Response(recorded.as_data(found))
    return page(
        request,
        "printouts/record.html",
        site=await identity.site_name(viewer.community),
        nav="meetings",
        found=found,
        minutes=await minutes.shown_of(viewer, meeting),
        status_word=attending.status_word,
        kind_word=recorded.kind_word,
        side_word=recorded.side_word,
    )


@get("/meetings/{meeting:str}/record/pdf", guards=[signed_in])
async def record_paper(request: Asked, meeting: FromPath[str]) -> Response[Any]:
    """The same on paper, to be signed and put into the file."""
    viewer = viewer_of(request)
    with speaking(CHINESE):
        found = await recorded.read(viewer, meeting)
        name = str((await identity.community(viewer.community))["name"])
        programme = (await letterheads.newest(viewer.community)).programme
        sheet = recorded.sheet(found, name, programme)
    named = attachment(f"record-{meeting}", f"{sheet.title} {sheet.subject}", "pdf")
    return files.file(request, await paper.make(sheet), files.PDF, named, public=False)


ROUTES = [record, record_paper]
