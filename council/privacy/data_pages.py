"""My data: everything that is stored about me, as a page and as a file, and what I ask about it."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council.clock import local, now
from council.identity import queries as identity
from council.privacy import (
    actions,
    data_file,
    data_queries,
    data_words,
    log_pages,
    request_queries,
    rules,
)
from council.refusal import Refused
from council.web import forms
from council.web.answers import done
from council.web.filled import Filled
from council.web.guards import proved, signed_in, viewer_of
from council.web.render import page

Asked = Request[Any, Any, Any]
DATA = "/account/data"


@get(DATA, guards=[signed_in])
async def my_data(request: Asked) -> Response[str]:
    """By class: what, why, how long, and who looked; below it the requests."""
    return await _page(request, Filled({}))


@post(f"{DATA}/requests", guards=[signed_in])
async def ask(request: Asked) -> Response[Any]:
    """Correct, delete or explain: due in 15 working days."""
    form = Filled(await forms.read(request))
    kind = form.choice("kind", rules.KINDS)
    text = form.text("text", most=rules.TEXT)
    if not form.faults:
        try:
            await actions.ask(kind, text, viewer_of(request).actor)
            return done(request, f"{DATA}#requests")
        except Refused as why:
            form.blame("text", why)
    return await _page(request, form)


@post(f"{DATA}/requests/{{asked:str}}/withdrawal", guards=[signed_in])
async def withdraw(request: Asked, asked: FromPath[str]) -> Response[bytes]:
    await actions.withdraw_request(asked, viewer_of(request).actor)
    return done(request, f"{DATA}#requests")


@get(f"{DATA}/json", guards=[signed_in, proved])
async def as_json(request: Asked) -> Response[bytes]:
    """All of it for a program."""
    found = await data_queries.about(viewer_of(request).person)
    return _file(data_file.as_json(found, now()), "application/json", "json")


@get(f"{DATA}/xlsx", guards=[signed_in, proved])
async def as_xlsx(request: Asked) -> Response[bytes]:
    """All of it for a person."""
    found = await data_queries.about(viewer_of(request).person)
    return _file(data_file.as_xlsx(found), data_file.XLSX, "xlsx")


def _file(body: bytes, kind: str, ending: str) -> Response[bytes]:
    name = f"my-data-{local(now()).date().isoformat()}.{ending}"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(body, media_type=kind, headers=headers)


async def _page(request: Asked, form: Filled) -> Response[str]:
    viewer = viewer_of(request)
    return page(
        request,
        "privacy/data.html",
        status=form.status,
        site=await identity.site_name(viewer.community),
        nav="account",
        path=DATA,
        form=form.shown_to(request),
        found=await data_queries.about(viewer.person),
        requests=await request_queries.of(viewer.person, viewer.community),
        today=local(now()).date(),
        classes=data_words.classes(),
        tables=data_words.tables(),
        columns=data_words.columns(),
        kinds=data_words.kinds(),
        outcomes=data_words.outcomes(),
        value=data_words.value,
        looks=log_pages.looks(),
        days=rules.ANSWER_WITHIN,
    )


ROUTES = [my_data, ask, withdraw, as_json, as_xlsx]
