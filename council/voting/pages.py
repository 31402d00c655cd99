"""Polls: made and run by chair or secretary, seen by those who may, voted in without JavaScript."""

from __future__ import annotations

import asyncio
import json
import secrets
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council.identity.viewer import Viewer
from council.refusal import NotThere
from council.voting import actions, bundle, bundle_queries, forms, proofs, queries
from council.voting.ballot_box import BallotBox
from council.voting.rules import CHOICES
from council.web import forms as web_forms
from council.web.answers import done, go, is_htmx, wants_json
from council.web.guards import officer, signed_in, viewer_of
from council.web.render import page
from council.web.visit import visit_of

INSPECTORS = ("supervisor", "auditor")


@post("/meetings/{meeting:str}/polls", guards=[officer])
async def make(request: Request[Any, Any, Any], meeting: FromPath[str]) -> Response[bytes]:
    """303 to the poll; a page of the room that asked by htmx just hears of it."""
    fields = await web_forms.read(request)
    made = await actions.make(meeting, forms.question(fields), viewer_of(request).actor)
    if is_htmx(request):
        return done(request, "")
    return go(web_forms.way_back(fields, f"/polls/{made}"))


@post("/polls/{poll:str}/opening", guards=[officer])
async def opening(request: Request[Any, Any, Any], poll: FromPath[str]) -> Response[bytes]:
    fields = await web_forms.read(request)
    await actions.open_poll(poll, viewer_of(request).actor, forms.minutes(fields))
    return done(request, web_forms.way_back(fields, f"/polls/{poll}"))


@post("/polls/{poll:str}/closing", guards=[officer])
async def closing(request: Request[Any, Any, Any], poll: FromPath[str]) -> Response[bytes]:
    """Closing waits behind the ballots that are already in the queue."""
    fields = await web_forms.read(request)
    box: BallotBox = request.app.state.ballot_box
    await box.empty()
    await actions.close_poll(poll, viewer_of(request).actor)
    return done(request, web_forms.way_back(fields, f"/polls/{poll}"))


@post("/polls/{poll:str}/publication", guards=[officer])
async def publication(request: Request[Any, Any, Any], poll: FromPath[str]) -> Response[bytes]:
    fields = await web_forms.read(request)
    await actions.publish(poll, viewer_of(request).actor)
    return done(request, web_forms.way_back(fields, f"/polls/{poll}"))


@post("/polls/{poll:str}/cancellation", guards=[officer])
async def cancellation(request: Request[Any, Any, Any], poll: FromPath[str]) -> Response[bytes]:
    fields = await web_forms.read(request)
    await actions.cancel(poll, viewer_of(request).actor)
    return done(request, web_forms.way_back(fields, f"/polls/{poll}"))


@get("/polls/{poll:str}", opt={"open": True})
async def show(request: Request[Any, Any, Any], poll: FromPath[str]) -> Response[Any]:
    """The poll as page or JSON."""
    found = await queries.poll_for(visit_of(request).viewer, poll)
    if wants_json(request):
        return Response(as_json(found))
    return await _page(request, found, "")


@post("/polls/{poll:str}/confirmation", status_code=200, guards=[signed_in])
async def confirmation(request: Request[Any, Any, Any], poll: FromPath[str]) -> Response[str]:
    """Without JavaScript: asks again before anything counts, and writes nothing.

    Posted, because an address is kept by browsers and by proxies, and would tell the choice.
    """
    choice = (await web_forms.read(request)).get("choice", "")
    found = await queries.poll_for(viewer_of(request), poll)
    if choice not in CHOICES[found.method]:
        raise NotThere
    if not await queries.is_elector(poll, viewer_of(request).person):
        raise NotThere
    return await _page(request, found, choice)


async def _page(
    request: Request[Any, Any, Any], found: queries.PollRow, choice: str
) -> Response[str]:
    """With `choice`, the page that asks whether it is meant."""
    viewer = visit_of(request).viewer
    own = await queries.mine(found.id, viewer.person) if viewer else None
    elector = viewer is not None and await queries.is_elector(found.id, viewer.person)
    return page(
        request,
        "voting/poll.html",
        poll=request.app.state.poll_view(found),
        meeting=found.meeting,
        mine=own,
        elector=elector,
        may_recount=await _may_recount(viewer, found),
        choice=choice,
        screen="poll",
        path=f"/polls/{found.id}",
        idem=secrets.token_hex(16),
        nav="meetings",
    )


@get("/polls/{poll:str}/bundle", opt={"open": True})
async def download(request: Request[Any, Any, Any], poll: FromPath[str]) -> Response[bytes]:
    """All that is needed to count a published poll again.

    An area tells whose flat it is: a bundle of owners is there for the poll's electors, for
    officers and for the supervisors (OWN-8), and not on the open web.
    """
    viewer = visit_of(request).viewer
    found = await queries.poll_for(viewer, poll)
    if not await _may_recount(viewer, found):
        raise NotThere
    made = bundle.make(
        found, await bundle_queries.leaves_of(found), await bundle_queries.cast_in(found)
    )
    made["signer"] = proofs.Signer(visit_of(request).settings.keys.signing).public
    body = await asyncio.to_thread(json.dumps, made, ensure_ascii=False, indent=1)
    headers = {"content-disposition": f'attachment; filename="poll-{poll}.json"'}
    return Response(body.encode(), media_type="application/json", headers=headers)


@get("/polls/{poll:str}/receipt", guards=[signed_in])
async def receipt(request: Request[Any, Any, Any], poll: FromPath[str]) -> Response[bytes]:
    """The viewer's own receipt, signed, as a file; of a sealed ballot until its box is closed."""
    person = viewer_of(request).person
    found = await queries.receipted(poll, person)
    if found is None:
        raise NotThere
    of, code = found
    (proof,) = proofs.Signer(visit_of(request).settings.keys.signing).sign([of])
    body = json.dumps({**json.loads(proof.text()), "code": code}, indent=1)
    headers = {"content-disposition": f'attachment; filename="receipt-{poll}.json"'}
    return Response(body.encode(), media_type="application/json", headers=headers)


async def _may_recount(viewer: Viewer | None, poll: queries.PollRow) -> bool:
    if poll.state != "published":
        return False
    if not poll.rule.get("by_area"):
        return True
    if viewer is None or viewer.community != poll.community:
        return False
    return (
        viewer.officer
        or viewer.holds(*INSPECTORS)
        or await queries.is_elector(poll.id, viewer.person)
    )


def as_json(poll: queries.PollRow) -> dict[str, Any]:
    """Contract: state and turnout; numbers, rule and verdict once published."""
    found: dict[str, Any] = {
        "state": poll.state,
        "eligible": poll.eligible,
        "turnout": poll.turnout,
    }
    if poll.state == "published" and poll.result:
        r = poll.result
        if "withheld" in r:  # too few ballots: the verdict, and no number of them
            return found | {"verdict": r["verdict"], "rule": poll.rule_code}
        found |= {
            "counts": {choice: r[choice] for choice in CHOICES[poll.method]},
            "numerator": r["numerator"],
            "denominator": r["denominator"],
            "verdict": r["verdict"],
            "rule": poll.rule_code,
        }
    return found


ROUTES = [make, opening, closing, publication, cancellation, show, confirmation, receipt, download]
