"""Forms of officers: the sectors of the committee, their order, and how many seats each has."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council.identity import queries as identity
from council.organisations import actions, forms, queries
from council.refusal import Refused
from council.web import forms as web_forms
from council.web.answers import done
from council.web.filled import Filled
from council.web.guards import officer, viewer_of
from council.web.render import page

Asked = Request[Any, Any, Any]
LIST = "/committee/sectors"


@get(LIST, guards=[officer])
async def sectors(request: Asked) -> Response[str]:
    """All of them in order; below, one more."""
    return await _list(request, Filled({"seats": "0"}))


@post(LIST, guards=[officer])
async def add(request: Asked) -> Response[Any]:
    viewer, form = viewer_of(request), Filled(await web_forms.read(request))
    asked = forms.sector(form)
    if not form.faults:
        try:
            await actions.add_sector(asked.name, asked.name_en, asked.seats, viewer.actor)
            return done(request, LIST)
        except Refused as why:
            form.blame("name", why)
    return await _list(request, form)


async def _list(request: Asked, form: Filled) -> Response[str]:
    community = viewer_of(request).community
    return page(
        request,
        "organisations/sectors.html",
        status=form.shown_to(request).status,
        site=await identity.site_name(community),
        path=LIST,
        nav="organisations",
        form=form,
        sectors=await queries.composition(community),
    )


@get("/committee/sectors/{sector:str}", guards=[officer])
async def sector(request: Asked, sector: FromPath[str]) -> Response[str]:
    """One sector, to be changed or removed."""
    found = await queries.sector(sector, viewer_of(request).community)
    fields = {"name": found.name, "name_en": found.name_en, "seats": str(found.seats)}
    return await _one(request, sector, Filled(fields))


@post("/committee/sectors/{sector:str}", guards=[officer])
async def change(request: Asked, sector: FromPath[str]) -> Response[Any]:
    viewer, form = viewer_of(request), Filled(await web_forms.read(request))
    asked = forms.sector(form)
    if not form.faults:
        try:
            await actions.change_sector(
                sector, asked.name, asked.name_en, asked.seats, viewer.actor
            )
            return done(request, LIST)
        except Refused as why:
            form.blame("name", why)
    return await _one(request, sector, form)


@post("/committee/sectors/{sector:str}/move", guards=[officer])
async def move(request: Asked, sector: FromPath[str]) -> Response[bytes]:
    """`to` up or down, one place."""
    fields = await web_forms.read(request)
    to = web_forms.one_of(fields, "to", ("up", "down"))
    await actions.move_sector(sector, viewer_of(request).actor, up=to == "up")
    return done(request, LIST)


@post("/committee/sectors/{sector:str}/removal", guards=[officer])
async def remove(request: Asked, sector: FromPath[str]) -> Response[Any]:
    viewer, form = viewer_of(request), Filled(await web_forms.read(request))
    try:
        await actions.remove_sector(sector, viewer.actor)
    except Refused as why:
        found = await queries.sector(sector, viewer.community)
        form.fields |= {"name": found.name, "name_en": found.name_en, "seats": str(found.seats)}
        form.blame("remove", why)
        return await _one(request, sector, form)
    return done(request, LIST)


async def _one(request: Asked, code: str, form: Filled) -> Response[str]:
    community = viewer_of(request).community
    return page(
        request,
        "organisations/sector.html",
        status=form.shown_to(request).status,
        site=await identity.site_name(community),
        path=LIST,
        nav="organisations",
        form=form,
        sector=await queries.sector(code, community),
    )


ROUTES = [sectors, add, sector, change, move, remove]
