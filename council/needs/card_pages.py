"""Cards of paper, one after another, with the keyboard alone; also at a stall on a tablet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council.ideas import receipts
from council.identity import codes
from council.needs import actions, entry_queries, forms, rules
from council.needs.desk_pages import desk_only, own_call, shown
from council.refusal import NotThere, Refused
from council.web import forms as web_forms
from council.web.answers import done
from council.web.filled import Filled
from council.web.guards import viewer_of
from council.web.qr import qr
from council.web.visit import visit_of

if TYPE_CHECKING:
    from council.needs.entry_queries import Whole

Asked = Request[Any, Any, Any]
PAPER = ("paper", "stall")


async def _need(request: Asked, need: str) -> Whole:
    """One of this community."""
    found = await entry_queries.need(need)
    if found.view.community != viewer_of(request).community:
        raise NotThere
    return found


@get("/calls/{call:str}/cards", guards=[desk_only])
async def cards(request: Asked, call: FromPath[str]) -> Response[str]:
    """The form, and below it the last cards with their numbers."""
    at = "stall" if request.query_params.get("at") == "stall" else "paper"
    return await _page(request, call, Filled({"channel": at, "form": receipts.drawn()}))


@post("/calls/{call:str}/cards", guards=[desk_only])
async def take_down(request: Asked, call: FromPath[str]) -> Response[Any]:
    """Then the next: the page comes back with the cursor in its first field."""
    form = Filled(await web_forms.read(request))
    one = await own_call(request, call)
    channel = form.choice("channel", PAPER)
    what = forms.entry(form, one.topics, channel=channel)
    if not form.faults:
        try:
            await actions.enter(call, what, viewer_of(request).actor)
            return done(request, f"/calls/{call}/cards?at={channel}&made=1")
        except Refused as why:
            form.blame("field" if why.code == "need.field" else "text", why)
    return await _page(request, call, form)


async def _page(request: Asked, call: str, form: Filled) -> Response[str]:
    one = await own_call(request, call)
    if one.state == "draft":
        raise NotThere
    person = viewer_of(request).person
    return await shown(
        request,
        "needs/cards.html",
        form,
        one=one,
        path=f"/calls/{call}/cards",
        made="made" in request.query_params and not form.faults,
        choices=rules.choices(one.topics),
        last=await entry_queries.last_cards(call, person),
        number=await entry_queries.cards_of(call, person),
    )


@get("/needs/{need:str}/correction", guards=[desk_only])
async def correction(request: Asked, need: FromPath[str]) -> Response[str]:
    found = await _need(request, need)
    rules.may_correct(found.view.state, found.channel)
    one = await own_call(request, found.view.call)
    return await _correction(request, found, Filled(forms.card_again(found, one.topics)))


@post("/needs/{need:str}/correction", guards=[desk_only])
async def correct(request: Asked, need: FromPath[str]) -> Response[Any]:
    """Back to the cards."""
    form, found = Filled(await web_forms.read(request)), await _need(request, need)
    one = await own_call(request, found.view.call)
    what = forms.entry(form, one.topics, channel=found.channel)
    if not form.faults:
        try:
            await actions.correct(need, what, viewer_of(request).actor)
            return done(request, f"/calls/{one.id}/cards")
        except Refused as why:
            form.blame("field" if why.code == "need.field" else "text", why)
    return await _correction(request, found, form)


async def _correction(request: Asked, found: Whole, form: Filled) -> Response[str]:
    one = await own_call(request, found.view.call)
    return await shown(
        request,
        "needs/correction.html",
        form,
        one=one,
        need=found,
        path=f"/needs/{found.view.id}/correction",
        choices=rules.choices(one.topics),
    )


@post("/needs/{need:str}/receipt", guards=[desk_only])
async def receipt(request: Asked, need: FromPath[str]) -> Response[Any]:
    """A slip to print and to give away; the code is told this once."""
    found = await _need(request, need)
    code = await actions.issue_receipt(need, viewer_of(request).actor)
    address = f"{visit_of(request).settings.origin}/mine"
    return await shown(
        request,
        "needs/slip.html",
        Filled({}),
        one=await own_call(request, found.view.call),
        need=found,
        secret=codes.grouped(code),
        address=address,
        code=qr(address),
    )


ROUTES = [cards, take_down, correction, correct, receipt]
