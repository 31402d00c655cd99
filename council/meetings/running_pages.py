"""Breaks, what the hall screen shows, an item that waits: from forms to actions."""

from __future__ import annotations

from typing import Any

from litestar import Request, post
from litestar.params import FromPath
from litestar.response import Response

from council.clock import now
from council.meetings import actions, forms
from council.web import forms as web_forms
from council.web.answers import done
from council.web.guards import officer, viewer_of

Asked = Request[Any, Any, Any]
REASON = 200  # characters


@post("/meetings/{meeting:str}/break", guards=[officer])
async def pause(request: Asked, meeting: FromPath[str]) -> Response[bytes]:
    fields, viewer = await web_forms.read(request), viewer_of(request)
    await actions.pause(meeting, forms.resumes_at(fields, now()), viewer.actor)
    return done(request, web_forms.way_back(fields, f"/meetings/{meeting}/table"))


@post("/meetings/{meeting:str}/break/ending", guards=[officer])
async def resume(request: Asked, meeting: FromPath[str]) -> Response[bytes]:
    fields, viewer = await web_forms.read(request), viewer_of(request)
    await actions.resume(meeting, viewer.actor)
    return done(request, web_forms.way_back(fields, f"/meetings/{meeting}/table"))


@post("/meetings/{meeting:str}/pin", guards=[officer])
async def pin(request: Asked, meeting: FromPath[str]) -> Response[bytes]:
    fields, viewer = await web_forms.read(request), viewer_of(request)
    what = web_forms.optional(fields, "what", most=12)
    await actions.pin(meeting, what, viewer.actor)
    return done(request, web_forms.way_back(fields, f"/meetings/{meeting}/chair"))


@post("/items/{item:str}/postponement", guards=[officer])
async def postponement(request: Asked, item: FromPath[str]) -> Response[bytes]:
    fields, viewer = await web_forms.read(request), viewer_of(request)
    reason = web_forms.required(fields, "reason", most=REASON)
    meeting = await actions.postpone_item(item, reason, viewer.actor)
    return done(request, web_forms.way_back(fields, f"/meetings/{meeting}/table"))


ROUTES = [pause, resume, pin, postponement]
