"""An objection by anybody, and what became of it: opened by the code on the receipt alone."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council.identity import codes
from council.identity import queries as identity
from council.notices import actions, objection_queries, queries, rules
from council.notices.actions import Objecting
from council.notices.actions.objecting import nobody
from council.refusal import NotThere, Refused, unreadable
from council.web import forms as web_forms
from council.web.filled import Filled
from council.web.render import page
from council.web.visit import visit_of

Asked = Request[Any, Any, Any]
OPEN = {"open": True}


def _own(request: Asked, community: str) -> bool:
    """Signed in, and of this community: then nobody has to say how they are reached."""
    viewer = visit_of(request).viewer
    return viewer is not None and viewer.community == community


@get("/notices/{notice:str}/objection", opt=OPEN)
async def ask(request: Asked, notice: FromPath[str]) -> Response[str]:
    return await _form(request, notice, Filled({"code": codes.new_code()[1]}))


@post("/notices/{notice:str}/objection", opt=OPEN)
async def send(request: Asked, notice: FromPath[str]) -> Response[Any]:
    """Answered with the receipt: the code stands nowhere else."""
    form = Filled(await web_forms.read(request))
    one = await queries.public(notice)
    own = _own(request, one.community)
    viewer = visit_of(request).viewer
    what = Objecting(
        form.text("text", most=rules.WORDS),
        codes.read(form.typed("code"))[: codes.SECRET],
        "" if own else form.optional("name", most=rules.NAME),
        "" if own else form.text("contact", most=rules.CONTACT),
    )
    if not form.faults:
        by = viewer.actor if viewer is not None and own else nobody(one.community)
        try:
            no = await actions.object_to(notice, what, by)
            return await _form(request, notice, Filled({}), receipt=(no, codes.grouped(what.code)))
        except Refused as why:
            form.blame("text", why)
    return await _form(request, notice, form)


async def _form(
    request: Asked, notice: str, form: Filled, receipt: tuple[int, str] | None = None
) -> Response[str]:
    one = await queries.public(notice)
    return page(
        request,
        "notices/objection.html",
        status=form.status,
        site=await identity.site_name(one.community),
        nav="today",
        path=f"/notices/{notice}/objection",
        form=form.shown_to(request),
        one=one,
        own=_own(request, one.community),
        receipt=receipt,
        lengths=rules,
    )


@get("/objections", opt=OPEN)
async def which(request: Asked) -> Response[str]:
    return await _found(request, Filled({}))


@post("/objections", opt=OPEN)
async def became(request: Asked) -> Response[Any]:
    """The code comes in the form and not in the address, which logs and histories keep."""
    form = Filled(await web_forms.read(request))
    try:
        found = await objection_queries.by_code(codes.read(form.typed("code")[:40]))
    except NotThere:
        form.blame("code", unreadable("objection.unknown"))
        return await _found(request, form)
    one = await queries.public(found.notice)
    return await _found(request, Filled({}), objection=found, one=one)


async def _found(request: Asked, form: Filled, **context: Any) -> Response[str]:
    one = context.pop("one", None)
    viewer = visit_of(request).viewer
    community = one.community if one else (viewer.community if viewer else None)
    return page(
        request,
        "notices/receipt.html",
        status=form.status,
        site=await identity.site_name(community),
        nav="today",
        path="/objections",
        form=form.shown_to(request),
        one=one,
        objection=context.get("objection"),
        mine=await objection_queries.of_person(viewer.person) if viewer else (),
    )


ROUTES = [ask, send, which, became]
