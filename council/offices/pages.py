"""Who holds which office, giving one and ending one."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council.identity import queries
from council.identity.viewer import OFFICES, Viewer
from council.offices import actions, rules
from council.refusal import NotThere, Refused
from council.roll import people_queries
from council.web import forms
from council.web.answers import done
from council.web.filled import Filled
from council.web.guards import signed_in, viewer_of
from council.web.render import page

Asked = Request[Any, Any, Any]
LONGEST_SEARCH = 40  # characters
SEE_OFFICES = ("chair", "secretary", "community_secretary", "admin")  # admin names the secretary


def _viewer(request: Asked) -> Viewer:
    """Whose page this is; to others it does not exist."""
    viewer = viewer_of(request)
    if not viewer.holds(*SEE_OFFICES):
        raise NotThere
    return viewer


@get("/offices", guards=[signed_in])
async def offices(request: Asked) -> Response[str]:
    """Every office with who holds it; below, who may appoint finds a person."""
    who = forms.clean(request.query_params.get("who", ""))[:LONGEST_SEARCH]
    return await _list(request, Filled({"who": who}))


@post("/offices", guards=[signed_in])
async def appoint(request: Asked) -> Response[Any]:
    viewer, form = _viewer(request), Filled(await forms.read(request))
    person, office = form.typed("person"), form.choice("office", OFFICES)
    if not person:
        form.blame("person", people_queries.must_choose(""))
    if not form.faults:
        try:
            await actions.appoint(person, office, viewer.actor)
            return done(request, f"/offices#{office}")
        except NotThere:
            form.blame("person", people_queries.must_choose(person))
        except Refused as why:
            form.blame("office", why)
    return await _list(request, form)


async def _list(request: Asked, form: Filled) -> Response[str]:
    viewer = _viewer(request)
    held = await people_queries.holders(viewer.community)
    return page(
        request,
        "offices/offices.html",
        status=form.status,
        site=await queries.site_name(viewer.community),
        path="/offices",
        nav="offices",
        form=form.shown_to(request),
        found=await people_queries.search(viewer.community, form.typed("who")),
        most=people_queries.MOST,
        offices={code: [one for one in held if one.office == code] for code in OFFICES},
        may_name=rules.may_name(viewer.offices),
    )


@get("/offices/{appointment:str}/end", guards=[signed_in])
async def ask_to_end(request: Asked, appointment: FromPath[str]) -> Response[str]:
    """Whose office it is, and what ending it means."""
    viewer = _viewer(request)
    held = await people_queries.holders(viewer.community)
    holder = next((one for one in held if one.id == appointment), None)
    if holder is None:
        raise NotThere
    return page(
        request,
        "offices/office_end.html",
        site=await queries.site_name(viewer.community),
        nav="offices",
        holder=holder,
    )


@post("/offices/{appointment:str}/end", guards=[signed_in])
async def end(request: Asked, appointment: FromPath[str]) -> Response[bytes]:
    """At once, in all open sessions; whose own last office it was goes to the front page."""
    viewer = _viewer(request)
    await actions.end_office(appointment, viewer.actor)
    left = await queries.offices(viewer.person, viewer.community)
    return done(request, "/offices" if set(left) & set(SEE_OFFICES) else "/")


ROUTES = [offices, appoint, ask_to_end, end]
