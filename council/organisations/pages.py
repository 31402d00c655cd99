"""Forms of officers: seats of the committee and organisations. The public list is in `site/`."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council.clock import local, now
from council.identity import queries as identity
from council.identity.viewer import Viewer
from council.organisations import actions, forms, queries, rules, sector_pages
from council.refusal import NotThere, Refused
from council.roll import people_queries
from council.web import forms as web_forms
from council.web.answers import done
from council.web.filled import Filled
from council.web.guards import officer, viewer_of
from council.web.render import page

Asked = Request[Any, Any, Any]
BACK = "/organisations"
LONGEST_SEARCH = 40  # characters


@get("/seats/new", guards=[officer])
async def new_seat(request: Asked) -> Response[str]:
    """Find the person, then say which seat."""
    return await _find(request, "")


@post("/seats/search", guards=[officer], status_code=200)
async def find(request: Asked) -> Response[str]:
    """Whom to seat. A form, not an address: what is searched for is a name."""
    return await _find(request, (await web_forms.read(request)).get("who", "")[:LONGEST_SEARCH])


async def _find(request: Asked, who: str) -> Response[str]:
    viewer = viewer_of(request)
    terms = [one.until_date for one in await queries.committee(viewer.community)]
    since = local(now()).date().isoformat()
    until = max(terms).isoformat() if terms else ""
    return await _seat_form(
        request, Filled({"who": who, "since": since, "until": until, "title": "委员"})
    )


@post("/seats", guards=[officer])
async def seats(request: Asked) -> Response[Any]:
    """Give the seat; what cannot be is said beside its field."""
    viewer, form = viewer_of(request), Filled(await web_forms.read(request))
    known = await queries.sectors(viewer.community)
    asked = forms.seat(form, tuple(one.code for one in known))
    if not form.faults:
        try:
            await actions.seat(
                asked.person,
                asked.sector,
                asked.title,
                viewer.actor,
                since=asked.since,
                until=asked.until,
            )
            return done(request, f"{BACK}#committee")
        except NotThere:
            form.blame("person", people_queries.must_choose(asked.person))
        except Refused as why:
            form.blame("person", why)
    return await _seat_form(request, form)


async def _seat_form(request: Asked, form: Filled) -> Response[str]:
    viewer = viewer_of(request)
    who = form.typed("who")
    return await _page(
        request,
        viewer,
        "organisations/seat_new.html",
        status=form.status,
        path="/seats/new",
        form=form.shown_to(request),
        found=await people_queries.search(viewer.community, who),
        most=people_queries.MOST,
        sectors=await queries.sectors(viewer.community),
        titles=rules.TITLES,
    )


@get("/seats/{seat:str}/end", guards=[officer])
async def ask_to_end(request: Asked, seat: FromPath[str]) -> Response[str]:
    """Whose seat it is, and what ending it means."""
    viewer = viewer_of(request)
    holder = await queries.holder(seat, viewer.community)
    return await _page(request, viewer, "organisations/seat_end.html", holder=holder)


@post("/seats/{seat:str}/end", guards=[officer])
async def end_seat(request: Asked, seat: FromPath[str]) -> Response[bytes]:
    await actions.unseat(seat, viewer_of(request).actor)
    return done(request, f"{BACK}#committee")


@get("/organisations/new", guards=[officer])
async def new_organisation(request: Asked) -> Response[str]:
    return await _organisation_form(request, Filled({}))


@post("/organisations", guards=[officer])
async def register(request: Asked) -> Response[Any]:
    viewer, form = viewer_of(request), Filled(await web_forms.read(request))
    asked = forms.organisation(form)
    if not form.faults:
        try:
            await actions.register(asked.name, asked.kind, viewer.actor, rating=asked.rating)
            return done(request, f"{BACK}#organisations")
        except Refused as why:
            form.blame("name", why)
    return await _organisation_form(request, form)


async def _organisation_form(request: Asked, form: Filled) -> Response[str]:
    return await _page(
        request,
        viewer_of(request),
        "organisations/new.html",
        status=form.status,
        path="/organisations/new",
        form=form.shown_to(request),
        kinds=rules.KINDS,
        ratings=rules.RATINGS,
    )


async def _page(request: Asked, viewer: Viewer, template: str, **context: Any) -> Response[str]:
    site = await identity.site_name(viewer.community)
    return page(request, template, site=site, nav="organisations", **context)


ROUTES = [
    new_seat,
    find,
    seats,
    ask_to_end,
    end_seat,
    new_organisation,
    register,
    *sector_pages.ROUTES,
]
