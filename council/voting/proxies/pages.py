"""Proxies in the browser: entered by officers, seen by both, used on the page of the poll."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council.identity import queries as identity
from council.meetings import agenda_queries, kind_queries
from council.meetings import queries as meetings
from council.refusal import NotThere, Refused
from council.voting import actions, forms, queries
from council.voting.casting import marking, sent_queries
from council.voting.casting.ballot_box import BallotBox
from council.voting.casting.channels import Via
from council.voting.proxies import forms as proxy_forms
from council.voting.proxies import queries as proxy_queries
from council.voting.proxies import rules as proxy_rules
from council.voting.rules import CHOICES
from council.web import forms as web_forms
from council.web.answers import done, go
from council.web.filled import Filled
from council.web.guards import officer, signed_in, viewer_of
from council.web.render import page

Asked = Request[Any, Any, Any]
MINE = "/account/proxies"


@get("/meetings/{meeting:str}/proxies", guards=[officer])
async def proxies(request: Asked, meeting: FromPath[str]) -> Response[str]:
    """Who speaks for whom in this meeting, and the form for one more."""
    return await _meeting(request, meeting, Filled({}))


@post("/meetings/{meeting:str}/proxies", guards=[officer])
async def give(request: Asked, meeting: FromPath[str]) -> Response[Any]:
    """Entered from the written authority; sent twice, it is there once."""
    viewer, form = viewer_of(request), Filled(await web_forms.read(request))
    await meetings.meeting_for(viewer, meeting)
    items = [one.id for one in await agenda_queries.items(meeting)]
    what = await proxy_forms.authority(form, meeting, viewer.community, items)
    if what is not None:
        try:
            await actions.give(meeting, what, viewer.actor)
            return done(request, f"/meetings/{meeting}/proxies")
        except Refused as why:
            form.blame("authority_on" if why.code == "proxy.date" else "holder", why)
    return await _meeting(request, meeting, form)


async def _meeting(request: Asked, meeting: str, form: Filled) -> Response[str]:
    viewer = viewer_of(request)
    held = await meetings.meeting_for(viewer, meeting)
    most = proxy_rules.limit(held.rule, await kind_queries.terms(viewer.community))
    return page(
        request,
        "voting/proxies.html",
        status=form.status,
        site=await identity.site_name(viewer.community),
        nav="meetings",
        form=form.shown_to(request),
        meeting=held,
        most=most,
        live=held.state in proxy_rules.LIVE,
        proxies=await proxy_queries.of_meeting(meeting),
        items=await agenda_queries.items(meeting),
        choices=CHOICES["yes_no_abstain"],
    )


@get(MINE, guards=[signed_in])
async def mine(request: Asked) -> Response[str]:
    """Proxies that one gave and holds, and ballots that a helper entered for one."""
    viewer = viewer_of(request)
    found = await proxy_queries.mine(viewer.person)
    return page(
        request,
        "voting/my_proxies.html",
        site=await identity.site_name(viewer.community),
        path=MINE,
        nav="account",
        given=[one for one in found if one.principal == viewer.person],
        held=[one for one in found if one.holder == viewer.person],
        entered=await sent_queries.entered_for(viewer.person),
    )


@post("/proxies/{proxy:str}/withdrawal", guards=[signed_in])
async def withdrawal(request: Asked, proxy: FromPath[str]) -> Response[bytes]:
    """By its principal, or by an officer for them, with the ballots it cast in open votes."""
    viewer, fields = viewer_of(request), await web_forms.read(request)
    found = await proxy_queries.proxy_for(viewer, proxy)
    box: BallotBox = request.app.state.ballot_box
    await box.empty()  # what the holder has sent is on disk, so that it can be taken out
    await actions.withdraw(found.id, viewer.actor)
    return done(request, web_forms.way_back(fields, MINE))


@post("/polls/{poll:str}/proxy-ballots", guards=[signed_in], status_code=200)
async def proxy_ballot(request: Asked, poll: FromPath[str]) -> Response[Any]:
    """The holder votes for a principal: the ballot, then asked again beside the instruction."""
    viewer, form = viewer_of(request), Filled(await web_forms.read(request))
    found = await queries.poll_for(viewer, poll)
    principal = web_forms.required(form.fields, "principal", most=16)
    held = await proxy_queries.held_in(poll, viewer.person)
    one = next((one for one in held if one.person == principal), None)
    if one is None:
        raise NotThere
    choice = marking.marked(found, form) if marking.begun(form) else ""
    if not choice or form.typed("confirmed") != "1":
        return await _ask(request, found, one, form, choice)
    box: BallotBox = request.app.state.ballot_box
    ballot = forms.ballot(form.fields, poll, principal)
    await box.put(replace(ballot, via=Via("proxy", viewer.person)))
    return go(f"/polls/{poll}#proxies")


async def _ask(
    request: Asked,
    poll: queries.PollRow,
    one: proxy_queries.Represented,
    form: Filled,
    choice: str,
) -> Response[str]:
    """Nothing is written; in a vote by name it warns where the choice is not what was wanted."""
    wanted = one.instruction if poll.sheet is None else ""
    return page(
        request,
        "voting/proxy_confirm.html",
        status=form.status,
        site=await identity.site_name(viewer_of(request).community),
        path=f"/polls/{poll.id}",
        nav="meetings",
        poll=request.app.state.poll_view(poll),
        one=one,
        form=form.shown_to(request),
        choice=choice,
        wanted=wanted,
        idem=form.typed("idem") or secrets.token_hex(16),
        differs=poll.mode == "named" and bool(wanted and choice) and wanted != choice,
    )


ROUTES = [proxies, give, mine, withdrawal, proxy_ballot]
