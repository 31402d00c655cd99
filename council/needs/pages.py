"""Entering a need, by anybody: a form with three fields, and the receipt at once."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council.ideas import receipts
from council.identity import codes
from council.identity import queries as identity
from council.needs import (
    actions,
    answer_pages,
    card_pages,
    desk_pages,
    entry_queries,
    forms,
    queries,
    rules,
)
from council.refusal import Refused
from council.web import forms as web_forms
from council.web.filled import Filled
from council.web.render import page
from council.web.visit import visit_of

Asked = Request[Any, Any, Any]
OPEN = {"open": True}
# Where a refusal of the whole is said; an old form is told at the top, beside no field.
BESIDE = {"need.field": "field"}


def _own(request: Asked, community: str) -> bool:
    """Signed in, and of this community: then nobody has to say who they are."""
    viewer = visit_of(request).viewer
    return viewer is not None and viewer.community == community


@get("/calls/{call:str}/entry", opt=OPEN)
async def ask(request: Asked, call: FromPath[str]) -> Response[str]:
    return await _form(request, call, Filled({"form": receipts.drawn()}))


@post("/calls/{call:str}/entries", opt=OPEN)
async def send(request: Asked, call: FromPath[str]) -> Response[Any]:
    """Answered with the receipt: the code stands nowhere else."""
    form = Filled(await web_forms.read(request))
    one = await queries.public(call)
    viewer, own = visit_of(request).viewer, _own(request, one.community)
    what = forms.entry(form, one.topics, device=forms.device_of(request, call))
    if not form.faults:
        known = viewer is not None and own
        by = viewer.actor if viewer is not None and own else actions.nobody(one.community)
        try:
            made = await actions.enter(call, what, by)
            found = await entry_queries.need(made)
            code = "" if known else codes.grouped(codes.read(what.form))
            return await _form(request, call, Filled({}), found=found.view, code=code)
        except Refused as why:
            form.blame(BESIDE.get(why.code, "text"), why)
    return await _form(request, call, form)


async def _form(request: Asked, call: str, form: Filled, **receipt: Any) -> Response[str]:
    one = await queries.public(call)
    return page(
        request,
        "needs/receipt.html" if receipt else "needs/entry.html",
        status=form.status,
        site=await identity.site_name(one.community),
        nav="today",
        path=f"/calls/{call}/entry",
        form=form.shown_to(request),
        one=one,
        own=_own(request, one.community),
        choices=rules.choices(one.topics),
        lengths=rules,
        **receipt,
    )


ROUTES = [ask, send, *desk_pages.ROUTES, *card_pages.ROUTES, *answer_pages.ROUTES]
