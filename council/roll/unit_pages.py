"""A unit's page: area, households, who holds it."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council.identity.viewer import Viewer
from council.refusal import Refused
from council.roll import actions, forms, people_queries, rules, unit_queries, words
from council.roll.register_pages import reader, register_page
from council.web import forms as web_forms
from council.web.answers import done
from council.web.filled import Filled
from council.web.guards import signed_in

Asked = Request[Any, Any, Any]


def _editor(request: Asked) -> Viewer:
    viewer = reader(request)
    rules.must_edit(viewer.offices)
    return viewer


@get("/units/{unit:str}", guards=[signed_in])
async def one(request: Asked, unit: FromPath[str]) -> Response[str]:
    """Who lives where is for the staff; other readers see units without their people."""
    return await _unit(request, _editor(request), unit, Filled({}))


async def _unit(request: Asked, viewer: Viewer, unit: str, form: Filled) -> Response[str]:
    view = await unit_queries.unit(unit, viewer.community)
    typed = {"area": view.metres, "area_source": view.area_source}
    if not form.faults:
        form.fields.update(typed)
    mark = rules.seen({"area": view.area, "source": view.area_source})
    return await register_page(
        request,
        viewer,
        "roll/unit.html",
        status=form.status,
        path=f"/units/{unit}",
        unit=view,
        households=await unit_queries.households(unit),
        tenures=await unit_queries.tenures(unit),
        form=form.shown_to(request),
        seen=mark,
        kinds=words.corporate(),
    )


@post("/units/{unit:str}", guards=[signed_in])
async def measure(request: Asked, unit: FromPath[str]) -> Response[Any]:
    """The exclusive area with its source."""
    viewer, form = _editor(request), Filled(await web_forms.read(request))
    area, source = forms.measure(form)
    if not form.faults:
        try:
            await actions.measure(unit, area, source, form.typed("seen"), viewer.actor)
            return done(request, f"/units/{unit}")
        except Refused as why:
            form.blame("area", why)
    return await _unit(request, viewer, unit, form)


@post("/units/{unit:str}/households", guards=[signed_in])
async def make_household(request: Asked, unit: FromPath[str]) -> Response[bytes]:
    await actions.make_household(unit, _editor(request).actor)
    return done(request, f"/units/{unit}#households")


@post("/units/{unit:str}/households/{household:str}", guards=[signed_in])
async def arrange(request: Asked, unit: FromPath[str], household: FromPath[str]) -> Response[bytes]:
    """Put somebody into the household, or name who speaks for it."""
    viewer, form = _editor(request), await web_forms.read(request)
    if form.get("residence"):
        await actions.join_household(form["residence"], household, viewer.actor)
    else:
        await actions.name_representative(household, form.get("person", ""), viewer.actor)
    return done(request, f"/units/{unit}#households")


@post("/units/{unit:str}/tenures", guards=[signed_in])
async def hold(request: Asked, unit: FromPath[str]) -> Response[Any]:
    """A company or the developer holds the unit; who votes for it is found on the roll."""
    viewer, form = _editor(request), Filled(await web_forms.read(request))
    kind, name, credit = forms.tenure(form)
    voter = await _voter(viewer, form)
    if not form.faults:
        try:
            await actions.hold_by_company(unit, kind, name, credit, voter, viewer.actor)
            return done(request, f"/units/{unit}#holders")
        except Refused as why:
            form.blame("name", why)
    return await _unit(request, viewer, unit, form)


async def _voter(viewer: Viewer, form: Filled) -> str | None:
    """The person who is meant by a name or number; nobody when nothing was typed."""
    name = form.optional("voter", most=rules.NAME)
    if not name or form.faults:
        return None
    try:
        found = await people_queries.named(viewer.community, [name])
        return people_queries.the_one(name, found[name]).id
    except Refused as why:
        form.blame("voter", why)
        return None


@post("/tenures/{tenure:str}/end", guards=[signed_in])
async def end_tenure(request: Asked, tenure: FromPath[str]) -> Response[bytes]:
    viewer = _editor(request)
    why = web_forms.required(await web_forms.read(request), "why", most=rules.GROUND)
    unit = await actions.end_tenure(tenure, why, viewer.actor)
    return done(request, f"/units/{unit}#holders")


ROUTES = [one, measure, make_household, arrange, hold, end_tenure]
