"""Printing many letters: choose homes, see how many, wait for the PDF, fetch it once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council.clock import now
from council.identity import passwords
from council.identity import queries as identity
from council.identity.viewer import Viewer
from council.ids import new_id
from council.refusal import NotThere, Refused
from council.verification import (
    batch_queries,
    batch_work,
    forms,
    paper,
    queries,
    rules,
    sealed_paper,
)
from council.verification.actions.batches import Written, begin_batch, hand_out_batch
from council.verification.batch_queries import Choice, Printed
from council.verification.desk_pages import staff
from council.web import forms as web_forms
from council.web.answers import done, is_htmx, wants_json
from council.web.guards import signed_in
from council.web.render import page, piece
from council.web.visit import visit_of

Asked = Request[Any, Any, Any]
LIST = "/letters"


@get(LIST, guards=[signed_in])
async def letters(request: Asked) -> Response[str]:
    """Choose; no name stands in the address, only a building and a kind."""
    staff(request)
    fields = {key: web_forms.clean(value) for key, value in request.query_params.items()}
    try:
        return await _form(request, forms.choice(fields), fields)
    except Refused as why:
        return await _form(request, Choice(), fields, why)


async def _form(
    request: Asked, choice: Choice, fields: dict[str, str], why: Refused | None = None
) -> Response[str]:
    viewer = staff(request)
    status = why.status if why else 200
    headers = {"retry-after": passwords.RETRY_AFTER} if status == passwords.UNAVAILABLE else None
    return page(
        request,
        "verification/letters.html",
        status=status,
        headers=headers,
        site=await identity.site_name(viewer.community),
        path=LIST,
        nav="roll",
        fields=fields,
        choice=choice,
        chosen=await batch_queries.batch(viewer.community, choice) if fields else None,
        places=await batch_queries.places(viewer.community),
        batches=await batch_queries.batches(viewer.community),
        batch=new_id(),
        mine=viewer.person,
        at=now(),
        most=rules.BATCH,
        youngest=rules.YOUNGEST,
        problem=why.code if why else "",
        values=why.values if why else {},
    )


@post("/letters/batches", guards=[signed_in])
async def print_letters(request: Asked) -> Response[Any]:
    """Begin to make them; the page of the batch tells when its PDF is there."""
    viewer = staff(request)
    fields = await web_forms.read(request)
    try:
        choice, batch = forms.choice(fields), forms.batch_id(fields)
        batch_work.must_have_room()
        sender = await _sender(request, choice)
        chosen = await begin_batch(batch, choice, viewer.actor)
    except Refused as why:
        if wants_json(request) or is_htmx(request):
            raise
        return await _form(request, Choice(), fields, why)

    async def typeset(letters: Sequence[Written]) -> bytes:
        return await paper.make(letters, sender)

    batch_work.start(
        batch, chosen, viewer.actor, _key(request), typeset, asks_facts=choice.asks_facts
    )
    return done(request, f"/letters/batches/{batch}")


def _key(request: Asked) -> bytes:
    """What seals the paper: of this session's token, which only the browser keeps."""
    settings = visit_of(request).settings
    token = visit_of(request).cookies.get(settings.cookie, "")
    return sealed_paper.key_of(token, settings.keys.pepper)


@get("/letters/batches/{batch:str}", guards=[signed_in])
async def one_batch(request: Asked, batch: FromPath[str]) -> Response[str]:
    """How far it is; when it is made, the button that fetches it."""
    return await _one(request, batch)


@post("/letters/batches/{batch:str}/paper", guards=[signed_in])
async def fetch(request: Asked, batch: FromPath[str]) -> Response[Any]:
    """The PDF itself: its codes are in this answer and nowhere else."""
    viewer = staff(request)
    try:
        made = await hand_out_batch(batch, _key(request), viewer.actor)
    except Refused as why:
        if wants_json(request) or is_htmx(request):
            raise
        return await _one(request, batch, why)
    headers = {"content-disposition": f'attachment; filename="letters-{batch}.pdf"'}
    return Response(made, status_code=200, media_type="application/pdf", headers=headers)


async def _one(request: Asked, batch: str, why: Refused | None = None) -> Response[str]:
    viewer = staff(request)
    found = await _mine(viewer, batch)
    return page(
        request,
        "verification/letter_batch.html",
        status=why.status if why else 200,
        site=await identity.site_name(viewer.community),
        path=f"{LIST}/batches/{batch}",
        nav="roll",
        one=found,
        standing=found.standing(now()),
        problem=why.code if why else "",
    )


async def _mine(viewer: Viewer, batch: str) -> Printed:
    """Of who asked for it; to others it is not there."""
    found = await batch_queries.progress(batch, viewer.community)
    if found is None or found.made_by != viewer.person:
        raise NotThere
    return found


@get("/letters/batches/{batch:str}/progress", guards=[signed_in])
async def progress(request: Asked, batch: FromPath[str]) -> Response[str]:
    """The piece of the page that asks again while the batch is being made."""
    found = await _mine(staff(request), batch)
    text = piece(
        "verification/_batch_progress.html",
        one=found,
        standing=found.standing(now()),
        problem="",
        csrf=visit_of(request).csrf,
    )
    return Response(text, media_type="text/html")


async def _sender(request: Asked, choice: Choice) -> paper.Sender:
    viewer = staff(request)
    at: datetime = now()
    return paper.Sender(
        await identity.site_name(viewer.community),
        visit_of(request).settings.origin,
        await queries.whom_to_ask(viewer.community),
        choice.asks_facts,
        at,
        at + rules.LETTER_LIFE,
    )


ROUTES = [letters, print_letters, one_batch, fetch, progress]
