"""What became of what was agreed, for everybody: overdue first, and the path of each point."""

from __future__ import annotations

from typing import Any

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from council.follow_up import queries as follow_up
from council.site import as_json, outcome_queries, where
from council.web import etag
from council.web.answers import wants_json
from council.web.render import page

Asked = Request[Any, Any, Any]
OPEN = {"open": True}


@get("/outcomes", opt=OPEN)
async def outcomes(request: Asked) -> Response[Any]:
    """Everything that has to be done after meetings with published minutes (CON-4)."""
    place = await where.here(request)
    if place is None:
        return await where.ask_which(request)
    tasks = await follow_up.public(place.id)
    if wants_json(request):
        return etag.data(request, as_json.outcomes(tasks))
    made = page(
        request,
        "public/outcomes.html",
        public=True,
        data=True,
        place=place,
        site=place.title,
        nav="meetings",
        tasks=tasks,
    )
    return etag.public(request, made)


@get("/outcomes/{item:str}", opt=OPEN)
async def outcome(request: Asked, item: FromPath[str]) -> Response[Any]:
    """One point from the meeting to what was done; to print for the notice board."""
    found = await outcome_queries.outcome(item)
    place = await where.choose(request, found.community)
    if wants_json(request):
        return etag.data(request, as_json.outcome(found))
    made = page(
        request,
        "public/outcome.html",
        public=True,
        data=True,
        place=place,
        site=place.title,
        nav="meetings",
        found=found,
    )
    return etag.public(request, made)


ROUTES = [outcomes, outcome]
