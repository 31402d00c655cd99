"""The second step of signing in: set it up, show it, renew its codes, reset a colleague's."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.response import Response

from council.identity import (
    actions,
    queries,
    second_factor_keys,
    second_factor_queries,
    second_factor_way,
    sessions,
    totp,
)
from council.identity.session_cookie import remember
from council.identity.viewer import Viewer
from council.refusal import NotThere, Refused
from council.web import forms
from council.web.answers import go, is_htmx, wants_json
from council.web.guards import known, known_of, officer, viewer_of
from council.web.qr import qr
from council.web.render import page
from council.web.visit import visit_of

LONGEST = 60  # signs of a code that are looked at
RESETS = "community_secretary"  # whose letters reset a colleague's second factor


def _asked(request: Request[Any, Any, Any]) -> Viewer:
    """Whoever needs a second factor here; to residents, and in a demo, these pages do not exist."""
    viewer = known_of(request)
    if not second_factor_way.asked_of(request, viewer):
        raise NotThere
    return viewer


def _key(request: Request[Any, Any, Any]) -> bytes:
    return visit_of(request).settings.keys.second_factor


@get("/second-factor", guards=[known])
async def second_factor(request: Request[Any, Any, Any]) -> Response[str]:
    """Set it up, or show it; who has done both sees how it stands."""
    return await _show(request, forms.way_back(dict(request.query_params), "/"))


@post("/second-factor", guards=[known])
async def show_code(request: Request[Any, Any, Any]) -> Response[Any]:
    """Six digits or a recovery code: from now on the session counts."""
    viewer, fields = _asked(request), await forms.read(request)
    on = forms.way_back(fields, "/")
    if visit_of(request).viewer is not None:
        return go(on)
    code, agent = fields.get("code", "")[:LONGEST], request.headers.get("user-agent", "")
    try:
        token = await actions.pass_second_factor(
            code, _key(request), viewer.session, agent, viewer.actor
        )
    except Refused as why:
        return await _again(request, on, why)
    remember(request, token)
    return go(on)


@post("/second-factor/enrolment", guards=[known])
async def enrolment(request: Request[Any, Any, Any]) -> Response[Any]:
    """Confirm the authenticator by its digits; the answer shows the recovery codes, only now."""
    viewer, fields = _asked(request), await forms.read(request)
    on = forms.way_back(fields, "/")
    code, agent = fields.get("code", "")[:LONGEST], request.headers.get("user-agent", "")
    try:
        made = await actions.enrol(code, _key(request), viewer.session, agent, viewer.actor)
    except Refused as why:
        return await _again(request, on, why)
    remember(request, made.token)
    visit = visit_of(request)
    visit.viewer, visit.pending = await sessions.resolve(made.token), None
    return await _codes(request, viewer, on, made.recovery)


@post("/second-factor/recovery-codes", guards=[known])
async def recovery_codes(request: Request[Any, Any, Any]) -> Response[Any]:
    """New recovery codes instead of the old ones, for the digits shown now."""
    viewer_of(request)
    viewer, fields = _asked(request), await forms.read(request)
    try:
        fresh = await actions.renew_recovery_codes(
            fields.get("code", "")[:LONGEST], _key(request), viewer.actor
        )
    except Refused as why:
        return await _again(request, "/", why)
    return await _codes(request, viewer, "/second-factor", fresh)


@get("/second-factor/officers", guards=[officer])
async def officers(request: Request[Any, Any, Any]) -> Response[str]:
    """Which officers have a second factor; an office letter resets it for who lost theirs."""
    viewer = _asked(request)
    if not viewer.holds(RESETS):
        raise NotThere
    return page(
        request,
        "identity/second_factor_officers.html",
        site=await queries.site_name(viewer.community),
        nav="account",
        officers=await second_factor_queries.officers(viewer.community),
    )


async def _again(request: Request[Any, Any, Any], on: str, why: Refused) -> Response[Any]:
    if wants_json(request) or is_htmx(request):
        raise why
    return await _show(request, on, why)


async def _show(
    request: Request[Any, Any, Any], on: str, why: Refused | None = None
) -> Response[str]:
    viewer = _asked(request)
    factor = await second_factor_queries.factor_of(viewer.person)
    counts = visit_of(request).viewer is not None
    site = await queries.site_name(viewer.community)
    return page(
        request,
        f"identity/second_factor_{'set_up' if not factor else 'mine' if counts else 'asked'}.html",
        status=why.status if why else 200,
        site=site,
        path="/second-factor",
        nav="account",
        next=on,
        factor=factor,
        resets=viewer.holds(RESETS),
        problem=why.code if why else "",
        values=why.values if why else {},
        **({} if factor else await _offer(request, viewer, site)),
    )


async def _offer(request: Request[Any, Any, Any], viewer: Viewer, site: str) -> dict[str, Any]:
    """The secret of this session, to scan and to type."""
    secret = second_factor_keys.proposed(_key(request), viewer.session)
    account = await queries.login_of(viewer.person) or viewer.name
    address = totp.address(secret, site, account)
    text = totp.as_text(secret)
    grouped = " ".join(text[at : at + 4] for at in range(0, len(text), 4))
    return {"qr": qr(address), "secret": grouped, "address": address}


async def _codes(
    request: Request[Any, Any, Any], viewer: Viewer, on: str, codes: tuple[str, ...]
) -> Response[str]:
    return page(
        request,
        "identity/second_factor_codes.html",
        site=await queries.site_name(viewer.community),
        path="/second-factor",
        nav="account",
        next=on,
        codes=[second_factor_keys.grouped(one) for one in codes],
    )


ROUTES = [second_factor, show_code, enrolment, recovery_codes, officers]
