"""Acts of a meeting, from forms to actions; what is shown stands in `room/`."""

from __future__ import annotations

from typing import Any

from litestar import Request, post
from litestar.params import FromPath
from litestar.response import Response

from council.clock import now
from council.identity.viewer import Viewer
from council.meetings import (
    actions,
    agenda_pages,
    attendance_pages,
    convening_pages,
    floor_pages,
    forms,
    head_pages,
    motion_pages,
    notice_pages,
    queries,
    running_pages,
)
from council.meetings.attempts import Attempts
from council.meetings.attendance import code_opens
from council.refusal import NotThere, Refused
from council.web import forms as web_forms
from council.web.answers import done
from council.web.guards import officer, signed_in, viewer_of
from council.web.visit import visit_of

LONGEST_SEARCH = 40  # characters
_attempts = Attempts()


async def _act(request: Request[Any, Any, Any], meeting: str) -> tuple[Viewer, dict[str, str], str]:
    """Who acts, what was sent, and where they go back to."""
    fields = await web_forms.read(request)
    return viewer_of(request), fields, web_forms.way_back(fields, f"/meetings/{meeting}/table")


@post("/meetings/{meeting:str}/opening", guards=[officer])
async def opening(request: Request[Any, Any, Any], meeting: FromPath[str]) -> Response[bytes]:
    viewer, _, back = await _act(request, meeting)
    await actions.open_meeting(meeting, viewer.actor)
    return done(request, back)


@post("/meetings/{meeting:str}/closing", guards=[officer])
async def closing(request: Request[Any, Any, Any], meeting: FromPath[str]) -> Response[bytes]:
    viewer, _, back = await _act(request, meeting)
    await actions.close_meeting(meeting, viewer.actor)
    return done(request, back)


@post("/meetings/{meeting:str}/attendances", guards=[signed_in])
async def attendances(request: Request[Any, Any, Any], meeting: FromPath[str]) -> Response[bytes]:
    """A called person with the code of the door, or staff by a click."""
    viewer, fields, _ = await _act(request, meeting)
    if {"person", "who"} & set(fields):
        await queries.meeting_for(viewer, meeting)
        if not viewer.officer and viewer.person not in await queries.doorkeepers(meeting):
            raise NotThere
        person = await _meant(viewer, meeting, fields, "person", "who")
        status, remote = forms.status(fields)
        way = "desk" if viewer.officer else "door"
        if fields.get("instead_of"):  # of a household, another adult than the called one
            await actions.stand_in(meeting, person, fields["instead_of"], viewer.actor)
        await actions.mark(meeting, person, status, viewer.actor, way=way, remote=remote)
    else:
        await _by_code(request, meeting, viewer, fields)
    return done(request, web_forms.way_back(fields, f"/meetings/{meeting}/room"))


async def _meant(
    viewer: Viewer, meeting: str, fields: dict[str, str], by_id: str, by_name: str
) -> str:
    """Who was called and is meant: chosen from a short list, or typed where many were called."""
    typed = fields.get(by_name, "")
    if not typed:
        return fields.get(by_id, "")
    await queries.meeting_for(viewer, meeting)
    return await queries.called_person(meeting, viewer.community, typed[:LONGEST_SEARCH])


async def _by_code(
    request: Request[Any, Any, Any], meeting: str, viewer: Viewer, fields: dict[str, str]
) -> None:
    """Not called: not found. A wrong code: a clear sentence, and a pause after ten of them."""
    await queries.meeting_for(viewer, meeting)
    if await queries.seat_of(meeting, viewer.person) is None:
        raise NotThere
    code, at = forms.door_code(fields), now()
    _attempts.ask(viewer.person, at)
    if not code_opens(visit_of(request).settings.keys.door, meeting, at, code):
        _attempts.failed(viewer.person, at)
        raise Refused("door.wrong", 422)
    await actions.check_in(meeting, viewer.person, "code", viewer.actor)


@post("/meetings/{meeting:str}/current-item", guards=[officer])
async def current_item(request: Request[Any, Any, Any], meeting: FromPath[str]) -> Response[bytes]:
    viewer, fields, back = await _act(request, meeting)
    item = web_forms.required(fields, "item", most=16)
    await actions.go_to_item(meeting, item, viewer.actor)
    return done(request, back)


@post("/meetings/{meeting:str}/motions", guards=[officer])
async def motions(request: Request[Any, Any, Any], meeting: FromPath[str]) -> Response[bytes]:
    viewer, fields, back = await _act(request, meeting)
    for name in ("mover", "seconder"):
        fields[name] = await _meant(viewer, meeting, fields, name, f"{name}-who")
    await actions.move(meeting, forms.moved(fields), viewer.actor)
    return done(request, back)


@post("/meetings/{meeting:str}/log-lines", guards=[officer])
async def log_lines(request: Request[Any, Any, Any], meeting: FromPath[str]) -> Response[bytes]:
    viewer, fields, back = await _act(request, meeting)
    await queries.meeting_for(viewer, meeting)
    names = await queries.called_names(meeting)
    marks = forms.marks(fields, names)
    if marks:
        await actions.mark_all(meeting, marks.people, marks.status, viewer.actor)
    else:
        await actions.write_line(meeting, forms.line(fields, names), viewer.actor)
    return done(request, back)


@post("/meetings/{meeting:str}/log-lines/{seq:int}/strike", guards=[officer])
async def strike(
    request: Request[Any, Any, Any], meeting: FromPath[str], seq: FromPath[int]
) -> Response[bytes]:
    viewer, _, back = await _act(request, meeting)
    await actions.strike_line(meeting, seq, viewer.actor)
    return done(request, back)


ROUTES = [
    opening,
    closing,
    attendances,
    current_item,
    motions,
    log_lines,
    strike,
    *convening_pages.ROUTES,
    *head_pages.ROUTES,
    *agenda_pages.ROUTES,
    *notice_pages.ROUTES,
    *attendance_pages.ROUTES,
    *floor_pages.ROUTES,
    *motion_pages.ROUTES,
    *running_pages.ROUTES,
]
