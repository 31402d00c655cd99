"""Codes on paper are made and printed: they are in this answer, and nowhere else."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council.clock import now
from council.identity import codes
from council.identity import queries as identity
from council.meetings import queries as meetings
from council.refusal import Refused, unreadable
from council.verification.rules import STAFF
from council.voting import actions, queries
from council.voting.kiosk import queries as kiosk_queries
from council.web import forms as web_forms
from council.web.filled import Filled
from council.web.guards import may_see, viewer_of
from council.web.render import page
from council.web.visit import visit_of

Asked = Request[Any, Any, Any]
LONGEST = 4000  # characters of the list of names
staff = may_see(*STAFF)


@get("/polls/{poll:str}/kiosk-codes", guards=[staff])
async def kiosk_codes(request: Asked, poll: FromPath[str]) -> Response[str]:
    """For whom codes are made; how many there are."""
    return await _form(request, await _poll(request, poll), Filled({}))


@post("/polls/{poll:str}/kiosk-codes", guards=[staff], status_code=200)
async def make(request: Asked, poll: FromPath[str]) -> Response[str]:
    """A sheet for each, to print now; a code that was printed before ends."""
    viewer, form = viewer_of(request), Filled(await web_forms.read(request))
    found = await _poll(request, poll)
    try:
        people = await _people(found, form, viewer.community)
        key = visit_of(request).settings.keys.pepper
        made = await actions.make_codes(poll, people, key, viewer.actor)
    except Refused as why:
        form.blame("names", why)
        return await _form(request, found, form)
    return page(
        request,
        "voting/kiosk_print.html",
        site=await identity.site_name(viewer.community),
        path=f"/polls/{poll}/kiosk-codes",
        nav="meetings",
        poll=found,
        sheets=await kiosk_queries.sheets(made),
        grouped=codes.grouped,
        address=f"{visit_of(request).settings.origin}/kiosk",
        today=now(),
    )


async def _poll(request: Asked, poll: str) -> queries.PollRow:
    return await queries.own_poll(viewer_of(request), poll)


async def _people(poll: queries.PollRow, form: Filled, community: str) -> list[str]:
    """Who is named, one a line; with them all who have no login."""
    lines = form.optional("names", most=LONGEST).splitlines()
    if form.faults:
        raise form.faults["names"]
    found = [
        await meetings.called_person(poll.meeting, community, line.strip())
        for line in lines
        if line.strip()
    ]
    allowed = await kiosk_queries.members(poll.meeting)
    if not set(found) <= allowed:
        raise unreadable("assisted.not_on_roll")
    if form.typed("without_login") == "1":
        found += await kiosk_queries.without_login(poll.meeting)
    return found


async def _form(request: Asked, poll: queries.PollRow, form: Filled) -> Response[str]:
    there, used = await kiosk_queries.counts(poll.id)
    return page(
        request,
        "voting/kiosk_codes.html",
        status=form.status,
        site=await identity.site_name(viewer_of(request).community),
        path=f"/polls/{poll.id}/kiosk-codes",
        nav="meetings",
        form=form.shown_to(request),
        poll=poll,
        there=there,
        used=used,
        offline=len(await kiosk_queries.without_login(poll.meeting)),
        to_come=poll.state in {"created", "announced", "open"},
    )


ROUTES = [kiosk_codes, make]
