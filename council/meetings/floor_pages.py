"""The floor in the browser: hands, turns, reminders, the chair, the debate.

Whoever presides runs it, and the officers; everybody else acts for themselves alone.
"""

from __future__ import annotations

from typing import Any

from litestar import Request, post
from litestar.params import FromPath
from litestar.response import Response

from council.identity.viewer import Viewer
from council.meetings import actions, floor_forms, floor_queries, queries
from council.refusal import NotThere
from council.web import forms
from council.web.answers import done
from council.web.guards import signed_in, viewer_of

Asked = Request[Any, Any, Any]


def _must_run(viewer: Viewer, presiding: str | None) -> None:
    if not viewer.officer and viewer.person != presiding:
        raise NotThere


async def _running(request: Asked, meeting: str) -> tuple[Viewer, dict[str, str]]:
    """Who presides or is an officer, and what they sent."""
    viewer = viewer_of(request)
    found = await queries.meeting_for(viewer, meeting)
    _must_run(viewer, found.presiding or found.chair)
    return viewer, await forms.read(request)


def _back(request: Asked, fields: dict[str, str], meeting: str) -> Response[bytes]:
    return done(request, forms.way_back(fields, f"/meetings/{meeting}/room"))


async def _whose(request: Asked, meeting: str) -> tuple[Viewer, dict[str, str], str]:
    """Whose hand it is: one's own, or by somebody who runs the floor that of `person`."""
    viewer, fields = viewer_of(request), await forms.read(request)
    found = await queries.meeting_for(viewer, meeting)
    person = forms.optional(fields, "person", most=16) or viewer.person
    if person != viewer.person:
        _must_run(viewer, found.presiding or found.chair)
    if await queries.seat_of(meeting, person) is None:
        raise NotThere
    return viewer, fields, person


@post("/meetings/{meeting:str}/turns", guards=[signed_in])
async def raising(request: Asked, meeting: FromPath[str]) -> Response[bytes]:
    """One's own hand, or the hand of somebody who has no phone."""
    viewer, fields, person = await _whose(request, meeting)
    await actions.raise_hand(meeting, floor_forms.hand(fields, person), viewer.actor)
    return _back(request, fields, meeting)


@post("/meetings/{meeting:str}/turns/lowering", guards=[signed_in])
async def lowering(request: Asked, meeting: FromPath[str]) -> Response[bytes]:
    viewer, fields, person = await _whose(request, meeting)
    await actions.lower_hand(meeting, person, viewer.actor)
    return _back(request, fields, meeting)


async def _turn(request: Asked, turn: str) -> tuple[Viewer, dict[str, str], str]:
    """Who runs the floor in which this turn is, what they sent, and the meeting."""
    viewer = viewer_of(request)
    place = await floor_queries.turn_for(viewer, turn)
    _must_run(viewer, place.presiding)
    return viewer, await forms.read(request), place.meeting


@post("/turns/{turn:str}/beginning", guards=[signed_in])
async def beginning(request: Asked, turn: FromPath[str]) -> Response[bytes]:
    """The floor is given; `departs` says why to this one out of the order."""
    viewer, fields, meeting = await _turn(request, turn)
    await actions.give_floor(meeting, turn, viewer.actor, floor_forms.departs(fields))
    return _back(request, fields, meeting)


@post("/turns/{turn:str}/pause", guards=[signed_in])
async def pause(request: Asked, turn: FromPath[str]) -> Response[bytes]:
    viewer, fields, meeting = await _turn(request, turn)
    await actions.pause_turn(meeting, turn, viewer.actor)
    return _back(request, fields, meeting)


@post("/turns/{turn:str}/resumption", guards=[signed_in])
async def resumption(request: Asked, turn: FromPath[str]) -> Response[bytes]:
    viewer, fields, meeting = await _turn(request, turn)
    await actions.resume_turn(meeting, turn, viewer.actor)
    return _back(request, fields, meeting)


@post("/turns/{turn:str}/extension", guards=[signed_in])
async def extension(request: Asked, turn: FromPath[str]) -> Response[bytes]:
    viewer, fields, meeting = await _turn(request, turn)
    await actions.extend_turn(meeting, turn, floor_forms.seconds(fields), viewer.actor)
    return _back(request, fields, meeting)


@post("/turns/{turn:str}/ending", guards=[signed_in])
async def ending(request: Asked, turn: FromPath[str]) -> Response[bytes]:
    """By whoever speaks, or by whoever runs the floor."""
    viewer = viewer_of(request)
    place = await floor_queries.turn_for(viewer, turn)
    if viewer.person != place.person:
        _must_run(viewer, place.presiding)
    fields = await forms.read(request)
    await actions.end_turn(place.meeting, turn, viewer.actor)
    return _back(request, fields, place.meeting)


@post("/meetings/{meeting:str}/reminders", guards=[signed_in])
async def reminding(request: Asked, meeting: FromPath[str]) -> Response[bytes]:
    viewer, fields = await _running(request, meeting)
    person = forms.required(fields, "person", most=16)
    minuted = fields.get("minuted") == "yes"
    reason = floor_forms.reason(fields)
    await actions.remind(meeting, person, reason, viewer.actor, minuted=minuted)
    return _back(request, fields, meeting)


@post("/meetings/{meeting:str}/handovers", guards=[signed_in])
async def handing_over(request: Asked, meeting: FromPath[str]) -> Response[bytes]:
    viewer, fields = await _running(request, meeting)
    person = forms.required(fields, "person", most=16)
    await actions.hand_over(meeting, person, viewer.actor)
    return _back(request, fields, meeting)


@post("/meetings/{meeting:str}/handovers/return", guards=[signed_in])
async def taking_back(request: Asked, meeting: FromPath[str]) -> Response[bytes]:
    viewer, fields = await _running(request, meeting)
    await actions.take_back(meeting, viewer.actor)
    return _back(request, fields, meeting)


async def _motion(request: Asked, motion: str) -> tuple[Viewer, dict[str, str], str]:
    viewer = viewer_of(request)
    place = await floor_queries.motion_for(viewer, motion)
    _must_run(viewer, place.presiding)
    return viewer, await forms.read(request), place.meeting


@post("/motions/{motion:str}/debate/closing", guards=[signed_in])
async def closing_debate(request: Asked, motion: FromPath[str]) -> Response[bytes]:
    """MTG-8: `how` says whether the chair did it or the meeting."""
    viewer, fields, meeting = await _motion(request, motion)
    await actions.close_debate(motion, floor_forms.how(fields), viewer.actor)
    return _back(request, fields, meeting)


@post("/motions/{motion:str}/debate/opening", guards=[signed_in])
async def reopening_debate(request: Asked, motion: FromPath[str]) -> Response[bytes]:
    viewer, fields, meeting = await _motion(request, motion)
    await actions.reopen_debate(motion, viewer.actor)
    return _back(request, fields, meeting)


ROUTES = [
    raising,
    lowering,
    beginning,
    pause,
    resumption,
    extension,
    ending,
    reminding,
    handing_over,
    taking_back,
    closing_debate,
    reopening_debate,
]
