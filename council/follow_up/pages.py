"""The board of what has to be done, conclusions, and tasks: from forms to actions."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council.follow_up import actions, dissent_pages, forms, people, queries, task_pages
from council.identity import queries as identity
from council.roll import people_queries
from council.web import forms as web_forms
from council.web.answers import done
from council.web.guards import officer, viewer_of
from council.web.render import page, piece

Asked = Request[Any, Any, Any]
FOUND = 8  # people offered while somebody types
SHORTEST = 2  # characters of a search


@get("/follow-up", guards=[officer])
async def board(request: Asked) -> Response[str]:
    """Overdue first, then due soon, open, and what is over; of all meetings or of one."""
    viewer = viewer_of(request)
    known = await queries.meetings(viewer.community)
    asked = request.query_params.get("meeting", "")
    meeting = asked if any(one["id"] == asked for one in known) else ""
    return page(
        request,
        "follow_up/board.html",
        site=await identity.site_name(viewer.community),
        nav="today",
        tasks=await queries.board(viewer.community, meeting),
        meetings=known,
        meeting=meeting,
    )


@post("/follow-up/people", guards=[officer], status_code=200)
async def found_people(request: Asked) -> Response[str]:
    """Whom the typed name can mean, as choices under the field."""
    viewer = viewer_of(request)
    text = (await web_forms.read(request)).get("responsible", "")[: forms.NAME]
    found = []
    if len(text) >= SHORTEST:
        found = await people_queries.search(viewer.community, text, most=FOUND)
    return Response(piece("follow_up/_people.html", found=found[:FOUND]), media_type="text/html")


@post("/items/{item:str}/outcome", guards=[officer])
async def outcome(request: Asked, item: FromPath[str]) -> Response[bytes]:
    fields, viewer = await web_forms.read(request), viewer_of(request)
    who = await people.meant(forms.responsible(fields), viewer.community)
    meeting = await actions.conclude(item, forms.conclusion(fields, who), viewer.actor)
    return done(request, web_forms.way_back(fields, f"/meetings/{meeting}/table"))


@post("/items/{item:str}/tasks", guards=[officer])
async def add(request: Asked, item: FromPath[str]) -> Response[bytes]:
    """One more thing to do, besides what the outcome itself asks for."""
    fields, viewer = await web_forms.read(request), viewer_of(request)
    who = await people.meant(forms.responsible(fields), viewer.community)
    task = await actions.add(item, forms.wanted(fields, who), viewer.actor)
    return done(request, web_forms.way_back(fields, f"/tasks/{task}"))


ROUTES = [board, found_people, outcome, add, *task_pages.ROUTES, *dissent_pages.ROUTES]
