"""Minutes confirmed, issued, corrected and recalled over HTTP, and how they are numbered."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council.identity import queries as identity
from council.minutes import actions, forms, rules, terms_queries
from council.record.clock import sign as sign_record
from council.refusal import Refused
from council.web import forms as web_forms
from council.web.answers import done, go
from council.web.filled import Filled
from council.web.forms import read, way_back
from council.web.guards import must_be_proved, officer, viewer_of
from council.web.render import page
from council.web.visit import visit_of

Asked = Request[Any, Any, Any]
REASON = 500
MARK = 20
MOST = 10_000


@post("/minutes/{minutes:str}/signatures", guards=[officer])
async def sign(request: Asked, minutes: FromPath[str]) -> Response[Any]:
    """`as` recorder or chair: who just showed again who they are confirms the text in force."""
    must_be_proved(request, f"/minutes/{minutes}#next")
    fields = await read(request)
    await actions.sign(minutes, forms.role(fields), forms.version(fields), viewer_of(request).actor)
    return go(way_back(fields, f"/minutes/{minutes}#next"))


@post("/minutes/{minutes:str}/publication", guards=[officer])
async def publish(request: Asked, minutes: FromPath[str]) -> Response[Any]:
    """签发: public from now on, with number and hash, and never changed again."""
    must_be_proved(request, f"/minutes/{minutes}#next")
    await actions.publish(minutes, viewer_of(request).actor)
    await _signed_at_once(request)
    return go(way_back(await read(request), f"/minutes/{minutes}"))


async def _signed_at_once(request: Asked) -> None:
    with suppress(Refused):  # officers read on the page of the record why it cannot be signed
        await sign_record(viewer_of(request).community, visit_of(request).settings)


@post("/minutes/{minutes:str}/corrections", guards=[officer])
async def correct(request: Asked, minutes: FromPath[str]) -> Response[Any]:
    """更正: a draft that begins with what was issued."""
    reason = web_forms.optional(await read(request), "reason", most=REASON)
    made = await actions.correct(minutes, reason, viewer_of(request).actor)
    return go(f"/minutes/{made}")


@post("/minutes/{minutes:str}/recall", guards=[officer])
async def recall(request: Asked, minutes: FromPath[str]) -> Response[Any]:
    """撤回, with the reason that everybody reads."""
    must_be_proved(request, f"/minutes/{minutes}")
    reason = web_forms.optional(await read(request), "reason", most=REASON)
    await actions.recall(minutes, reason, viewer_of(request).actor)
    await _signed_at_once(request)
    return go(f"/minutes/{minutes}")


@get("/minutes/terms", guards=[officer])
async def terms(request: Asked) -> Response[Any]:
    """How minutes are numbered and who issues them, with the number that comes next."""
    found = await terms_queries.terms(viewer_of(request).community)
    values = {"mark": found.mark, "before": str(found.before), "issuer": found.issuer}
    return await _terms(request, Filled(values))


@post("/minutes/terms", guards=[officer])
async def set_terms(request: Asked) -> Response[Any]:
    form = Filled(await read(request))
    mark = form.text("mark", most=MARK)
    before = form.number("before", least=0, most=MOST)
    issuer = form.choice("issuer", rules.ISSUERS)
    if form.faults:
        return await _terms(request, form)
    await actions.set_terms(mark, before, issuer, viewer_of(request).actor)
    return done(request, "/minutes/terms")


async def _terms(request: Asked, form: Filled) -> Response[Any]:
    community = viewer_of(request).community
    return page(
        request,
        "minutes/terms.html",
        status=form.status,
        site=await identity.site_name(community),
        nav="meetings",
        form=form.shown_to(request),
        terms=await terms_queries.terms(community),
    )


ROUTES = [sign, publish, correct, recall, terms, set_terms]
