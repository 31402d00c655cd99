"""Dissent from a phone or entered by an officer; and what concerns oneself, on one's account."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council.follow_up import actions, forms, queries
from council.identity import queries as identity
from council.meetings import queries as meetings
from council.refusal import NotThere
from council.web import forms as web_forms
from council.web.answers import done
from council.web.guards import signed_in, viewer_of
from council.web.render import page

Asked = Request[Any, Any, Any]


@post("/dissents", guards=[signed_in])
async def state(request: Asked) -> Response[bytes]:
    """By a member for themselves, or entered by an officer; the form names the item."""
    fields, viewer = await web_forms.read(request), viewer_of(request)
    item = web_forms.required(fields, "item", most=16)
    await meetings.meeting_of_item(item, viewer.community)
    person = fields.get("person", "") or viewer.person
    if person != viewer.person and not viewer.officer:
        raise NotThere
    text = web_forms.required(fields, "text", most=forms.TEXT)
    named = fields.get("named") == "1"
    meeting = await actions.dissent(item, person, text, viewer.actor, named=named)
    screen = "room" if person == viewer.person else "table"
    return done(request, web_forms.way_back(fields, f"/meetings/{meeting}/{screen}"))


@post("/dissents/{dissent:str}/naming", guards=[signed_in])
async def naming(request: Asked, dissent: FromPath[str]) -> Response[bytes]:
    """To be named in the minutes, or not to be: only one's own."""
    fields, viewer = await web_forms.read(request), viewer_of(request)
    await actions.name_dissent(dissent, viewer.actor, named=fields.get("named") == "1")
    return done(request, "/account/follow-up")


@get("/account/follow-up", guards=[signed_in])
async def mine(request: Asked) -> Response[str]:
    """What I have to see to, and what is explained to me."""
    viewer = viewer_of(request)
    return page(
        request,
        "follow_up/mine.html",
        site=await identity.site_name(viewer.community),
        nav="account",
        tasks=await queries.of_person(viewer.person),
        dissents=await queries.dissents_of(viewer.person),
        explained={one.id: one for one in await queries.owed_to(viewer.person)},
    )


ROUTES = [state, naming, mine]
