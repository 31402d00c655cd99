"""Leave, going early, and who keeps the door: from forms to actions."""

from __future__ import annotations

from typing import Any

from litestar import Request, post
from litestar.params import FromPath
from litestar.response import Response

from council.identity.viewer import Viewer
from council.meetings import actions, queries
from council.refusal import NotThere
from council.web import forms as web_forms
from council.web.answers import done
from council.web.guards import officer, signed_in, viewer_of

Asked = Request[Any, Any, Any]


async def _called(request: Asked, meeting: str) -> tuple[Viewer, dict[str, str]]:
    """Somebody who is called; to others there is nothing to be absent from."""
    fields, viewer = await web_forms.read(request), viewer_of(request)
    await queries.meeting_for(viewer, meeting)
    if await queries.seat_of(meeting, viewer.person) is None:
        raise NotThere
    return viewer, fields


@post("/meetings/{meeting:str}/leave", guards=[signed_in])
async def leave(request: Asked, meeting: FromPath[str]) -> Response[bytes]:
    viewer, fields = await _called(request, meeting)
    await actions.ask_leave(meeting, viewer.actor)
    return done(request, web_forms.way_back(fields, f"/meetings/{meeting}/room"))


@post("/meetings/{meeting:str}/departure", guards=[signed_in])
async def departure(request: Asked, meeting: FromPath[str]) -> Response[bytes]:
    viewer, fields = await _called(request, meeting)
    await actions.take_leave(meeting, viewer.actor)
    return done(request, web_forms.way_back(fields, f"/meetings/{meeting}/room"))


@post("/meetings/{meeting:str}/doorkeepers", guards=[officer])
async def doorkeepers(request: Asked, meeting: FromPath[str]) -> Response[bytes]:
    fields, viewer = await web_forms.read(request), viewer_of(request)
    person = web_forms.required(fields, "person", most=16)
    await actions.name_doorkeeper(meeting, person, viewer.actor)
    return done(request, web_forms.way_back(fields, f"/meetings/{meeting}/table"))


@post("/meetings/{meeting:str}/doorkeepers/ending", guards=[officer])
async def doorkeeper_ending(request: Asked, meeting: FromPath[str]) -> Response[bytes]:
    fields, viewer = await web_forms.read(request), viewer_of(request)
    person = web_forms.required(fields, "person", most=16)
    await actions.dismiss_doorkeeper(meeting, person, viewer.actor)
    return done(request, web_forms.way_back(fields, f"/meetings/{meeting}/table"))


ROUTES = [leave, departure, doorkeepers, doorkeeper_ending]
