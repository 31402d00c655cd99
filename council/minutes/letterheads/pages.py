"""The community's letterhead over HTTP: seen before it is settled, settled, seen as it was."""

from __future__ import annotations

import base64
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council.documents import typesetter
from council.identity import queries as identity
from council.minutes import pdf
from council.minutes.letterheads import actions, forms, queries
from council.minutes.letterheads.rules import Wanted
from council.minutes.letterheads.sample import sample
from council.refusal import NotThere
from council.web import forms as web_forms
from council.web.answers import done, is_htmx
from council.web.filled import Filled
from council.web.guards import officer, viewer_of
from council.web.render import page, piece

Asked = Request[Any, Any, Any]
WHERE = "/letterhead"


@get(WHERE, guards=[officer])
async def show(request: Asked) -> Response[str]:
    """The form with the letterhead in force, and a sample page beside it."""
    return await _page(request, forms.filled(await queries.wanted(viewer_of(request).community)))


@post(WHERE, guards=[officer])
async def settle(request: Asked) -> Response[Any]:
    form = Filled(await web_forms.read(request))
    wanted = forms.wanted(form)
    if form.faults:
        return await _page(request, form)
    await actions.settle_letterhead(wanted, viewer_of(request).actor)
    return done(request, WHERE)


@post(f"{WHERE}/preview", guards=[officer], status_code=200)
async def preview(request: Asked) -> Response[Any]:
    """How a page would look; settles nothing. `as` pdf: the page to print."""
    form = Filled(await web_forms.read(request))
    wanted = forms.wanted(form)
    if form.faults and is_htmx(request):
        return Response(b"", status_code=204)  # still being typed: the last picture stays
    if form.faults or form.typed("as") != "pdf":
        if is_htmx(request):
            shown = piece("minutes/sample.html", pictures=await _pictures(request, wanted))
            return Response(shown, media_type="text/html")
        return await _page(request, form)
    return _pdf(await pdf.make(sample(await _name(request), wanted)))


@get(f"{WHERE}/{{version:int}}", guards=[officer])
async def as_it_was(request: Asked, version: FromPath[int]) -> Response[Any]:
    """A sample page under an old letterhead."""
    community = viewer_of(request).community
    if version not in {one.version for one in await queries.versions(community)}:
        raise NotThere
    now = await queries.wanted(community)
    then = Wanted(await queries.at(community, version), now.publisher, now.copies)
    return _pdf(await pdf.make(sample(await _name(request), then)))


def _pdf(made: bytes) -> Response[bytes]:
    headers = {"content-disposition": 'inline; filename="letterhead.pdf"'}
    return Response(made, media_type="application/pdf", headers=headers)


async def _name(request: Asked) -> str:
    return str((await identity.community(viewer_of(request).community))["name"])


async def _pictures(request: Asked, wanted: Wanted) -> list[str]:
    made = await typesetter.run(pdf.pictured, sample(await _name(request), wanted))
    return [base64.b64encode(one).decode() for one in made]


async def _page(request: Asked, form: Filled) -> Response[str]:
    community = viewer_of(request).community
    wanted = await queries.wanted(community) if form.faults else forms.wanted(Filled(form.fields))
    return page(
        request,
        "minutes/letterhead.html",
        status=form.status,
        site=await identity.site_name(community),
        path=WHERE,
        nav="meetings",
        form=form.shown_to(request),
        versions=await queries.versions(community),
        pictures=await _pictures(request, wanted),
    )


ROUTES = [show, settle, preview, as_it_was]
