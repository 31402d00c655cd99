"""Votes over days: prepared by officers, announced, given more time, run again; lists of them."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Response

from council.identity import queries as identity
from council.meetings import kind_queries
from council.meetings import queries as meetings
from council.refusal import NotThere, Refused
from council.voting import actions, queries
from council.voting.delivery import queries as delivery_queries
from council.voting.life import forms as long_forms
from council.voting.life import queries as long_queries
from council.voting.life import subjects
from council.voting.life.view import life_of
from council.voting.sheets import forms as sheet_forms
from council.web import etag, forms
from council.web.answers import done, go, is_htmx
from council.web.filled import Filled
from council.web.guards import officer, signed_in, viewer_of
from council.web.render import page
from council.web.visit import visit_of

Asked = Request[Any, Any, Any]
DEFAULTS = {
    "opens_time": "08:00",
    "closes_time": "20:00",
    "mode": "named",
    "allow_revote": "1",
    "papers_first": "1",
}


@get("/meetings/{meeting:str}/long-votes/new", guards=[officer])
async def new(
    request: Asked, meeting: FromPath[str], rerun_of: FromQuery[str] = ""
) -> Response[str]:
    """The form; with `rerun_of` only the times are asked, the question is that of the first."""
    return await _form(request, meeting, Filled(dict(DEFAULTS)), rerun_of)


@post("/meetings/{meeting:str}/long-votes", guards=[officer])
async def make(request: Asked, meeting: FromPath[str]) -> Response[Any]:
    """303 to the draft, which shows its notice and can be announced."""
    viewer, form = viewer_of(request), Filled(await forms.read(request))
    if form.typed("ask"):  # from the preview of a ballot with several options: now for its days
        form.fields |= DEFAULTS
        return await _form(request, meeting, form, "")
    rerun_of = form.optional("rerun_of", most=16)
    wanted = long_forms.plan(form, rerun_of)
    if not form.faults:
        try:
            made = await actions.plan(meeting, wanted, viewer.actor)
            return go(f"/polls/{made}")
        except Refused as why:
            form.blame(long_forms.BESIDE.get(why.code, long_forms.FIRST), why)
    return await _form(request, meeting, form, rerun_of)


async def _form(request: Asked, meeting: str, form: Filled, rerun_of: str) -> Response[str]:
    viewer = viewer_of(request)
    held = await meetings.meeting_for(viewer, meeting)
    first = await queries.poll_for(viewer, rerun_of) if rerun_of else None
    if first is not None and first.meeting != meeting:
        raise NotThere
    _, rule = await long_queries.counts_by(viewer, meeting)
    return page(
        request,
        "voting/long_new.html",
        status=form.status,
        site=await identity.site_name(viewer.community),
        nav="meetings",
        form=form.shown_to(request),
        meeting=held,
        first=first,
        subjects=[one.code for one in subjects.offered(rule)],
        owners=subjects.is_owners(rule),
        items=await long_queries.items_of(meeting),
        terms=await kind_queries.terms(viewer.community),
        carried=sheet_forms.carried(form),
    )


@post("/polls/{poll:str}/announcement", guards=[officer])
async def announcement(request: Asked, poll: FromPath[str]) -> Response[bytes]:
    """From here on nothing of it is changed."""
    await forms.read(request)
    await actions.announce_poll(poll, viewer_of(request).actor)
    return done(request, f"/polls/{poll}")


@post("/polls/{poll:str}/extension", guards=[officer])
async def extension(request: Asked, poll: FromPath[str]) -> Response[bytes]:
    """More time, with its reason."""
    form = Filled(await forms.read(request))
    until, reason = long_forms.more_time(form), form.text("reason", most=long_forms.REASON)
    if form.faults:
        raise next(iter(form.faults.values()))
    await actions.extend(poll, until, reason, viewer_of(request).actor)
    return done(request, forms.way_back(form.fields, f"/polls/{poll}"))


@post("/polls/{poll:str}/rerun", guards=[officer])
async def rerun(request: Asked, poll: FromPath[str]) -> Response[bytes]:
    """303 to the new poll; of a vote over days the form asks for its times first."""
    fields = await forms.read(request)
    made = await actions.run_again(poll, viewer_of(request).actor)
    if is_htmx(request):
        return done(request, "")
    return go(forms.way_back(fields, f"/polls/{made}"))


@get("/polls/{poll:str}/notice", opt={"open": True})
async def notice(request: Asked, poll: FromPath[str]) -> Response[Any]:
    """The notice on a sheet of its own; before it is announced officers see how it will look."""
    viewer = visit_of(request).viewer
    found = await queries.poll_for(viewer, poll)
    if found.scope != "called":
        raise NotThere
    place = await identity.community(found.community)
    made = page(
        request,
        "voting/notice.html",
        public=viewer is None,
        site=place["name"],
        nav="meetings",
        poll=request.app.state.poll_view(found),
        life=await life_of(found, viewer),
        delivered=await delivery_queries.told(found),
        community=place["name"],
        rule=found.rule_code,
        rev=found.allow_revote,
    )
    return etag.public(request, made)


@get("/polls", guards=[officer])
async def board(request: Asked) -> Response[str]:
    """For officers: drafts, what runs, what is stuck, and results that wait (OWN-17)."""
    viewer = viewer_of(request)
    return page(
        request,
        "voting/board.html",
        site=await identity.site_name(viewer.community),
        nav="meetings",
        polls=await long_queries.for_officers(viewer.community),
        meetings=await long_queries.open_to_votes(viewer.community),
    )


@get("/account/votes", guards=[signed_in])
async def mine(request: Asked) -> Response[str]:
    """The votes over days in which one is called, those that wait for one's own vote first."""
    viewer = viewer_of(request)
    return page(
        request,
        "voting/mine.html",
        site=await identity.site_name(viewer.community),
        nav="account",
        polls=await long_queries.of_person(viewer),
    )


ROUTES = [new, make, announcement, extension, rerun, notice, board, mine]
