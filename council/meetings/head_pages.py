"""Heads of owners: how many there are, what was decided about them, who votes for a unit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council.meetings import actions, head_rules, owner_queries, owners
from council.meetings.shares import QUORUM
from council.refusal import Refused, unreadable
from council.roll import people_queries, unit_queries
from council.web import forms as web_forms
from council.web.answers import done
from council.web.filled import Filled
from council.web.guards import officer, viewer_of
from council.web.render import page

if TYPE_CHECKING:
    from council.meetings.owners import Head

Asked = Request[Any, Any, Any]
HEADS = "/meetings/heads"
MOST = 60  # heads that are listed: those about which there is something to say
_BETWEEN = re.compile(r"[\s,，、;；]+")


@get(HEADS, guards=[officer])
async def heads(request: Asked) -> Response[str]:
    """Units become heads; the numbers that a vote of owners would need today."""
    return await _heads(request, Filled({}))


@post("/meetings/heads/rulings", guards=[officer])
async def rule(request: Asked) -> Response[Any]:
    """Several owners become one head, or units a head of their own."""
    viewer, form = viewer_of(request), Filled(await web_forms.read(request))
    kind = form.choice("kind", head_rules.KINDS)
    reason = form.text("reason", most=head_rules.REASON)
    units = await _units(form, "units", viewer.community)
    if not form.faults:
        try:
            await actions.rule_heads(kind, units, reason, viewer.actor)
            return done(request, HEADS)
        except Refused as why:
            form.blame("units", why)
    return await _heads(request, form)


@post("/meetings/heads/rulings/{ruling:str}/ending", guards=[officer])
async def end(request: Asked, ruling: FromPath[str]) -> Response[bytes]:
    await actions.end_ruling(ruling, viewer_of(request).actor)
    return done(request, HEADS)


@post("/meetings/heads/voters", guards=[officer])
async def choose(request: Asked) -> Response[Any]:
    """One of the co-owners, or the guardian of an owner under age."""
    viewer, form = viewer_of(request), Filled(await web_forms.read(request))
    capacity = form.choice("capacity", head_rules.CAPACITIES)
    ground, who = form.text("ground", most=head_rules.REASON), form.text("who", most=40)
    units = await _units(form, "unit", viewer.community)
    if not form.faults:
        try:
            found = (await people_queries.named(viewer.community, [who]))[who]
            person = people_queries.the_one(who, found).id
            for unit in units:
                await actions.choose_voter(unit, person, capacity, ground, viewer.actor)
            return done(request, HEADS)
        except Refused as why:
            form.blame("who", why)
    return await _heads(request, form)


@post("/meetings/heads/voters/{unit:str}/ending", guards=[officer])
async def drop(request: Asked, unit: FromPath[str]) -> Response[bytes]:
    await actions.drop_voter(unit, viewer_of(request).actor)
    return done(request, HEADS)


async def _units(form: Filled, field: str, community: str) -> list[str]:
    """Codes of units as somebody types them, one after the other."""
    found = []
    for code in filter(None, _BETWEEN.split(form.text(field, most=1000))):
        unit = await unit_queries.unit_by_code(code, community)
        if unit is None:
            form.blame(field, unreadable("heads.unit_unknown", unit=code))
        else:
            found.append(unit.id)
    return found


async def _heads(request: Asked, form: Filled) -> Response[str]:
    community = viewer_of(request).community
    found = await owner_queries.heads_of(community)
    seated, share = owners.seated(found), QUORUM["OWN-ORD"]
    called = {head.owner for head in seated.called}
    return page(
        request,
        "meetings/heads.html",
        status=form.status,
        path=HEADS,
        nav="meetings",
        units=sum(len(one.units) for one in found),
        heads=seated.heads,
        area=owners.metres(seated.area),
        least=share.least(seated.heads) if share else 0,
        least_area=owners.metres(share.least(seated.area)) if share else "",
        unlisted=seated.unlisted_heads,
        told=[_told(one, called) for one in found if _worth(one, called)][:MOST],
        rulings=await owner_queries.rulings(community),
        voters=await owner_queries.voters(community),
        form=form.shown_to(request),
    )


def _worth(head: Head, called: set[str]) -> bool:
    """Of the usual head, one owner with one unit who can be called, there is nothing to say."""
    return head.ruled or len(head.units) > 1 or "+" in head.owner or head.owner not in called


def _told(head: Head, called: set[str]) -> dict[str, Any]:
    return {
        "units": head.units,
        "area": owners.metres(head.area),
        "developer": head.owner == "developer",
        "together": "+" in head.owner,
        "ruled": head.ruled,
        "called": head.owner in called and bool(head.person),
    }


ROUTES = [heads, rule, end, choose, drop]
