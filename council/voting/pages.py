"""Polls: made and run by chair or secretary, seen by those who may, voted in without JavaScript."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council.meetings import queries as meetings
from council.refusal import NotThere
from council.voting import actions, forms, poll_page, queries
from council.voting.casting import own_queries
from council.voting.casting.ballot_box import BallotBox
from council.voting.checking import bundle_queries, proofs
from council.voting.delivery import pages as delivery_pages
from council.voting.electors import pages as roll_pages
from council.voting.kiosk import assist_pages
from council.voting.kiosk import code_pages as kiosk_code_pages
from council.voting.kiosk import pages as kiosk_pages
from council.voting.life import pages as long_pages
from council.voting.methods.sheet import METHODS, PLAIN
from council.voting.papers import ballot_pages as paper_ballot_pages
from council.voting.papers import pages as paper_pages
from council.voting.proxies import pages as proxy_pages
from council.voting.rules import CHOICES
from council.voting.sheets import forms as sheet_forms
from council.voting.sheets import pages as sheet_pages
from council.voting.tellers import pages as teller_pages
from council.web import etag, files
from council.web import forms as web_forms
from council.web.answers import done, go, is_htmx, wants_json
from council.web.filled import Filled
from council.web.guards import officer, signed_in, viewer_of
from council.web.visit import visit_of


@post("/meetings/{meeting:str}/polls", guards=[officer])
async def make(request: Request[Any, Any, Any], meeting: FromPath[str]) -> Response[bytes]:
    """303 to the poll; a page of the room that asked by htmx just hears of it."""
    fields = await web_forms.read(request)
    question = await _question(request, meeting, fields)
    made = await actions.make(meeting, question, viewer_of(request).actor)
    if is_htmx(request):
        return done(request, "")
    return go(web_forms.way_back(fields, f"/polls/{made}"))


async def _question(
    request: Request[Any, Any, Any], meeting: str, fields: dict[str, str]
) -> actions.Question:
    """A yes or no as it always was; several options by the rule of the meeting."""
    if fields.get("method", PLAIN) not in METHODS:
        return forms.question(fields)
    held = await meetings.meeting_for(viewer_of(request), meeting)
    form = Filled(fields)
    question = sheet_forms.question(form, fields["method"], fields.get("rule") or held.rule)
    for why in form.faults.values():
        raise why
    return question


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
        return etag.data(request, as_json(found))
    return etag.public(request, await poll_page.shown(request, found))


@post("/polls/{poll:str}/confirmation", status_code=200, guards=[signed_in])
async def confirmation(request: Request[Any, Any, Any], poll: FromPath[str]) -> Response[Any]:
    """Without JavaScript: asks again before anything counts, and writes nothing.

    Posted, because an address is kept by browsers and by proxies, and would tell the choice.
    """
    fields = await web_forms.read(request)
    viewer = viewer_of(request)
    found = await queries.poll_for(viewer, poll)
    if not await own_queries.has_voice(poll, viewer.person):
        raise NotThere
    if found.sheet is not None:
        return await sheet_pages.filled(request, found, found.sheet, Filled(fields))
    choice = fields.get("choice", "")
    if choice not in CHOICES[PLAIN]:
        raise NotThere
    return await poll_page.shown(request, found, choice=choice)


@get("/polls/{poll:str}/bundle", opt={"open": True})
async def download(request: Request[Any, Any, Any], poll: FromPath[str]) -> Response[bytes]:
    """All that is needed to count a published poll again.

    An area tells whose flat it is: a bundle of owners is there for the poll's electors, for
    officers and for the supervisors (OWN-8), and not on the open web.
    """
    viewer = visit_of(request).viewer
    found = await queries.poll_for(viewer, poll)
    if not await poll_page.may_recount(viewer, found):
        raise NotThere
    signer = proofs.Signer(visit_of(request).settings.keys.signing).public
    made = await bundle_queries.whole(found, signer)
    body = await asyncio.to_thread(json.dumps, made, ensure_ascii=False, indent=1)
    named = f'attachment; filename="poll-{poll}.json"'
    return files.file(request, body.encode(), "application/json", named, public=True)


@get("/polls/{poll:str}/receipt", guards=[signed_in])
async def receipt(request: Request[Any, Any, Any], poll: FromPath[str]) -> Response[bytes]:
    """The viewer's own receipt, signed, as a file; of a sealed ballot until its box is closed."""
    person = viewer_of(request).person
    found = await own_queries.receipted(poll, person)
    if found is None:
        raise NotThere
    of, code = found
    (proof,) = proofs.Signer(visit_of(request).settings.keys.signing).sign([of])
    body = json.dumps({**json.loads(proof.text()), "code": code}, indent=1)
    headers = {"content-disposition": f'attachment; filename="receipt-{poll}.json"'}
    return Response(body.encode(), media_type="application/json", headers=headers)


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
        found |= {"verdict": r["verdict"], "rule": poll.rule_code, **_counts(poll, r)}
    return found


def _counts(poll: queries.PollRow, r: dict[str, Any]) -> dict[str, Any]:
    """Of several options: numbers as exact text by code, and the codes that were chosen."""
    if poll.sheet is not None:
        titles = {one.code: one.title for one in poll.sheet.options}
        return {
            "method": poll.method,
            "options": titles,
            "counts": r["values"],
            "chosen": r["chosen"],
            "denominator": r["denominator"],
        }
    return {
        "counts": {choice: r[choice] for choice in CHOICES[PLAIN]},
        "numerator": r["numerator"],
        "denominator": r["denominator"],
    }


ROUTES = [
    make,
    opening,
    closing,
    publication,
    cancellation,
    show,
    confirmation,
    receipt,
    download,
    *sheet_pages.ROUTES,
    *proxy_pages.ROUTES,
    *assist_pages.ROUTES,
    *kiosk_code_pages.ROUTES,
    *kiosk_pages.ROUTES,
    *roll_pages.ROUTES,
    *paper_pages.ROUTES,
    *paper_ballot_pages.ROUTES,
    *long_pages.ROUTES,
    *delivery_pages.ROUTES,
    *teller_pages.ROUTES,
]
