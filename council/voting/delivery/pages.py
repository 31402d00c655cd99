"""The delivery of an owners' vote: officers enter who was reached, and print a list to walk by."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Response

from council.clock import local, now
from council.identity import queries as identity
from council.identity.viewer import Viewer
from council.privacy import fields as privacy
from council.refusal import NotThere, Refused
from council.voting import actions, queries
from council.voting.delivery import forms as delivery_forms
from council.voting.delivery import queries as delivery_queries
from council.voting.delivery.rules import CHANNELS, REASON
from council.voting.queries import PollRow
from council.web import forms as web_forms
from council.web.answers import done, go
from council.web.filled import Filled
from council.web.guards import officer, viewer_of
from council.web.render import page

Asked = Request[Any, Any, Any]
MISSING = "missing"


@get("/polls/{poll:str}/deliveries", guards=[officer])
async def show(
    request: Asked,
    poll: FromPath[str],
    stair: FromQuery[int] = 0,
    shown: FromQuery[str] = "",
    channel: FromQuery[str] = "",
) -> Response[str]:
    """How far it is, one stairwell at a time; `shown=missing`: only what is not yet reached."""
    form = Filled(
        {"stair": str(stair), "shown": shown, "channel": channel if channel in CHANNELS else ""}
    )
    return await _page(request, await _poll(viewer_of(request), poll), form)


@post("/polls/{poll:str}/deliveries", guards=[officer], status_code=200)
async def enter(request: Asked, poll: FromPath[str]) -> Response[Any]:
    """One unit by its number, or all that are ticked; 303 to the same stairwell."""
    viewer, form = viewer_of(request), Filled(await web_forms.read(request))
    found = await _poll(viewer, poll)
    typed = form.typed("room")[: delivery_forms.LONGEST_ROOM]
    unit = await delivery_queries.find(poll, typed) if typed else None
    entry = delivery_forms.entry(form, unit)
    if not form.faults:
        try:
            await actions.deliver(poll, entry, viewer.actor)
            return go(_same_place(poll, form, entry.channel))
        except Refused as why:
            form.blame("room" if typed else "channel", why)
    return await _page(request, found, form)


def _same_place(poll: str, form: Filled, channel: str) -> str:
    stair = form.typed("stair") if form.typed("stair").isdecimal() else "0"
    shown = f"&shown={MISSING}" if form.typed("shown") == MISSING else ""
    return f"/polls/{poll}/deliveries?stair={stair}{shown}&channel={channel}"


@post("/polls/{poll:str}/deliveries/{no:int}/withdrawal", guards=[officer])
async def strike(request: Asked, poll: FromPath[str], no: FromPath[int]) -> Response[bytes]:
    """It stays readable, with the reason."""
    viewer, form = viewer_of(request), Filled(await web_forms.read(request))
    reason = form.text("reason", most=REASON)
    await _poll(viewer, poll)
    for why in form.faults.values():
        raise why
    await actions.strike_delivery(poll, no, reason, viewer.actor)
    return done(request, web_forms.way_back(form.fields, f"/polls/{poll}/deliveries"))


@post("/polls/{poll:str}/committee-notices", guards=[officer], status_code=200)
async def tell_committee(request: Asked, poll: FromPath[str]) -> Response[Any]:
    """OWN-10: the residents' committee was told, as an office."""
    viewer, form = viewer_of(request), Filled(await web_forms.read(request))
    found = await _poll(viewer, poll)
    notice = delivery_forms.committee(form)
    if not form.faults:
        try:
            await actions.tell_committee(poll, notice, viewer.actor)
            return done(request, f"/polls/{poll}/deliveries")
        except Refused as why:
            form.blame("told_on", why)
    return await _page(request, found, form)


@get("/polls/{poll:str}/delivery-list", guards=[officer])
async def walking_list(
    request: Asked, poll: FromPath[str], shown: FromQuery[str] = ""
) -> Response[str]:
    """Printed: every unit by stairwell with boxes to tick; `shown=missing`: what is left."""
    found = await _poll(viewer_of(request), poll)
    return page(
        request,
        "voting/delivery_list.html",
        poll=request.app.state.poll_view(found),
        stairs=_kept(await delivery_queries.stairs(poll), shown),
        nav="meetings",
    )


async def _poll(viewer: Viewer, poll: str) -> PollRow:
    """An owners' vote over days of the own community."""
    found = await queries.own_poll(viewer, poll)
    if not delivery_queries.is_asked(found):
        raise NotThere
    return found


async def _page(request: Asked, poll: PollRow, form: Filled) -> Response[str]:
    viewer = viewer_of(request)
    stairs = await delivery_queries.stairs(poll.id)
    typed = form.typed("stair")
    at = int(typed) if typed.isdecimal() and int(typed) < len(stairs) else 0
    form.fields.setdefault("day", f"{local(now()):%Y-%m-%d}")
    form.fields.setdefault("time", f"{local(now()):%H:%M}")
    missing = form.typed("shown") == MISSING
    return page(
        request,
        "voting/delivery.html",
        site=await identity.site_name(viewer.community),
        status=form.status,
        poll=request.app.state.poll_view(poll),
        delivered=await delivery_queries.told(poll),
        stairs=stairs,
        at=at,
        units=_kept(stairs[at : at + 1], MISSING if missing else ""),
        only_missing=missing,
        channels=CHANNELS,
        may_enter=poll.state in {"announced", "open"},
        may_tell=poll.state in {"created", "announced", "open"},
        may_read=privacy.sight(viewer.offices, "delivery_evidence") is privacy.Sight.PLAIN,
        advisory=poll.advisory,
        form=form.shown_to(request),
        nav="meetings",
    )


def _kept(
    stairs: list[delivery_queries.Stair], shown: str
) -> list[tuple[str, list[delivery_queries.Unit]]]:
    """Name and units; with `shown` only what is not yet reached."""
    kept = [
        (one.name, [unit for unit in one.units if shown != MISSING or unit.state == MISSING])
        for one in stairs
    ]
    return [(name, units) for name, units in kept if units]


ROUTES = [show, enter, strike, tell_committee, walking_list]
