"""The kiosk: on a terminal of the office, a code from paper, one ballot, a receipt, and away.

No session begins; the code goes from form to form in the body and stands in no address. Only a
terminal takes codes, so that whoever guesses sits in the office, and its token counts the tries.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import replace
from typing import Any

from litestar import Request, get, post
from litestar.response import Response

from council import shared_device
from council.clock import now
from council.identity import codes, terminal_queries
from council.identity import queries as identity
from council.refusal import Refused
from council.voting import forms, queries
from council.voting.actions.kiosk import LENGTH
from council.voting.casting import marking, own_queries
from council.voting.casting.ballot_box import BallotBox
from council.voting.casting.ballots import Ballot
from council.voting.casting.channels import Via
from council.voting.kiosk import queries as kiosk_queries
from council.voting.kiosk.queries import Opened
from council.voting.kiosk.tries import Tries
from council.web import forms as web_forms
from council.web.answers import go
from council.web.filled import Filled
from council.web.render import page
from council.web.visit import visit_of

Asked = Request[Any, Any, Any]
CLEAR = {"clear-site-data": '"cache", "storage"'}
NOT_FOUND = 404
LONGEST = 40  # signs of a code that are looked at
PAUSE, SHOWN = 180, 60  # seconds until the page of a ballot, of a receipt, goes back by itself

_tries = Tries()


@get("/kiosk", opt={"open": True})
async def kiosk(request: Asked) -> Response[Any]:
    """Where everybody begins; whoever was here before has left nothing."""
    return await _start(request)


@post("/kiosk", opt={"open": True}, status_code=200)
async def code(request: Asked) -> Response[Any]:
    """A right code opens one ballot."""
    fields = await web_forms.read(request)
    try:
        return await _ballot(request, await _opened(request, fields), Filled(fields), "")
    except Refused as why:
        return await _start(request, why)


@post("/kiosk/ballots", opt={"open": True}, status_code=200)
async def cast(request: Asked) -> Response[Any]:
    """The choice is asked again, then it counts; the receipt is shown once."""
    form = Filled(await web_forms.read(request))
    try:
        opened = await _opened(request, form.fields)
        poll = await queries.poll_by_id(opened.poll)
        choice = marking.marked(poll, form)
        if not choice or form.typed("confirmed") != "1":
            return await _ballot(request, opened, form, choice)
        return await _cast(request, opened, forms.ballot(form.fields, poll.id, opened.person))
    except Refused as why:
        return await _start(request, why)


async def _cast(request: Asked, opened: Opened, ballot: Ballot) -> Response[Any]:
    """A retry is told that it counts, and not the receipt: by then it may be somebody else."""
    via = Via("kiosk", "", spent=opened.used)
    box: BallotBox = request.app.state.ballot_box
    receipt = await box.put(replace(ballot, rev=0, via=via))
    return await _page(
        request,
        "voting/kiosk_receipt.html",
        status=201 if receipt.fresh else 200,
        receipt=receipt.code if receipt.fresh else "",
        sealed=(await queries.poll_by_id(ballot.poll)).mode != "named",
        back=SHOWN,
    )


async def _terminal(request: Asked) -> str:
    """The community of this terminal; nobody may be signed in on it meanwhile."""
    token = shared_device.token()
    found = await terminal_queries.name_by_token(token) if token else None
    if found is None or visit_of(request).known is not None:
        raise Refused("kiosk.not_here", NOT_FOUND)
    return found[0]


async def _opened(request: Asked, fields: dict[str, str]) -> Opened:
    """What the code opens. Raises kiosk.not_here, kiosk.rest (429), kiosk.wrong (404)."""
    community = await _terminal(request)
    device = hashlib.sha256(shared_device.token().encode()).hexdigest()
    at = now()
    _tries.ask(device, at)
    typed = codes.read(fields.get("code", "")[:LONGEST])
    key = visit_of(request).settings.keys.pepper
    found = await kiosk_queries.opened_by(key, community, typed) if len(typed) == LENGTH else None
    if found is None:
        _tries.failed(device, at)
        raise Refused("kiosk.wrong", NOT_FOUND)
    return found


async def _ballot(request: Asked, opened: Opened, form: Filled, choice: str) -> Response[Any]:
    """The ballot, or with `choice` the page that asks again; nothing is written."""
    poll = await queries.poll_by_id(opened.poll)
    if opened.used:
        raise Refused("kiosk.used")
    if poll.state != "open":
        raise Refused("poll.not_open" if poll.state in {"created", "announced"} else "poll.closed")
    if not await own_queries.is_elector(poll.id, opened.person):
        raise Refused("kiosk.not_on_roll", NOT_FOUND)
    return await _page(
        request,
        "voting/kiosk_ballot.html",
        status=form.status,
        poll=request.app.state.poll_view(poll),
        voter=(await identity.person(opened.person, poll.community)).name,
        code=codes.read(form.typed("code")),
        form=form,
        choice=choice,
        idem=form.typed("idem") or secrets.token_hex(16),
        back=PAUSE,
    )


async def _start(request: Asked, why: Refused | None = None) -> Response[Any]:
    visit = visit_of(request)
    if visit.terminal and visit.known is not None:
        return go("/terminal")
    token = shared_device.token()
    here = bool(token) and await terminal_queries.name_by_token(token) is not None
    return await _page(
        request,
        "voting/kiosk.html",
        status=why.status if why else 200,
        here=here,
        problem=why.code if why else "",
        values=why.values if why else {},
        back=PAUSE if why else 0,
    )


async def _page(request: Asked, template: str, **context: Any) -> Response[str]:
    token = shared_device.token()
    found = await terminal_queries.name_by_token(token) if token else None
    return page(
        request,
        template,
        headers=CLEAR | _goes_back(context["back"]),
        site=await identity.site_name(found[0] if found else None),
        path="/kiosk",
        nav="",
        **context,
    )


def _goes_back(seconds: int) -> dict[str, str]:
    """By itself, without a script: nobody leaves a ballot open for the next person."""
    return {"refresh": f"{seconds}; url=/kiosk"} if seconds else {}


ROUTES = [kiosk, code, cast]
