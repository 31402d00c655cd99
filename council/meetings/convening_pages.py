"""Convening a meeting in the browser, and one more point for an agenda."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council.identity import queries as identity
from council.identity.viewer import Viewer
from council.meetings import actions, convening_forms, convening_queries, queries, rules
from council.refusal import Refused
from council.web import forms
from council.web.answers import done
from council.web.filled import Filled
from council.web.guards import officer, viewer_of
from council.web.render import page

Asked = Request[Any, Any, Any]
MINUTES = "15"  # of a point, until somebody says otherwise
NEW = "item"  # the names of the fields of the one more point begin with it
BESIDE = {  # where a refusal of the whole is said
    "meeting.session_taken": "session",
    "meeting.ends_first": "until",
    "meeting.past": "day",
    "meeting.short_notice": "short_notice",
    "meeting.nobody": "kind",
}


@get("/meetings/new", guards=[officer])
async def new(request: Asked) -> Response[str]:
    """An empty form; the last meeting of the committee says how it is usually called."""
    viewer = viewer_of(request)
    before = await queries.meetings_of(viewer.community)
    fields = {f"{row}-minutes": MINUTES for row in convening_forms.rows()}
    if before:
        fields.update(kind=before[0].kind, series=before[0].series, place=before[0].place)
        fields.update(chair=before[0].chair, secretary=before[0].secretary)
    return await _form(request, viewer, Filled({"kind": "council", **fields}))


@post("/meetings", guards=[officer])
async def convene(request: Asked) -> Response[Any]:
    """A meeting, everybody called and the agenda at once; then the secretary's table."""
    viewer, form = viewer_of(request), Filled(await forms.read(request))
    known = await convening_queries.known(form, convening_forms.rows(), viewer.community)
    asked = convening_forms.convening(form, known)
    if not form.faults:
        try:
            made = await actions.convene(asked, viewer.actor)
            return done(request, f"/meetings/{made}/table")
        except Refused as why:
            form.blame(BESIDE.get(why.code, "kind"), why)
            if why.code == "meeting.nobody" and asked.what.kind == "res_rep":
                form.faults = {"members": why}
    return await _form(request, viewer, form)


async def _form(request: Asked, viewer: Viewer, form: Filled) -> Response[str]:
    known = await convening_queries.known(form, (), viewer.community)
    return page(
        request,
        "meetings/new.html",
        status=form.status,
        site=await identity.site_name(viewer.community),
        path="/meetings/new",
        nav="meetings",
        form=form.shown_to(request),
        rows=convening_forms.rows(),
        kinds=tuple(rules.KINDS),
        item_kinds=rules.ITEM_KINDS,
        chairs=known.chairs,
        secretaries=known.secretaries,
        sizes=await convening_queries.sizes(viewer.community),
        notice=rules.NOTICE["res_all"].days,
    )


@get("/meetings/{meeting:str}/agenda", guards=[officer])
async def agenda(request: Asked, meeting: FromPath[str]) -> Response[str]:
    """What is on it, and until the meeting opens a form for one more point."""
    return await _agenda(request, meeting, Filled({f"{NEW}-minutes": MINUTES}))


@post("/meetings/{meeting:str}/agenda", guards=[officer])
async def add_to_agenda(request: Asked, meeting: FromPath[str]) -> Response[Any]:
    """The next point; sent twice, it is there once."""
    viewer, form = viewer_of(request), Filled(await forms.read(request))
    await queries.meeting_for(viewer, meeting)
    known = await convening_queries.known(form, (NEW,), viewer.community)
    no = form.number("no", least=1, most=999)
    item = convening_forms.item(form, NEW, no, known)
    if item is None:
        form.text(f"{NEW}-title", most=convening_forms.TITLE)
    elif not form.faults:
        try:
            await actions.add_item(meeting, item, viewer.actor)
            return done(request, f"/meetings/{meeting}/agenda")
        except Refused as why:
            form.blame(f"{NEW}-title", why)
    return await _agenda(request, meeting, form)


async def _agenda(request: Asked, meeting: str, form: Filled) -> Response[str]:
    viewer = viewer_of(request)
    return page(
        request,
        "meetings/agenda.html",
        status=form.status,
        site=await identity.site_name(viewer.community),
        nav="meetings",
        form=form.shown_to(request),
        meeting=await queries.meeting_for(viewer, meeting),
        items=await queries.agenda_of(meeting),
        item_kinds=rules.ITEM_KINDS,
    )


ROUTES = [new, convene, agenda, add_to_agenda]
