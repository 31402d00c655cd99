"""Signing in and out, and one's own sessions."""

from __future__ import annotations

import hmac
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Response

from council.identity import (
    actions,
    login_pages,
    passkey_pages,
    passkeys,
    passwords,
    proof_pages,
    queries,
    rules,
    second_factor_pages,
    second_factor_way,
    sending,
    sent_code_pages,
    terminal_pages,
)
from council.identity.devices import device
from council.identity.session_cookie import forget_person, remember
from council.identity.viewer import Viewer
from council.refusal import Refused
from council.web import forms
from council.web.answers import done, go, is_htmx, wants_json
from council.web.guards import signed_in, viewer_of
from council.web.render import page
from council.web.visit import DEVICE, visit_of

WRONG = 401
YEAR = 365 * 24 * 3600


@get("/sign-in", opt={"open": True})
async def sign_in_form(
    request: Request[Any, Any, Any],
) -> Response[Any]:
    """The form; who is signed in already is sent on."""
    on = forms.way_back(dict(request.query_params), "/")
    visit = visit_of(request)
    if visit.pending is not None:
        return go(second_factor_way.second_step(on))
    if visit.viewer is not None:
        return go(on)
    why = request.query_params.get("why", "")
    return await _form(request, on, "", Refused(why) if why in passkeys.REFUSALS else None)


@post("/sign-in", opt={"open": True})
async def sign_in(request: Request[Any, Any, Any]) -> Response[Any]:
    """A new session and its cookie; unknown login and wrong password are one answer."""
    fields = await forms.read(request)
    on = forms.way_back(fields, "/")
    login, password = (
        fields.get("login", "")[: rules.LONGEST_LOGIN],
        fields.get("password", "")[:200],
    )
    try:
        token = await _session(request, login, password)
    except Refused as why:
        if wants_json(request) or is_htmx(request):
            raise
        return await _form(request, on, login, why)
    remember(request, token)
    if not visit_of(request).terminal:
        visit_of(request).set_cookie(DEVICE, _device(request, login), YEAR)
    return go(await second_factor_way.onward(request, token, on))


async def _session(request: Request[Any, Any, Any], login: str, password: str) -> str:
    visit = visit_of(request)
    planted = visit.cookies.get(visit.settings.cookie, "")
    agent = request.headers.get("user-agent", "")
    proof = visit.cookies.get(DEVICE, "").encode()
    known = hmac.compare_digest(proof, _device(request, login).encode())
    token = await actions.sign_in(login, password, agent, planted, known_device=known)
    if token is None:
        raise Refused("sign_in.wrong", WRONG)
    return token


def _device(request: Request[Any, Any, Any], login: str) -> str:
    """What a device shows where this login succeeded before; it opens nothing."""
    key = visit_of(request).settings.keys.csrf
    return hmac.digest(key, f"device:{rules.login_key(login)}".encode(), "sha256").hex()[:40]


async def _form(
    request: Request[Any, Any, Any], on: str, login: str, why: Refused | None = None
) -> Response[Any]:
    status = why.status if why else 200
    headers = {"retry-after": passwords.RETRY_AFTER} if status == passwords.UNAVAILABLE else None
    return page(
        request,
        "identity/sign_in.html",
        status=status,
        headers=headers,
        site=await queries.site_name(None),
        path="/sign-in",
        nav="sign-in",
        next=on,
        login=login,
        problem=why.code if why else "",
        values=why.values if why else {},
        ways=sending.ways(visit_of(request).settings),
        passkeys=bool(visit_of(request).settings.passkey_site) and not visit_of(request).terminal,
    )


@post("/sign-out", opt={"open": True})
async def sign_out(request: Request[Any, Any, Any]) -> Response[bytes]:
    """End this session; signed out already is as good."""
    visit = visit_of(request)
    if visit.known is not None:
        await actions.end_session(visit.known.session, visit.known.actor)
    visit.set_cookie(visit.settings.cookie, "", 0)
    return go("/terminal" if visit.terminal else "/sign-in")


@post("/not-me", opt={"open": True})
async def not_me(request: Request[Any, Any, Any]) -> Response[bytes]:
    """A shared phone shows somebody else: that session ends, and the device forgets them."""
    visit = visit_of(request)
    if visit.known is not None:
        await actions.end_session(visit.known.session, visit.known.actor)
    forget_person(request)
    return go("/terminal" if visit.terminal else "/sign-in")


@get("/account", guards=[signed_in])
async def account(
    request: Request[Any, Any, Any], ended: FromQuery[str | None] = None
) -> Response[str]:
    """My sessions: on which device, since when, and a way to end each."""
    viewer = viewer_of(request)
    return page(
        request,
        "identity/account.html",
        site=await queries.site_name(viewer.community),
        nav="account",
        sessions=await _sessions(viewer),
        login=await queries.login_of(viewer.person),
        ended=ended or "",
        second_factor=second_factor_way.asked_of(request, viewer),
        passkeys=bool(visit_of(request).settings.passkey_site),
    )


async def _sessions(viewer: Viewer) -> list[dict[str, Any]]:
    return [
        {
            "key": one.key,
            "device": device(one.agent),
            "since": one.since,
            "seen": one.seen,
            "this": one.key == viewer.session,
        }
        for one in await queries.devices(viewer.person)
    ]


@post("/account/sessions/{key:str}/ending", guards=[signed_in])
async def end_one(request: Request[Any, Any, Any], key: FromPath[str]) -> Response[bytes]:
    """End one session of mine; `strange` says that it was not me, and the page says what next."""
    fields = await forms.read(request)
    viewer = viewer_of(request)
    await actions.end_session(key, viewer.actor)
    if key == viewer.session:
        return go("/sign-in")
    return done(request, f"/account?ended={'strange' if fields.get('strange') else 'one'}")


@post("/account/sessions/endings", guards=[signed_in])
async def end_others(request: Request[Any, Any, Any]) -> Response[bytes]:
    """End all my sessions but this one."""
    viewer = viewer_of(request)
    await actions.end_other_sessions(viewer.actor, viewer.session)
    return done(request, "/account?ended=others")


ROUTES = [
    sign_in_form,
    sign_in,
    sign_out,
    not_me,
    account,
    end_one,
    end_others,
    *second_factor_pages.ROUTES,
    *proof_pages.ROUTES,
    *login_pages.ROUTES,
    *passkey_pages.ROUTES,
    *sent_code_pages.ROUTES,
    *terminal_pages.ROUTES,
]
