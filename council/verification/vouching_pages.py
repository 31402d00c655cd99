"""Group leaders answer for neighbours of their building who are not verified yet."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council.confirmations import queries as confirmations
from council.identity import queries as identity
from council.refusal import NotThere, Refused
from council.verification import queries, rules
from council.verification.actions.vouching import vouch
from council.web import forms as web_forms
from council.web.answers import done
from council.web.filled import Filled
from council.web.guards import signed_in, viewer_of
from council.web.render import page

Asked = Request[Any, Any, Any]
LIST = "/vouching"


@get(LIST, guards=[signed_in])
async def neighbours(request: Asked) -> Response[str]:
    """Who of the building is not verified yet."""
    return await _page(request, Filled({}))


@post("/people/{person:str}/vouching", guards=[signed_in])
async def answer_for(request: Asked, person: FromPath[str]) -> Response[Any]:
    """On the word of a group leader; a second person confirms."""
    viewer, form = viewer_of(request), Filled(await web_forms.read(request))
    ground = form.text("ground", most=rules.GROUND)
    form.fields["person"] = person
    if not form.faults:
        try:
            await vouch(person, ground, viewer.actor)
            return done(request, f"{LIST}?done=1")
        except Refused as why:
            form.blame("ground", why)
    return await _page(request, form)


async def _page(request: Asked, form: Filled) -> Response[str]:
    viewer = viewer_of(request)
    buildings = await queries.buildings_led(viewer.person, viewer.community)
    if not buildings:
        raise NotThere
    asked = await confirmations.open_ones(viewer.community, "vouching")
    mine = {one.subject for one in asked if one.asker == viewer.person}
    people = await queries.not_verified_in(buildings, viewer.community)
    return page(
        request,
        "verification/vouching.html",
        status=form.status,
        site=await identity.site_name(viewer.community),
        path=LIST,
        nav="vouching",
        form=form.shown_to(request),
        buildings=buildings,
        people=_once([one for one in people if one["id"] != viewer.person]),
        mine=mine,
        whom=await queries.whom_to_ask(viewer.community),
        longest=rules.GROUND,
        done=request.query_params.get("done") == "1",
    )


def _once(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Somebody with two flats in the building stands there once."""
    first: dict[str, dict[str, Any]] = {}
    for one in found:
        first.setdefault(one["id"], one)
    return list(first.values())


ROUTES = [neighbours, answer_for]
