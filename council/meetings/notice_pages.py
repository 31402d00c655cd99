"""What happens to a meeting that was announced: further notices, another time, no meeting."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council.clock import local
from council.identity import queries as identity
from council.meetings import actions, convening_forms, kind_queries, kinds, notice_queries, queries
from council.meetings.queries import MeetingRow
from council.refusal import Refused
from council.web import forms
from council.web.answers import done
from council.web.filled import Filled
from council.web.guards import officer, viewer_of
from council.web.render import page

Asked = Request[Any, Any, Any]
BESIDE = {
    "meeting.ends_first": "until",
    "meeting.past": "day",
    "meeting.short_notice": "short_notice",
    "meeting.too_short": "day",
}
TERMS = "/meetings/terms"


@post("/meetings/{meeting:str}/notices", guards=[officer])
async def notices(request: Asked, meeting: FromPath[str]) -> Response[Any]:
    """The first notice, or one of what has changed since the last."""
    await actions.give_notice(meeting, viewer_of(request).actor)
    return done(request, f"/meetings/{meeting}/agenda")


@get("/meetings/{meeting:str}/schedule", guards=[officer])
async def schedule(request: Asked, meeting: FromPath[str]) -> Response[str]:
    """Another time or place, or no meeting at all."""
    held = await queries.meeting_for(viewer_of(request), meeting)
    starts, ends = local(held.starts_at), local(held.ends_at)
    fields = {
        "day": starts.date().isoformat(),
        "since": f"{starts:%H:%M}",
        "until": f"{ends:%H:%M}",
        "place": held.place,
    }
    return await _schedule(request, held, Filled(fields))


@post("/meetings/{meeting:str}/schedule", guards=[officer])
async def reschedule(request: Asked, meeting: FromPath[str]) -> Response[Any]:
    viewer, form = viewer_of(request), Filled(await forms.read(request))
    held = await queries.meeting_for(viewer, meeting)
    wanted = convening_forms.schedule(form)
    if not form.faults:
        try:
            await actions.reschedule(meeting, wanted, viewer.actor)
            return done(request, f"/meetings/{meeting}")
        except Refused as why:
            form.blame(BESIDE.get(why.code, "day"), why)
    return await _schedule(request, held, form)


@post("/meetings/{meeting:str}/cancellation", guards=[officer])
async def cancel(request: Asked, meeting: FromPath[str]) -> Response[Any]:
    viewer, form = viewer_of(request), Filled(await forms.read(request))
    held = await queries.meeting_for(viewer, meeting)
    why = form.text("cancelled_why", most=convening_forms.REASON)
    if not form.faults:
        try:
            await actions.cancel_meeting(meeting, why, viewer.actor)
            return done(request, f"/meetings/{meeting}")
        except Refused as refused:
            form.blame("cancelled_why", refused)
    return await _schedule(request, held, form)


async def _schedule(request: Asked, held: MeetingRow, form: Filled) -> Response[str]:
    viewer = viewer_of(request)
    return page(
        request,
        "meetings/schedule.html",
        status=form.status,
        site=await identity.site_name(viewer.community),
        nav="meetings",
        form=form.shown_to(request),
        meeting=held,
        kind=kinds.of(held.kind),
        notices=await notice_queries.notices_of(held.id),
    )


@get(TERMS, guards=[officer])
async def terms(request: Asked) -> Response[str]:
    """What this community has settled for all its meetings."""
    held = asdict(await kind_queries.terms(viewer_of(request).community))
    shown = {name: str(int(value)) for name, value in held.items()}
    return await _terms(request, Filled(shown))


@post(TERMS, guards=[officer])
async def set_terms(request: Asked) -> Response[Any]:
    form = Filled(await forms.read(request))
    wanted = convening_forms.terms(form)
    if form.faults:
        return await _terms(request, form)
    await actions.set_terms(wanted, viewer_of(request).actor)
    return done(request, TERMS)


async def _terms(request: Asked, form: Filled) -> Response[str]:
    viewer = viewer_of(request)
    return page(
        request,
        "meetings/terms.html",
        status=form.status,
        site=await identity.site_name(viewer.community),
        nav="meetings",
        form=form.shown_to(request),
    )


ROUTES = [notices, schedule, reschedule, cancel, terms, set_terms]
