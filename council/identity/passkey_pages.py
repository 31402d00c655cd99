"""Passkeys: made, listed, taken away, and signed in with. Script asks the browser; forms answer."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from litestar import Request, get, post
from litestar.params import FromQuery
from litestar.response import Response

from council.clock import now
from council.identity import actions, passkey_queries, passkeys, queries
from council.identity.devices import device
from council.identity.passkeys import Site
from council.identity.session_cookie import remember
from council.refusal import NotThere, Refused
from council.web import forms
from council.web.answers import go, is_htmx, wants_json
from council.web.filled import Filled
from council.web.guards import proved, viewer_of
from council.web.render import page
from council.web.visit import visit_of

BACK = {"back": "/account/passkeys"}


async def _site(request: Request[Any, Any, Any]) -> Site:
    """Where browsers offer no passkeys, these pages do not exist."""
    settings = visit_of(request).settings
    if not settings.passkey_site:
        raise NotThere
    name = await queries.site_name(None)
    return Site(settings.passkey_site, settings.origin, name, settings.keys.csrf)


@get("/account/passkeys", guards=[proved])
async def mine(
    request: Request[Any, Any, Any], done: FromQuery[str | None] = None
) -> Response[str]:
    """My passkeys, and how to add the one of this device."""
    return await _show(request, Filled({}), done or "")


@post("/account/passkeys/options", guards=[proved], opt=BACK, status_code=200)
async def options(request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
    """What this browser is asked to make."""
    site, viewer = await _site(request), viewer_of(request)
    asked = passkeys.challenge(site, "register", visit_of(request).csrf, now())
    have = [str(one["id"]) for one in await passkey_queries.of(viewer.person)]
    return Response(passkeys.registration(site, asked, viewer.person, viewer.name, have))


@post("/account/passkeys", guards=[proved], opt=BACK)
async def add(request: Request[Any, Any, Any]) -> Response[Any]:
    """The browser made one: keep it under the name that its owner gives it."""
    site, form = await _site(request), Filled(await forms.read(request))
    label = form.text("label", most=60)
    if not form.faults:
        try:
            answer, visit = form.typed("credential"), visit_of(request).csrf
            by = viewer_of(request).actor
            await actions.register_passkey(answer, label, visit, site, by)
            return go("/account/passkeys?done=added")
        except Refused as why:
            form.blame("label", why)
    return await _show(request, form.shown_to(request), "")


@post("/account/passkeys/removal", guards=[proved], opt=BACK)
async def remove(request: Request[Any, Any, Any]) -> Response[Any]:
    """One of mine opens nothing any more."""
    fields = await forms.read(request)
    await actions.remove_passkey(fields.get("key", ""), viewer_of(request).actor)
    return go("/account/passkeys?done=removed")


async def _show(request: Request[Any, Any, Any], form: Filled, done: str) -> Response[str]:
    viewer = viewer_of(request)
    await _site(request)
    form.fields.setdefault("label", device(request.headers.get("user-agent", "")))
    return page(
        request,
        "identity/passkeys.html",
        status=form.status,
        site=await queries.site_name(viewer.community),
        path="/account/passkeys",
        nav="account",
        keys=await passkey_queries.of(viewer.person),
        form=form,
        done=done,
    )


@post("/sign-in/passkey/options", opt={"open": True}, status_code=200)
async def question(request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
    """What any passkey of this site may sign; nothing is stored for it."""
    site = await _site(request)
    asked = passkeys.challenge(site, "sign_in", visit_of(request).csrf, now())
    return Response(passkeys.question(site, asked))


@post("/sign-in/passkey", opt={"open": True})
async def sign_in(request: Request[Any, Any, Any]) -> Response[bytes]:
    """A session that counts as two factors; also the proof that a sensitive page asks for."""
    site, fields, visit = await _site(request), await forms.read(request), visit_of(request)
    planted = visit.cookies.get(visit.settings.cookie, "")
    agent = request.headers.get("user-agent", "")
    on = forms.way_back(fields, "/")
    try:
        token = await actions.sign_in_with_passkey(
            fields.get("credential", ""), visit.csrf, site, agent, planted
        )
    except Refused as why:
        if wants_json(request) or is_htmx(request) or not why.code.startswith("passkey."):
            raise
        return go(f"/{'proof' if visit.viewer else 'sign-in'}?why={why.code}&next={quote(on)}")
    remember(request, token)
    return go(on)


ROUTES = [mine, options, add, remove, question, sign_in]
