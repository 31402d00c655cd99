"""Calls for needs for everybody: what is asked, what was entered, and one entry with its way."""

from __future__ import annotations

from typing import Any

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from council.needs import entry_queries, queries, rules
from council.site import as_json, where
from council.web import etag
from council.web.answers import wants_json
from council.web.render import page
from council.web.visit import visit_of

Asked = Request[Any, Any, Any]
OPEN = {"open": True}


def _public(request: Asked, template: str, place: Any, **context: Any) -> Response[Any]:
    context.update(place=place, site=place.title, nav="today", data=True, lengths=rules)
    context["at_desk"] = queries.is_desk(visit_of(request).viewer, place.id)
    return etag.public(request, page(request, template, public=True, **context))


@get("/calls", opt=OPEN)
async def calls(request: Asked) -> Response[Any]:
    """Those that are open, then those that are closed."""
    place = await where.here(request)
    if place is None:
        return await where.ask_which(request)
    found = await queries.published(place.id)
    if wants_json(request):
        return etag.data(request, {"calls": list(map(as_json.call, found))})
    return _public(request, "needs/list.html", place, calls=found)


@get("/calls/{call:str}", opt=OPEN)
async def one_call(request: Asked, call: FromPath[str]) -> Response[Any]:
    """Its words, how long it lasts, and every entry with its state; by field."""
    one = await queries.public(call)
    place = await where.choose(request, one.community)
    field = request.query_params.get("field", "")
    field = field if field in rules.FIELDS else ""
    found = await entry_queries.search(call, field=field, page=where.page_number(request))
    if wants_json(request):
        listed = [as_json.need(each.view) for each in found.needs]
        data = as_json.call(one) | {"text": one.text}
        return etag.data(request, data | where.page_of("needs", found, listed))
    return _public(
        request,
        "needs/call.html",
        place,
        one=one,
        found=found,
        field=field,
        fields=rules.FIELDS,
        counts=await entry_queries.by_field(call),
    )


@get("/needs/{need:str}", opt=OPEN)
async def one_need(request: Asked, need: FromPath[str]) -> Response[Any]:
    """What it says, what became of it and why; the desk reads and does more."""
    whole = await entry_queries.need(need)
    place = await where.choose(request, whole.view.community)
    if wants_json(request):
        return etag.data(request, as_json.need(whole.view))
    return _public(
        request,
        "needs/need.html",
        place,
        one=whole.view,
        whole=whole,
        steps=await entry_queries.steps(need),
        movable=whole.view.state in rules.MOVABLE,
        answers=rules.ANSWERS,
        papers=whole.channel != "online",
    )


ROUTES = [calls, one_call, one_need]
