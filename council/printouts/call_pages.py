"""The poster of a call for needs over HTTP: a page to look at, A4 and A3 to hang up."""

from __future__ import annotations

from typing import Any

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from council.documents.filenames import attachment
from council.identity import queries as identity
from council.minutes.letterheads import queries as letterheads
from council.needs import queries as needs
from council.printouts import called, paper
from council.printouts.sheets import CallPoster
from council.refusal import NotThere
from council.web import etag, files
from council.web.qr import qr
from council.web.render import page
from council.web.visit import visit_of

Asked = Request[Any, Any, Any]
OPEN = {"open": True}
PAPERS = ("a4", "a3")


@get("/calls/{call:str}/poster", opt=OPEN)
async def poster(request: Asked, call: FromPath[str]) -> Response[Any]:
    """As it will hang; a draft is not there."""
    made = await _poster(request, call)
    shown = page(
        request,
        "printouts/call_poster.html",
        public=True,
        site=made.community,
        nav="today",
        call=call,
        poster=made,
        code=qr(made.address),
    )
    return etag.public(request, shown)


@get("/calls/{call:str}/poster/{size:str}", opt=OPEN)
async def poster_paper(request: Asked, call: FromPath[str], size: FromPath[str]) -> Response[Any]:
    """a4 or a3."""
    if size not in PAPERS:
        raise NotThere
    made = await _poster(request, call, size)
    named = attachment(f"call-{call}-{size}", f"{made.head} {made.text[:40]}", "pdf")
    return files.file(request, await paper.make(made), files.PDF, named, public=True)


async def _poster(request: Asked, call: str, size: str = "a4") -> CallPoster:
    one = await needs.public(call)
    name = str((await identity.community(one.community))["name"])
    programme = (await letterheads.newest(one.community)).programme
    origin = visit_of(request).settings.origin
    return called.poster(one, community=name, programme=programme, origin=origin, paper=size)


ROUTES = [poster, poster_paper]
