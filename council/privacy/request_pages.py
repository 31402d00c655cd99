"""The queue of requests about personal data, for those who answer them."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council.clock import local, now
from council.identity import queries as identity
from council.identity.viewer import Viewer
from council.privacy import actions, data_words, queries, request_queries, rules
from council.refusal import Refused
from council.web import forms
from council.web.answers import done
from council.web.filled import Filled
from council.web.guards import signed_in, viewer_of
from council.web.render import page

Asked = Request[Any, Any, Any]
QUEUE = "/data-requests"


def _staff(request: Asked, allowed: tuple[str, ...] = rules.ANSWERERS) -> Viewer:
    viewer = viewer_of(request)
    rules.only(viewer.offices, allowed)
    return viewer


@get(QUEUE, guards=[signed_in])
async def data_requests(request: Asked) -> Response[str]:
    """What waits, the first due first, the late ones marked; and what was answered."""
    viewer = _staff(request)
    return await _page(
        request,
        viewer,
        "privacy/requests.html",
        Filled({}),
        path=QUEUE,
        waiting=await request_queries.waiting(viewer.community),
        answered=await request_queries.answered(viewer.community),
    )


@get(f"{QUEUE}/{{asked:str}}", guards=[signed_in])
async def data_request(request: Asked, asked: FromPath[str]) -> Response[str]:
    """One request and the form of its answer."""
    return await _one(request, asked, Filled({}))


@post(f"{QUEUE}/{{asked:str}}/answer", guards=[signed_in])
async def answer(request: Asked, asked: FromPath[str]) -> Response[Any]:
    """Done or refused, with words; a deletion that is done is asked of a second officer."""
    viewer, form = _staff(request), Filled(await forms.read(request))
    outcome = form.choice("outcome", ("done", "refused", "erase"))
    text = form.text("answer", most=rules.TEXT)
    if not form.faults:
        try:
            if outcome == "erase":
                waits = await actions.ask_erasure(asked, text, viewer.actor)
                return done(request, f"/confirmations/{waits}")
            await actions.answer(asked, outcome, text, viewer.actor)
            return done(request, QUEUE)
        except Refused as why:
            form.blame("answer" if why.code == "request.text" else "outcome", why)
    return await _one(request, asked, form)


async def _one(request: Asked, asked: str, form: Filled) -> Response[str]:
    viewer = _staff(request)
    found = await request_queries.one(asked, viewer.community)
    path = f"{QUEUE}/{asked}"
    return await _page(request, viewer, "privacy/request.html", form, path=path, one=found)


@get("/people/{person:str}/data-requests", guards=[signed_in])
async def requests_of(request: Asked, person: FromPath[str]) -> Response[str]:
    """What a person asked, for staff; with the form to enter what was said at the desk."""
    return await _theirs(request, person, Filled({}))


@post("/people/{person:str}/data-requests", guards=[signed_in])
async def enter(request: Asked, person: FromPath[str]) -> Response[Any]:
    viewer, form = _staff(request, rules.STAFF), Filled(await forms.read(request))
    kind = form.choice("kind", rules.KINDS)
    text = form.text("text", most=rules.TEXT)
    if not form.faults:
        try:
            await actions.ask(kind, text, viewer.actor, person=person)
            return done(request, f"/people/{person}/data-requests")
        except Refused as why:
            form.blame("text", why)
    return await _theirs(request, person, form)


async def _theirs(request: Asked, person: str, form: Filled) -> Response[str]:
    viewer = _staff(request, rules.STAFF)
    return await _page(
        request,
        viewer,
        "privacy/requests_of.html",
        form,
        path=f"/people/{person}/data-requests",
        someone=await queries.person(person, viewer.community),
        requests=await request_queries.of(person, viewer.community),
    )


async def _page(
    request: Asked, viewer: Viewer, template: str, form: Filled, **context: Any
) -> Response[str]:
    return page(
        request,
        template,
        status=form.status,
        site=await identity.site_name(viewer.community),
        nav="roll",
        form=form.shown_to(request),
        today=local(now()).date(),
        kinds=data_words.kinds(),
        outcomes=data_words.outcomes(),
        days=rules.ANSWER_WITHIN,
        **context,
    )


ROUTES = [data_requests, data_request, answer, requests_of, enter]
