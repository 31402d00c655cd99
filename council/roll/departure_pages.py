"""Coming off the roll and coming back; two entries that are one person."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council.identity import queries as identity
from council.identity.viewer import Viewer
from council.refusal import NotThere, Refused
from council.roll import actions, people_queries, person_queries, rules, words
from council.roll.register_pages import reader, register_page
from council.web import forms as web_forms
from council.web.answers import done
from council.web.filled import Filled
from council.web.guards import signed_in

Asked = Request[Any, Any, Any]
LONGEST_SEARCH = 40  # characters


def _keeper(request: Asked) -> Viewer:
    viewer = reader(request)
    rules.must_keep(viewer.offices)
    return viewer


@get("/people/{person:str}/departure", guards=[signed_in])
async def ask(request: Asked, person: FromPath[str]) -> Response[str]:
    """Which departure, why, and what it ends."""
    return await _departure(request, _keeper(request), person, Filled({}))


async def _departure(request: Asked, viewer: Viewer, person: str, form: Filled) -> Response[str]:
    view = await person_queries.person(person, viewer.community)
    return await register_page(
        request,
        viewer,
        "roll/departure.html",
        status=form.status,
        path=f"/people/{person}",
        view=view,
        someone=view.someone,
        form=form.shown_to(request),
        departures=words.departures(),
        two=rules.departs_by_two("", await identity.offices(person, viewer.community)),
    )


@post("/people/{person:str}/departures", guards=[signed_in])
async def depart(request: Asked, person: FromPath[str]) -> Response[Any]:
    """At once, or after a second officer confirmed it."""
    viewer, form = _keeper(request), Filled(await web_forms.read(request))
    kind = form.choice("kind", (*rules.AT_ONCE, *rules.TWO_PERSONS))
    ground = form.text("ground", most=rules.GROUND)
    if not form.faults:
        try:
            two = await actions.depart(person, kind, ground, viewer.actor)
            return done(request, "/confirmations" if two else f"/people/{person}#departures")
        except Refused as why:
            form.blame("kind", why)
    return await _departure(request, viewer, person, form)


@post("/people/{person:str}/return", guards=[signed_in])
async def come_back(request: Asked, person: FromPath[str]) -> Response[bytes]:
    """Lift a suspension, put somebody back; a death that was none goes to a second officer."""
    await actions.return_to_roll(person, _keeper(request).actor)
    return done(request, f"/people/{person}#departures")


@get("/people/{person:str}/merge", guards=[signed_in])
async def merge(request: Asked, person: FromPath[str]) -> Response[str]:
    return await _merge(request, _keeper(request), person, Filled({}))


@post("/people/{person:str}/merge", guards=[signed_in], status_code=200)
async def choose(request: Asked, person: FromPath[str]) -> Response[Any]:
    """Find the other one, see both side by side, then ask a second officer."""
    viewer, form = _keeper(request), Filled(await web_forms.read(request))
    if form.typed("step") == "ask":
        ground = form.text("ground", most=rules.GROUND)
        gone, kept = form.typed("gone"), form.typed("other")
        if gone == kept:
            kept = person
        if person not in {gone, kept}:
            raise NotThere
        if not form.faults:
            try:
                await actions.ask_to_merge(gone, kept, ground, viewer.actor)
                return done(request, "/confirmations")
            except Refused as why:
                form.blame("gone", why)
    return await _merge(request, viewer, person, form)


async def _merge(request: Asked, viewer: Viewer, person: str, form: Filled) -> Response[str]:
    view = await person_queries.person(person, viewer.community)
    who = form.typed("who")[:LONGEST_SEARCH]
    found = [one for one in await people_queries.search(viewer.community, who) if one.id != person]
    other = form.typed("other")
    return await register_page(
        request,
        viewer,
        "roll/merge.html",
        status=form.status,
        path=f"/people/{person}",
        view=view,
        someone=view.someone,
        other=await person_queries.person(other, viewer.community) if other else None,
        found=found,
        most=people_queries.MOST,
        form=form.shown_to(request),
    )


ROUTES = [ask, depart, come_back, merge, choose]
