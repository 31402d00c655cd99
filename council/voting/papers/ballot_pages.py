"""One paper with several options: it is filled in as its voter filled it in, then the next one."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Response

from council.identity import queries as identity
from council.refusal import NotThere, unreadable
from council.voting import actions, queries
from council.voting.papers import forms as paper_forms
from council.voting.papers import queries as paper_queries
from council.voting.papers.rules import SPOILED
from council.voting.sheets import forms as sheet_forms
from council.web import forms as web_forms
from council.web.answers import go
from council.web.filled import Filled
from council.web.guards import officer, viewer_of
from council.web.render import page

Asked = Request[Any, Any, Any]


@get("/sheets/{sheet:str}/papers", guards=[officer])
async def paper(request: Asked, sheet: FromPath[str], no: FromQuery[int] = 0) -> Response[Any]:
    """`no`: whose paper it is, in a vote by name."""
    return await _paper_page(request, sheet, no, Filled({"papers": "1"}))


@post("/sheets/{sheet:str}/papers", guards=[officer])
async def entered(request: Asked, sheet: FromPath[str]) -> Response[Any]:
    """303 to the sheet, or to the next paper; the page again where it cannot be read so."""
    fields = await web_forms.read(request)
    viewer = viewer_of(request)
    found = await paper_queries.sheet_for(viewer, sheet)
    poll = await queries.poll_for(viewer, found.poll)
    if poll.sheet is None:
        raise NotThere
    form = Filled(fields)
    number = web_forms.number({"no": "0", **fields}, "no", least=0, most=999_999)
    spoiled = form.typed("spoiled") == "1"
    choice = SPOILED if spoiled else sheet_forms.ballot(form, poll.sheet)
    if form.faults:
        return await _paper_page(request, sheet, number, form.shown_to(request))
    if poll.mode == "named":
        await actions.enter(sheet, {number: choice}, viewer.actor)
        return go(f"/sheets/{sheet}")
    await actions.enter_paper(sheet, choice, paper_forms.number(fields), viewer.actor)
    return go(f"/sheets/{sheet}/papers")


async def _paper_page(request: Asked, sheet: str, number: int, form: Filled) -> Response[Any]:
    viewer = viewer_of(request)
    found = await paper_queries.sheet_for(viewer, sheet)
    poll = await queries.poll_for(viewer, found.poll)
    if poll.sheet is None:
        raise NotThere
    content = await paper_queries.content_of(sheet, viewer.person)
    name = ""
    if poll.mode == "named":
        name = (await paper_queries.names(poll.id, [number])).get(number, "")
        if not name:
            raise unreadable("person.choose")
        said = content.lines.get(number, "")
        if said and said != SPOILED and not form.faults:
            sheet_forms.refill(form, poll.sheet, said)
    return page(
        request,
        "voting/paper_ballot.html",
        site=await identity.site_name(viewer.community),
        status=form.status,
        path=f"/sheets/{sheet}",
        poll=request.app.state.poll_view(poll),
        sheet=found,
        options=poll.sheet.options,
        form=form,
        no=number,
        name=name,
        papers=sum(content.counts.values()),
        nav="meetings",
    )


ROUTES = [paper, entered]
