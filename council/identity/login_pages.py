"""The names that open one's account, and another password; asked again who one is before."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromQuery
from litestar.response import Response

from council.identity import actions, queries, rules, sending
from council.identity.session_cookie import remember
from council.refusal import Refused, unreadable
from council.web import forms
from council.web.answers import go
from council.web.filled import Filled
from council.web.guards import proved, viewer_of
from council.web.render import page
from council.web.visit import visit_of

BACK = {"back": "/account/logins"}


@get("/account/logins", guards=[proved])
async def logins(
    request: Request[Any, Any, Any], done: FromQuery[str | None] = None
) -> Response[str]:
    """Phone, number, code name, e-mail: what one signs in with, and what else one could."""
    return await show(request, Filled({}), done or "")


@post("/account/logins/code-name", guards=[proved], opt=BACK)
async def code_name(request: Request[Any, Any, Any]) -> Response[Any]:
    """A name of one's own choice."""
    form = Filled(await forms.read(request))
    wish = form.text("code_name", most=20)
    if not form.faults:
        try:
            await actions.add_code_name(wish, viewer_of(request).actor)
            return go("/account/logins?done=added")
        except Refused as why:
            form.blame("code_name", why)
    return await show(request, form.shown_to(request), "")


@post("/account/logins/from-roll", guards=[proved], opt=BACK)
async def from_roll(request: Request[Any, Any, Any]) -> Response[Any]:
    """What the roll has of oneself: one touch."""
    form = Filled(await forms.read(request))
    kind = form.choice("kind", ("phone", "roll_no"))
    if not form.faults:
        try:
            await actions.add_from_roll(kind, viewer_of(request).actor)
            return go("/account/logins?done=added")
        except Refused as why:
            form.blame("kind", why)
    return await show(request, form.shown_to(request), "")


@post("/account/logins/removal", guards=[proved], opt=BACK)
async def removal(request: Request[Any, Any, Any]) -> Response[Any]:
    """The name stands in the form, never in an address. The last one stays."""
    fields = await forms.read(request)
    await actions.remove_login(fields.get("key", ""), viewer_of(request).actor)
    return go("/account/logins?done=removed")


async def show(request: Request[Any, Any, Any], form: Filled, done: str) -> Response[str]:
    """The page of all names, with the form that was not right."""
    viewer = viewer_of(request)
    held = await queries.logins_of(viewer.person)
    someone = await queries.person(viewer.person, viewer.community)
    kinds = {one["kind"] for one in held}
    of_roll = [("phone", someone.phone), ("roll_no", someone.roll_no)]
    return page(
        request,
        "identity/logins.html",
        status=form.status,
        site=await queries.site_name(viewer.community),
        path="/account/logins",
        nav="account",
        held=held,
        shown=await queries.login_of(viewer.person),
        of_roll=[(kind, text) for kind, text in of_roll if text and kind not in kinds],
        ways=sending.ways(visit_of(request).settings),
        form=form,
        done=done,
    )


@get("/account/password", guards=[proved])
async def password(request: Request[Any, Any, Any]) -> Response[str]:
    """Another password."""
    return await _password(request)


@post("/account/password", guards=[proved], opt={"back": "/account/password"})
async def new_password(request: Request[Any, Any, Any]) -> Response[Any]:
    """From now on this one; all other devices are signed out."""
    fields, viewer = await forms.read(request), viewer_of(request)
    agent = request.headers.get("user-agent", "")
    try:
        chosen = fields.get("password", "")
        if chosen != fields.get("repeat", ""):
            raise unreadable("password.repeat")
        token = await actions.change_password(chosen, viewer.session, agent, viewer.actor)
    except Refused as why:
        Filled(fields, {"password": why}).shown_to(request)
        return await _password(request, why)
    remember(request, token)
    return go("/account?ended=password")


async def _password(request: Request[Any, Any, Any], why: Refused | None = None) -> Response[str]:
    viewer = viewer_of(request)
    return page(
        request,
        "identity/password.html",
        status=why.status if why else 200,
        site=await queries.site_name(viewer.community),
        path="/account/password",
        nav="account",
        least=rules.SHORTEST,
        most=rules.LONGEST,
        login=await queries.login_of(viewer.person),
        problem=why.code if why else "",
        values=why.values if why else {},
    )


ROUTES = [logins, code_name, from_roll, removal, password, new_password]
