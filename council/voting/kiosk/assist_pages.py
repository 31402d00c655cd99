"""代录: staff enter the ballot of somebody who asks for it, at the desk or by telephone."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council.identity import queries as identity
from council.meetings import queries as meetings
from council.refusal import NotThere, Refused, unreadable
from council.verification.rules import STAFF
from council.voting import actions, forms, queries
from council.voting.casting import channels, marking, own_queries, sent_queries
from council.voting.casting.ballot_box import BallotBox
from council.voting.casting.channels import Via
from council.web import forms as web_forms
from council.web.answers import done
from council.web.filled import Filled
from council.web.guards import may_see, signed_in, viewer_of
from council.web.render import page

Asked = Request[Any, Any, Any]
NAME = 40
NOT_YET = frozenset({"created", "announced", "cancelled"})  # states of a poll without this page
staff = may_see(*STAFF)


@get("/polls/{poll:str}/assistance", guards=[staff])
async def assistance(request: Asked, poll: FromPath[str]) -> Response[str]:
    """The form, and what was entered so far; who has voted otherwise is not shown."""
    return await _form(request, await _open_poll(request, poll), Filled({}))


@post("/polls/{poll:str}/assisted-ballots", guards=[staff], status_code=200)
async def enter(request: Asked, poll: FromPath[str]) -> Response[Any]:
    """First read back to the voter, then entered; the answer is the voter's receipt to print."""
    found, form = await _open_poll(request, poll), Filled(await web_forms.read(request))
    choice = marking.marked(found, form)
    try:
        voter = await _voter(request, found, form)
        if form.faults or not choice:
            return await _form(request, found, form)
        if form.typed("confirmed") == "1":
            return await _enter(request, found, voter, form)
    except Refused as why:
        form.blame("voter", why)
        return await _form(request, found, form)
    return await _page(
        request,
        "voting/assisted_confirm.html",
        poll=request.app.state.poll_view(found),
        voter=await identity.person(voter, viewer_of(request).community),
        typed=form.typed("voter"),
        choice=choice,
        idem=secrets.token_hex(16),
        rev=await _rev(found, voter),
    )


@post("/polls/{poll:str}/assisted-ballots/confirmation", guards=[staff])
async def confirm(request: Asked, poll: FromPath[str]) -> Response[bytes]:
    """A second member of staff asked the voter, too."""
    fields = await web_forms.read(request)
    person = web_forms.required(fields, "person", most=16)
    await actions.confirm_entered(poll, person, viewer_of(request).actor)
    return done(request, f"/polls/{poll}/assistance")


@post("/polls/{poll:str}/objection", guards=[signed_in])
async def objection(request: Asked, poll: FromPath[str]) -> Response[bytes]:
    """By the voter: this is not what I asked for."""
    await actions.object_to(poll, viewer_of(request).actor)
    return done(request, f"/polls/{poll}")


async def _open_poll(request: Asked, poll: str) -> queries.PollRow:
    """Ballots are entered while it is open; before and after there is no such page."""
    found = await queries.own_poll(viewer_of(request), poll)
    if found.state in NOT_YET:
        raise NotThere
    return found


async def _voter(request: Asked, poll: queries.PollRow, form: Filled) -> str:
    """Whom the name means, or who was confirmed; an elector, and not whoever enters it."""
    viewer, person = viewer_of(request), form.typed("person")
    if not person:
        text = form.text("voter", most=NAME)
        if "voter" in form.faults:
            raise form.faults["voter"]
        person = await meetings.called_person(poll.meeting, viewer.community, text)
    channels.may_assist(viewer.person, person)
    if not await own_queries.is_elector(poll.id, person):
        raise unreadable("assisted.not_on_roll")
    return person


async def _rev(poll: queries.PollRow, voter: str) -> int:
    """Of the ballot that was entered before, where it may be entered anew."""
    own = await own_queries.mine(poll.id, voter)
    return own.rev if own and own.channel == "assisted" and poll.allow_revote else 0


async def _enter(request: Asked, poll: queries.PollRow, voter: str, form: Filled) -> Response[str]:
    viewer = viewer_of(request)
    ballot = replace(forms.ballot(form.fields, poll.id, voter), via=Via("assisted", viewer.person))
    box: BallotBox = request.app.state.ballot_box
    receipt = await box.put(ballot)
    return await _page(
        request,
        "voting/assisted_receipt.html",
        status=201 if receipt.fresh else 200,
        poll=poll,
        voter=await identity.person(voter, viewer.community),
        receipt=receipt,
    )


async def _form(request: Asked, poll: queries.PollRow, form: Filled) -> Response[str]:
    return await _page(
        request,
        "voting/assistance.html",
        status=form.status,
        form=form.shown_to(request),
        poll=request.app.state.poll_view(poll),
        entered=await sent_queries.entered_in(poll.id),
        second=channels.asks_second(poll.rule_code, poll.mode),
    )


async def _page(request: Asked, template: str, **context: Any) -> Response[str]:
    viewer = viewer_of(request)
    return page(
        request,
        template,
        site=await identity.site_name(viewer.community),
        path=f"/polls/{context['poll'].id}/assistance",
        nav="meetings",
        **context,
    )


ROUTES = [assistance, enter, confirm, objection]
