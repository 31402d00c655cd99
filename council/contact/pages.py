"""The officers' form: how the community and its street office are reached."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.response import Response

from council.contact import actions, forms, queries, rules
from council.identity import queries as identity
from council.web import forms as web_forms
from council.web.answers import done
from council.web.filled import Filled
from council.web.guards import officer, viewer_of
from council.web.render import page

Asked = Request[Any, Any, Any]
TERMS = "/contact/terms"


@get(TERMS, guards=[officer])
async def terms(request: Asked) -> Response[str]:
    found = await queries.contact(viewer_of(request).community)
    return await _terms(request, Filled(forms.typed_again(found)))


@post(TERMS, guards=[officer])
async def settle(request: Asked) -> Response[Any]:
    """Then the page as everybody reads it."""
    form = Filled(await web_forms.read(request))
    said = forms.contact(form)
    if form.faults:
        return await _terms(request, form)
    await actions.settle(said, viewer_of(request).actor)
    return done(request, "/contact")


async def _terms(request: Asked, form: Filled) -> Response[str]:
    return page(
        request,
        "contact/terms.html",
        status=form.status,
        site=await identity.site_name(viewer_of(request).community),
        nav="today",
        path=TERMS,
        form=form.shown_to(request),
        lengths=rules,
    )


ROUTES = [terms, settle]
