"""Show again who one is, before a page that a found phone must not open."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.response import Response

from council.identity import actions, passkeys, passwords, queries
from council.identity.session_cookie import remember
from council.identity.viewer import Viewer
from council.refusal import Refused
from council.web import forms
from council.web.answers import go, is_htmx, wants_json
from council.web.guards import signed_in, viewer_of
from council.web.render import page
from council.web.visit import visit_of

WRONG = 401


@get("/proof", guards=[signed_in])
async def proof(request: Request[Any, Any, Any]) -> Response[str]:
    """The password again, or a passkey; then on to where one wanted to go."""
    why = request.query_params.get("why", "")
    on = forms.way_back(dict(request.query_params), "/account")
    return await _show(request, on, Refused(why) if why in passkeys.REFUSALS else None)


@post("/proof", guards=[signed_in])
async def prove(request: Request[Any, Any, Any]) -> Response[Any]:
    """A new session in the place of this one: whoever knew its token knows nothing now."""
    fields, viewer = await forms.read(request), viewer_of(request)
    on = forms.way_back(fields, "/account")
    agent = request.headers.get("user-agent", "")
    try:
        token = await _proved(fields.get("password", ""), agent, viewer)
    except Refused as why:
        if wants_json(request) or is_htmx(request):
            raise
        return await _show(request, on, why)
    remember(request, token)
    return go(on)


async def _proved(password: str, agent: str, viewer: Viewer) -> str:
    token = await actions.prove(password, viewer.session, agent, viewer.actor)
    if token is None:
        raise Refused("proof.wrong", WRONG)
    return token


async def _show(
    request: Request[Any, Any, Any], on: str, why: Refused | None = None
) -> Response[str]:
    status = why.status if why else 200
    headers = {"retry-after": passwords.RETRY_AFTER} if status == passwords.UNAVAILABLE else None
    return page(
        request,
        "identity/proof.html",
        status=status,
        headers=headers,
        site=await queries.site_name(viewer_of(request).community),
        path="/proof",
        nav="account",
        next=on,
        passkeys=bool(visit_of(request).settings.passkey_site),
        problem=why.code if why else "",
        values=why.values if why else {},
    )


ROUTES = [proof, prove]
