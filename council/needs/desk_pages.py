"""The desk of calls: write one, publish it, make it longer, close it."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council.identity import queries as identity
from council.needs import actions, forms, queries, rules
from council.refusal import NotThere, Refused
from council.web import forms as web_forms
from council.web.answers import done
from council.web.filled import Filled
from council.web.guards import may_see, officer, viewer_of
from council.web.render import page

Asked = Request[Any, Any, Any]
OFFICES = ("chair", "secretary", "community_secretary", "social_worker")
desk_only = may_see(*OFFICES)
BESIDE = {"need.last_day": "last_day", "need.topics": "topics", "need.reason": "reason"}


async def shown(request: Asked, template: str, form: Filled, **context: Any) -> Response[str]:
    """A page of the desk."""
    return page(
        request,
        template,
        status=form.status,
        site=await identity.site_name(viewer_of(request).community),
        nav="today",
        form=form.shown_to(request),
        lengths=rules,
        **context,
    )


async def own_call(request: Asked, call: str) -> queries.CallView:
    """One of this community, a draft too."""
    found = await queries.call(call)
    if found.community != viewer_of(request).community:
        raise NotThere
    return found


@get("/calls/desk", guards=[desk_only])
async def desk(request: Asked) -> Response[str]:
    found = await queries.of_desk(viewer_of(request).community)
    return await shown(request, "needs/desk.html", Filled({}), calls=found, path="/calls/desk")


@get("/calls/new", guards=[officer])
async def new(request: Asked) -> Response[str]:
    issuer = f"{await identity.site_name(viewer_of(request).community)}居民委员会"
    return await _draft(request, Filled({"issuer": issuer[: rules.ISSUER]}))


@post("/calls", guards=[officer])
async def make(request: Asked) -> Response[Any]:
    form = Filled(await web_forms.read(request))
    what = forms.calling(form)
    if not form.faults:
        try:
            made = await actions.draft(what, viewer_of(request).actor)
            return done(request, f"/calls/{made}/wording")
        except Refused as why:
            form.blame(BESIDE.get(why.code, "title"), why)
    return await _draft(request, form)


@get("/calls/{call:str}/wording", guards=[officer])
async def wording(request: Asked, call: FromPath[str]) -> Response[str]:
    """As it will stand, and its form; published once somebody has looked at it."""
    found = await own_call(request, call)
    rules.must_be_draft(found.state)
    return await _draft(request, Filled(forms.again(found)), found)


@post("/calls/{call:str}/wording", guards=[officer])
async def reword(request: Asked, call: FromPath[str]) -> Response[Any]:
    form = Filled(await web_forms.read(request))
    found = await own_call(request, call)
    what = forms.calling(form)
    if not form.faults:
        try:
            await actions.reword(call, what, viewer_of(request).actor)
            return done(request, f"/calls/{call}/wording")
        except Refused as why:
            form.blame(BESIDE.get(why.code, "title"), why)
    return await _draft(request, form, found)


async def _draft(
    request: Asked, form: Filled, one: queries.CallView | None = None
) -> Response[str]:
    path = f"/calls/{one.id}/wording" if one else "/calls/new"
    return await shown(request, "needs/draft.html", form, one=one, path=path)


@post("/calls/{call:str}/publication", guards=[officer])
async def publish(request: Asked, call: FromPath[str]) -> Response[Any]:
    await actions.publish(call, viewer_of(request).actor)
    return done(request, f"/calls/{call}")


@post("/calls/{call:str}/extension", guards=[officer])
async def extend(request: Asked, call: FromPath[str]) -> Response[Any]:
    form = Filled(await web_forms.read(request))
    last_day = form.day("last_day")
    reason = form.optional("reason", most=rules.REASON)
    for why in form.faults.values():
        raise why
    await actions.extend(call, last_day, reason, viewer_of(request).actor)
    return done(request, f"/calls/{call}")


@post("/calls/{call:str}/closing", guards=[officer])
async def close(request: Asked, call: FromPath[str]) -> Response[Any]:
    fields = await web_forms.read(request)
    reason = web_forms.optional(fields, "reason", most=rules.REASON)
    await actions.close(call, reason, viewer_of(request).actor)
    return done(request, f"/calls/{call}")


ROUTES = [desk, new, make, wording, reword, publish, extend, close]
