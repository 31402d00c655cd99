"""Signing in without a password, a new password, a new address: by six digits that are sent."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.response import Response

from council.i18n import gettext as _
from council.identity import (
    actions,
    codes,
    login_pages,
    passwords,
    queries,
    rules,
    second_factor_way,
    sending,
)
from council.identity.actions import ToSend
from council.identity.sent_codes import Asked
from council.identity.session_cookie import remember
from council.refusal import NotThere, Refused, unreadable
from council.web import forms
from council.web.answers import go
from council.web.filled import Filled
from council.web.guards import proved, viewer_of
from council.web.render import page
from council.web.visit import visit_of

PURPOSES = ("sign_in", "recover")
ENTRY = "/sign-in/code/entry"
LONGEST = 60  # signs of a code that are looked at


def _ways(request: Request[Any, Any, Any]) -> tuple[str, ...]:
    """Where nothing can be sent these pages do not exist."""
    found = sending.ways(visit_of(request).settings)
    if not found:
        raise NotThere
    return found


def _key(request: Request[Any, Any, Any]) -> bytes:
    return visit_of(request).settings.keys.second_factor


async def _send(request: Request[Any, Any, Any], way: str, sent: ToSend | None) -> None:
    if sent is None:
        return
    settings = visit_of(request).settings
    site = await queries.site_name(None)
    subject = _("%(site)s：验证码") % {"site": site}
    words = _("%(code)s，十分钟内有效，只能用一次。不是您要的，请不要理会，也不要告诉任何人。")
    sending.send_soon(settings, way, sent.address, subject, words % {"code": sent.code})


@get("/sign-in/code", opt={"open": True})
async def ask(request: Request[Any, Any, Any]) -> Response[str]:
    """Which phone or address, and whether to sign in or to choose a new password."""
    return await _ask(request, Filled({"purpose": request.query_params.get("purpose", "")}))


@post("/sign-in/code", opt={"open": True})
async def send(request: Request[Any, Any, Any]) -> Response[Any]:
    """The next page is the same whether the address is known or not."""
    ways, form = _ways(request), Filled(await forms.read(request))
    login = form.text("login", most=rules.LONGEST_LOGIN)
    purpose = form.choice("purpose", PURPOSES)
    way = "email" if "@" in login else "sms"
    if not form.faults and way not in ways:
        form.blame("login", unreadable(f"sent_code.no_{way}"))
    if not form.faults:
        asked = Asked(purpose, way, visit_of(request).csrf)
        try:
            sent = await actions.ask_for_code(login, asked, _key(request))
        except Refused as why:
            form.blame("login", why)
        else:
            await _send(request, way, sent)
            return go(f"{ENTRY}?purpose={purpose}")
    return await _ask(request, form.shown_to(request))


async def _ask(request: Request[Any, Any, Any], form: Filled) -> Response[str]:
    if form.typed("purpose") not in PURPOSES:
        form.fields["purpose"] = "sign_in"
    return page(
        request,
        "identity/code_ask.html",
        status=form.status,
        site=await queries.site_name(None),
        path="/sign-in/code",
        nav="sign-in",
        ways=_ways(request),
        form=form,
    )


@get("/sign-in/code/entry", opt={"open": True})
async def entry(request: Request[Any, Any, Any]) -> Response[str]:
    """The six digits; for a new password, that too."""
    purpose = request.query_params.get("purpose", "")
    return await _entry(request, "recover" if purpose == "recover" else "sign_in")


@post("/sign-in/code/entry", opt={"open": True})
async def enter(request: Request[Any, Any, Any]) -> Response[Any]:
    """A new session; officers go on to their second factor."""
    _ways(request)
    fields = await forms.read(request)
    recovering = fields.get("purpose") == "recover"
    try:
        token = await (_recover(request, fields) if recovering else _sign_in(request, fields))
    except Refused as why:
        Filled(fields, {"code": why}).shown_to(request)
        return await _entry(request, "recover" if recovering else "sign_in", why)
    remember(request, token)
    on = "/account?ended=password" if recovering else "/account"
    return go(await second_factor_way.onward(request, token, on))


def _code(fields: dict[str, str]) -> str:
    return codes.read(fields.get("code", "")[:LONGEST])


async def _sign_in(request: Request[Any, Any, Any], fields: dict[str, str]) -> str:
    visit, agent = visit_of(request), request.headers.get("user-agent", "")
    planted = visit.cookies.get(visit.settings.cookie, "")
    code = _code(fields)
    return await actions.sign_in_by_code(code, visit.csrf, _key(request), agent, planted)


async def _recover(request: Request[Any, Any, Any], fields: dict[str, str]) -> str:
    visit, agent = visit_of(request), request.headers.get("user-agent", "")
    password = fields.get("password", "")
    if password != fields.get("repeat", ""):
        raise unreadable("password.repeat")
    code = _code(fields)
    return await actions.recover_by_code(code, password, visit.csrf, _key(request), agent)


async def _entry(
    request: Request[Any, Any, Any], purpose: str, why: Refused | None = None
) -> Response[str]:
    _ways(request)
    status = why.status if why else 200
    headers = {"retry-after": passwords.RETRY_AFTER} if status == passwords.UNAVAILABLE else None
    return page(
        request,
        "identity/code_entry.html",
        status=status,
        headers=headers,
        site=await queries.site_name(None),
        path=ENTRY,
        nav="sign-in",
        purpose=purpose,
        least=rules.SHORTEST,
        problem=why.code if why else "",
        values=why.values if why else {},
    )


@post("/account/logins/addresses", guards=[proved], opt={"back": "/account/logins"})
async def new_address(request: Request[Any, Any, Any]) -> Response[Any]:
    """A phone or an e-mail address of mine: six digits go there."""
    form = Filled(await forms.read(request))
    way = form.choice("way", _ways(request))
    if form.faults:
        raise form.faults["way"]
    asked = Asked("address", way, visit_of(request).csrf)
    viewer = viewer_of(request)
    address = form.typed(f"{way}_address")[: rules.LONGEST_LOGIN]
    try:
        sent = await actions.ask_to_prove_address(address, asked, _key(request), viewer.actor)
    except Refused as why:
        form.blame(f"{way}_address", why)
        return await login_pages.show(request, form.shown_to(request), "")
    await _send(request, way, sent)
    return go("/account/logins/entry")


@get("/account/logins/entry", guards=[proved])
async def address_entry(request: Request[Any, Any, Any]) -> Response[str]:
    """The digits that came there."""
    return await _address_entry(request)


@post("/account/logins/entry", guards=[proved], opt={"back": "/account/logins"})
async def enter_address(request: Request[Any, Any, Any]) -> Response[Any]:
    """It opens the account from now on."""
    fields, viewer = await forms.read(request), viewer_of(request)
    try:
        await actions.add_address_by_code(
            _code(fields), visit_of(request).csrf, _key(request), viewer.actor
        )
    except Refused as why:
        Filled(fields, {"code": why}).shown_to(request)
        return await _address_entry(request, why)
    return go("/account/logins?done=added")


async def _address_entry(
    request: Request[Any, Any, Any], why: Refused | None = None
) -> Response[str]:
    _ways(request)
    return page(
        request,
        "identity/code_entry.html",
        status=why.status if why else 200,
        site=await queries.site_name(viewer_of(request).community),
        path="/account/logins/entry",
        nav="account",
        purpose="address",
        least=rules.SHORTEST,
        problem=why.code if why else "",
        values=why.values if why else {},
    )


ROUTES = [ask, send, entry, enter, new_address, address_entry, enter_address]
