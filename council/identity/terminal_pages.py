"""The terminal of the office: begun and ended by staff, used by one person after the other."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council import shared_device
from council.identity import actions, queries, rules, sending, terminal_queries
from council.identity.session_cookie import forget_person
from council.identity.viewer import Viewer
from council.web import forms
from council.web.answers import done, go
from council.web.filled import Filled
from council.web.guards import signed_in, viewer_of
from council.web.render import page
from council.web.visit import TERMINAL, visit_of

KEPT = 90 * 24 * 3600  # seconds until a terminal must be begun again
CLEAR = {"clear-site-data": '"cache", "storage"'}  # cookies are taken one by one: ours stays


def _staff(request: Request[Any, Any, Any]) -> Viewer:
    viewer = viewer_of(request)
    rules.terminal_staff_only(viewer.offices)
    return viewer


@get("/terminals", guards=[signed_in])
async def terminals(request: Request[Any, Any, Any]) -> Response[str]:
    """Which devices are terminals now, and how to make one of this device."""
    return await _show(request, Filled({}))


@post("/terminals", guards=[signed_in])
async def begin(request: Request[Any, Any, Any]) -> Response[Any]:
    """This device is a terminal from now on; the member of staff is signed out."""
    viewer, form = _staff(request), Filled(await forms.read(request))
    name = form.text("name", most=60)
    if form.faults:
        return await _show(request, form.shown_to(request))
    token = await actions.open_terminal(name, viewer.session, viewer.actor)
    forget_person(request)
    visit_of(request).set_cookie(TERMINAL, token, KEPT)
    return _start()


async def _show(request: Request[Any, Any, Any], form: Filled) -> Response[str]:
    viewer = _staff(request)
    return page(
        request,
        "identity/terminals.html",
        status=form.status,
        site=await queries.site_name(viewer.community),
        path="/terminals",
        nav="account",
        terminals=await terminal_queries.terminals(viewer.community),
        form=form,
    )


@post("/terminals/{terminal:str}/ending", guards=[signed_in])
async def end(request: Request[Any, Any, Any], terminal: FromPath[str]) -> Response[bytes]:
    """From anywhere: it signs nobody in any more, and whoever is signed in there is out."""
    await actions.end_terminal(terminal, _staff(request).actor)
    return done(request, "/terminals")


@get("/terminal", opt={"open": True})
async def terminal(request: Request[Any, Any, Any]) -> Response[Any]:
    """Where each person begins. Whoever was there before has left nothing behind."""
    visit, token = visit_of(request), shared_device.token()
    if not token:
        return go("/sign-in")
    if visit.known is None:
        forget_person(request)
    found = await terminal_queries.name_by_token(token)
    return page(
        request,
        "identity/terminal.html",
        headers=CLEAR if visit.known is None else None,
        site=await queries.site_name(found[0] if found else None),
        path="/terminal",
        nav="sign-in",
        name=found[1] if found else "",
        present=visit.known,
        ways=sending.ways(visit.settings),
    )


@post("/terminal/end", opt={"open": True})
async def finished(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Done: the session ends, and every cookie of this person goes."""
    known = visit_of(request).known
    if known is not None:
        await actions.end_session(known.session, known.actor)
    forget_person(request)
    return _start()


@post("/terminal/leaving", opt={"open": True})
async def leave(request: Request[Any, Any, Any]) -> Response[bytes]:
    """A terminal that staff have ended is an ordinary device again."""
    if await terminal_queries.name_by_token(shared_device.token()) is None:
        forget_person(request)
        visit_of(request).set_cookie(TERMINAL, "", 0)
        return go("/sign-in")
    return go("/terminal")


def _start() -> Response[bytes]:
    answer = go("/terminal")
    answer.headers.update(CLEAR)
    return answer


ROUTES = [terminals, begin, end, terminal, finished, leave]
