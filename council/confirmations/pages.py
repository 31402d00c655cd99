"""What waits for a second person: the list, one request, and the three answers to it."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council.clock import now
from council.confirmations import actions, answering, kinds, queries, rules
from council.confirmations.kinds import Asked
from council.identity import queries as identity
from council.identity.viewer import Viewer
from council.refusal import NotThere, Refused
from council.web import forms
from council.web.answers import done
from council.web.filled import Filled
from council.web.guards import proved, signed_in, viewer_of
from council.web.render import page

Asking = Request[Any, Any, Any]
LIST = "/confirmations"


def _viewer(request: Asking) -> Viewer:
    """Somebody with an office; to others the page does not exist."""
    viewer = viewer_of(request)
    if not viewer.offices:
        raise NotThere
    return viewer


def _templates(*shown: Asked) -> dict[str, str]:
    """Kind → the piece that shows what is asked."""
    return {asked.kind: kinds.of(asked.kind).template for asked in shown}


@get(LIST, guards=[signed_in])
async def confirmations(request: Asking) -> Response[str]:
    """What waits for me, what I asked for or watch, what was answered."""
    viewer = _viewer(request)
    desk = await queries.desk(viewer)
    return page(
        request,
        "confirmations/list.html",
        site=await identity.site_name(viewer.community),
        path=LIST,
        nav="confirmations",
        desk=desk,
        templates=_templates(*desk.waiting, *desk.others, *desk.answered),
        days=rules.LIFE.days,
    )


@get("/confirmations/{confirmation:str}", guards=[signed_in, proved])
async def confirmation(request: Asking, confirmation: FromPath[str]) -> Response[str]:
    """One request, with the answers that this viewer can give."""
    return await _one(request, confirmation, Filled({}))


@post(
    "/confirmations/{confirmation:str}/confirmation",
    guards=[signed_in, proved],
    opt={"back": LIST},  # where a proof of who one is leads to
)
async def confirm(request: Asking, confirmation: FromPath[str]) -> Response[Any]:
    viewer, form = _viewer(request), Filled(await forms.read(request))
    try:
        await actions.confirm(confirmation, viewer.actor)
    except Refused as why:
        form.blame("confirm", why)
        return await _one(request, confirmation, form)
    asked = await queries.one(confirmation, viewer.community)
    return done(request, kinds.of(asked.kind).onward or LIST)


@post("/confirmations/{confirmation:str}/refusal", guards=[signed_in])
async def refuse(request: Asking, confirmation: FromPath[str]) -> Response[Any]:
    """Without a reason there is no refusal: the field is shown again."""
    viewer, form = _viewer(request), Filled(await forms.read(request))
    reason = form.text("reason", most=rules.REASON)
    if not form.faults:
        try:
            await actions.refuse(confirmation, reason, viewer.actor)
            return done(request, LIST)
        except Refused as why:
            form.blame("reason", why)
    return await _one(request, confirmation, form)


@post("/confirmations/{confirmation:str}/withdrawal", guards=[signed_in])
async def withdraw(request: Asking, confirmation: FromPath[str]) -> Response[Any]:
    viewer, form = _viewer(request), Filled(await forms.read(request))
    try:
        await actions.withdraw(confirmation, viewer.actor)
    except Refused as why:
        form.blame("withdraw", why)
        return await _one(request, confirmation, form)
    return done(request, LIST)


async def _one(request: Asking, confirmation: str, form: Filled) -> Response[str]:
    viewer, at = _viewer(request), now()
    asked = await queries.seen(confirmation, viewer)
    kind = kinds.of(asked.kind)
    return page(
        request,
        "confirmations/one.html",
        status=form.shown_to(request).status,
        site=await identity.site_name(viewer.community),
        path=LIST,
        nav="confirmations",
        form=form,
        asked=asked,
        templates=_templates(asked),
        open=asked.open_at(at),
        mine=asked.asker == viewer.person,
        may_answer=answering.may_answer(asked, kind, viewer.offices, viewer.person),
        can_confirm=await queries.who_can_confirm(asked) if asked.open_at(at) else (),
        by_operator=kind.by_operator,
        most=rules.REASON,
    )


ROUTES: list[Any] = [confirmations, confirmation, confirm, refuse, withdraw]
