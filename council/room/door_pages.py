"""The doorkeeper's page: who is called, found by what one hears at a door, marked by one tap."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council.meetings import queries, stand_ins
from council.refusal import NotThere
from council.roll import people_queries
from council.room.entrance import may_enter
from council.room.show import show
from council.web import forms as web_forms
from council.web.answers import is_htmx
from council.web.guards import signed_in, viewer_of
from council.web.render import piece
from council.web.visit import visit_of

Asked = Request[Any, Any, Any]
LONGEST_SEARCH = 40  # characters


@get("/meetings/{meeting:str}/door", guards=[signed_in])
async def door(request: Asked, meeting: FromPath[str]) -> Response[str]:
    return await show(request, meeting, "door", text="", found=[], instead=[])


@post("/meetings/{meeting:str}/door/search", guards=[signed_in], status_code=200)
async def search(request: Asked, meeting: FromPath[str]) -> Response[str]:
    """Only who is called is found; what was typed never stands in an address."""
    fields, viewer = await web_forms.read(request), viewer_of(request)
    held = await queries.meeting_for(viewer, meeting)
    if not await may_enter(viewer, meeting, "door"):
        raise NotThere
    text = fields.get("text", "")[:LONGEST_SEARCH]
    people = await people_queries.search(viewer.community, text)
    found = await queries.called_among(meeting, [one.id for one in people])
    instead = await stand_ins.of(
        {"id": meeting, "base": held.base, "community": viewer.community},
        [one.id for one in people],
    )
    if is_htmx(request):
        csrf = visit_of(request).csrf
        told = piece(
            "room/door_found.html",
            text=text,
            found=found,
            instead=instead,
            meeting_id=meeting,
            csrf=csrf,
        )
        return Response(told, media_type="text/html")
    return await show(request, meeting, "door", text=text, found=found, instead=instead)


ROUTES = [door, search]
