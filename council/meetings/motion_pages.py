"""Motions from phones, seconds, withdrawal, recusal: from forms to actions."""

from __future__ import annotations

from typing import Any

from litestar import Request, post
from litestar.params import FromPath
from litestar.response import Response

from council.identity.viewer import Viewer
from council.meetings import actions, forms, queries
from council.refusal import NotThere
from council.web import forms as web_forms
from council.web.answers import done
from council.web.guards import officer, signed_in, viewer_of

Asked = Request[Any, Any, Any]
REASON = 200  # characters


async def _member(viewer: Viewer, meeting: str) -> None:
    """Only whoever is called as a member finds these forms."""
    await queries.meeting_for(viewer, meeting)
    seat = await queries.seat_of(meeting, viewer.person)
    if seat is None or seat["part"] != "member":
        raise NotThere


@post("/meetings/{meeting:str}/offers", guards=[signed_in])
async def offers(request: Asked, meeting: FromPath[str]) -> Response[bytes]:
    """A motion from a member's own phone."""
    fields, viewer = await web_forms.read(request), viewer_of(request)
    await _member(viewer, meeting)
    await actions.offer(meeting, forms.offered(fields, viewer.person), viewer.actor)
    return done(request, web_forms.way_back(fields, f"/meetings/{meeting}/room"))


@post("/motions/{motion:str}/seconds", guards=[signed_in])
async def seconds(request: Asked, motion: FromPath[str]) -> Response[bytes]:
    """By a member for themselves; an officer may say who did, for somebody without a phone."""
    fields, viewer = await web_forms.read(request), viewer_of(request)
    meeting = await queries.meeting_of_motion(motion, viewer.community)
    person = await _whose(fields, viewer, meeting)
    await actions.second(motion, person, viewer.actor)
    screen = "table" if viewer.officer else "room"
    return done(request, web_forms.way_back(fields, f"/meetings/{meeting}/{screen}"))


@post("/motions/{motion:str}/withdrawal", guards=[signed_in])
async def withdrawal(request: Asked, motion: FromPath[str]) -> Response[bytes]:
    """By its mover, or by an officer whom the mover told."""
    fields, viewer = await web_forms.read(request), viewer_of(request)
    meeting = await queries.meeting_of_motion(motion, viewer.community)
    if not viewer.officer and await queries.mover_of(motion) != viewer.person:
        raise NotThere
    await actions.withdraw(motion, viewer.actor)
    screen = "table" if viewer.officer else "room"
    return done(request, web_forms.way_back(fields, f"/meetings/{meeting}/{screen}"))


@post("/motions/{motion:str}/postponement", guards=[officer])
async def postponement(request: Asked, motion: FromPath[str]) -> Response[bytes]:
    fields, viewer = await web_forms.read(request), viewer_of(request)
    reason = web_forms.required(fields, "reason", most=REASON)
    meeting = await actions.postpone_motion(motion, reason, viewer.actor)
    return done(request, web_forms.way_back(fields, f"/meetings/{meeting}/table"))


@post("/items/{item:str}/recusals", guards=[signed_in])
async def recusals(request: Asked, item: FromPath[str]) -> Response[bytes]:
    """By a member for themselves, or entered by an officer."""
    fields, viewer = await web_forms.read(request), viewer_of(request)
    meeting = await queries.meeting_of_item(item, viewer.community)
    person = await _whose(fields, viewer, meeting)
    why = web_forms.optional(fields, "why", most=REASON)
    await actions.recuse(item, person, why, viewer.actor)
    screen = "table" if person != viewer.person else "room"
    return done(request, web_forms.way_back(fields, f"/meetings/{meeting}/{screen}"))


@post("/items/{item:str}/recusals/ending", guards=[officer])
async def recusal_ending(request: Asked, item: FromPath[str]) -> Response[bytes]:
    fields, viewer = await web_forms.read(request), viewer_of(request)
    person = web_forms.required(fields, "person", most=16)
    meeting = await actions.end_recusal(item, person, viewer.actor)
    return done(request, web_forms.way_back(fields, f"/meetings/{meeting}/table"))


async def _whose(fields: dict[str, str], viewer: Viewer, meeting: str) -> str:
    person = fields.get("person", "") or viewer.person
    if person == viewer.person:
        await _member(viewer, meeting)
    elif not viewer.officer or await queries.seat_of(meeting, person) is None:
        raise NotThere
    return person


ROUTES = [offers, seconds, withdrawal, postponement, recusals, recusal_ending]
