"""Printing many letters: choose homes, see how many, get one PDF."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council.clock import now
from council.identity import passwords
from council.identity import queries as identity
from council.ids import new_id
from council.refusal import Refused
from council.verification import batch_queries, forms, paper, queries, rules
from council.verification.actions.batches import Written, print_batch
from council.verification.batch_queries import Choice
from council.verification.desk_pages import staff
from council.web import forms as web_forms
from council.web.answers import is_htmx, wants_json
from council.web.guards import signed_in
from council.web.render import page
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
        most=rules.BATCH,
        youngest=rules.YOUNGEST,
        problem=why.code if why else "",
        values=why.values if why else {},
    )


@post("/letters/batches", guards=[signed_in])
async def print_letters(request: Asked) -> Response[Any]:
    """The PDF itself: its codes are in this answer and nowhere else."""
    viewer = staff(request)
    fields = await web_forms.read(request)
    try:
        choice, batch = forms.choice(fields), forms.batch_id(fields)
        sender = await _sender(request, choice)
        made = await print_batch(batch, choice, viewer.actor, lambda some: _set(some, sender))
    except Refused as why:
        if wants_json(request) or is_htmx(request):
            raise
        return await _form(request, Choice(), fields, why)
    headers = {"content-disposition": f'attachment; filename="letters-{batch}.pdf"'}
    return Response(made, status_code=200, media_type="application/pdf", headers=headers)


async def _set(letters: Any, sender: paper.Sender) -> bytes:
    chosen: list[Written] = list(letters)
    return await paper.make(chosen, sender)


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


@get("/letters/batches/{batch:str}/progress", guards=[signed_in])
async def progress(request: Asked, batch: FromPath[str]) -> Response[dict[str, Any]]:
    """How far a batch is, for the page that waits for its PDF."""
    viewer = staff(request)
    found = await batch_queries.progress(batch, viewer.community)
    if found is None:
        return Response({"letters": 0, "done": 0, "printed": False})
    printed = found.printed_at is not None
    return Response({"letters": found.letters, "done": found.done, "printed": printed})


ROUTES = [letters, print_letters, progress]
