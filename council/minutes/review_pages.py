"""Drafts read by those who attended, over HTTP: asked, answered, objections answered."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council.clock import ZONE
from council.identity import queries as identity
from council.minutes import actions, paper, queries, review_queries
from council.minutes.blocks import FIXED_HEADS
from council.minutes.changes import differences
from council.minutes.marks import shown
from council.refusal import NotThere, unreadable
from council.web.answers import go
from council.web.filled import Filled
from council.web.forms import number, one_of, optional, read, required, way_back
from council.web.guards import officer, signed_in, viewer_of
from council.web.render import page
from council.web.visit import visit_of

Asked = Request[Any, Any, Any]
LONGEST = 1000
MOST = 100_000


@get("/minutes/{minutes:str}/review", guards=[signed_in])
async def read_draft(request: Asked, minutes: FromPath[str]) -> Response[Any]:
    """The draft for somebody who attended, what changed since they answered, and their word."""
    viewer = viewer_of(request)
    row = await queries.stored(minutes)
    review = await review_queries.review_of(row)
    there = await review_queries.attended(row.meeting)
    if review is None or row.published or viewer.person not in there:
        raise NotThere
    own = await review_queries.own(minutes, viewer.person)
    seen = await queries.body_at(minutes, own["version"]) if own else None
    return page(
        request,
        "minutes/review.html",
        site=await identity.site_name(row.community),
        nav="meetings",
        minutes=row,
        sheet=shown(row.body),
        heads=FIXED_HEADS,
        printed=await paper.printed(row, visit_of(request).settings.origin),
        review=review,
        own=own,
        changes=differences(seen, row.body) if seen else (),
    )


@post("/minutes/{minutes:str}/review", guards=[signed_in])
async def say(request: Asked, minutes: FromPath[str]) -> Response[Any]:
    """`says` agree or object, with `text`; `version` is what they had before them."""
    fields = await read(request)
    says = one_of(fields, "says", ("agree", "object"))
    text = optional(fields, "text", most=LONGEST)
    version = number(fields, "version", least=1, most=MOST)
    await actions.say(minutes, says, text, version, viewer_of(request).actor)
    return go(f"/minutes/{minutes}/review")


@post("/minutes/{minutes:str}/reviews", guards=[officer])
async def ask(request: Asked, minutes: FromPath[str]) -> Response[Any]:
    """Whoever attended may say something until the end of the day `until`."""
    form = Filled(await read(request))
    day = form.day("until")
    if form.faults:
        raise unreadable("minutes.review_past")
    until = datetime.combine(day, time(23, 59, 59), ZONE)
    await actions.ask_review(minutes, until, viewer_of(request).actor)
    return go(way_back(form.fields, f"/minutes/{minutes}#next"))


@post("/minutes/{minutes:str}/approval", guards=[officer])
async def approve(request: Asked, minutes: FromPath[str]) -> Response[Any]:
    """Read out before the meeting ended; `agreed`: how many, with nobody against it."""
    fields = await read(request)
    agreed = number(fields, "agreed", least=0, most=MOST)
    await actions.approve_aloud(minutes, agreed, viewer_of(request).actor)
    return go(way_back(fields, f"/minutes/{minutes}#next"))


@post("/minutes/{minutes:str}/answers", guards=[officer])
async def answer(request: Asked, minutes: FromPath[str]) -> Response[Any]:
    """To an objection of `person`: what was changed, or why not."""
    fields = await read(request)
    person = required(fields, "person", most=16)
    words = optional(fields, "words", most=LONGEST)
    await actions.answer(minutes, person, words, viewer_of(request).actor)
    return go(way_back(fields, f"/minutes/{minutes}#next"))


ROUTES = [read_draft, say, ask, approve, answer]
