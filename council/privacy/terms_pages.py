"""How long the access log is kept, and the community's holidays: the community secretary's form."""

from __future__ import annotations

from datetime import date
from typing import Any

from litestar import Request, get, post
from litestar.response import Response

from council.identity import queries as identity
from council.identity.viewer import Viewer
from council.privacy import actions, queries, rules
from council.refusal import Refused, unreadable
from council.web import forms
from council.web.answers import done
from council.web.filled import Filled
from council.web.guards import signed_in, viewer_of
from council.web.render import page

Asked = Request[Any, Any, Any]
TERMS = "/data-terms"
MOST_TEXT = 4000


def _leader(request: Asked) -> Viewer:
    viewer = viewer_of(request)
    rules.only(viewer.offices, ("community_secretary",))
    return viewer


@get(TERMS, guards=[signed_in])
async def terms(request: Asked) -> Response[str]:
    """The terms in force."""
    viewer = _leader(request)
    community = await identity.community(viewer.community)
    days = rules.kept(queries.setting(community, "log_days"))
    holidays = queries.setting(community, "holidays") or []
    return await _page(
        request, viewer, Filled({"log_days": str(days), "holidays": "\n".join(holidays)})
    )


@post(TERMS, guards=[signed_in])
async def set_terms(request: Asked) -> Response[Any]:
    viewer, form = _leader(request), Filled(await forms.read(request))
    days = form.number("log_days", least=1, most=99999)
    holidays = _days(form)
    if not form.faults:
        try:
            await actions.set_terms(days, holidays, viewer.actor)
            return done(request, TERMS)
        except Refused as why:
            form.blame("log_days", why)
    return await _page(request, viewer, form)


def _days(form: Filled) -> list[date]:
    """One date a line: 2026-10-01."""
    try:
        lines = form.optional("holidays", most=MOST_TEXT).split()
        return [date.fromisoformat(line) for line in lines]
    except ValueError:
        form.blame("holidays", unreadable("form.date"))
        return []


async def _page(request: Asked, viewer: Viewer, form: Filled) -> Response[str]:
    return page(
        request,
        "privacy/terms.html",
        status=form.status,
        site=await identity.site_name(viewer.community),
        nav="roll",
        path=TERMS,
        form=form.shown_to(request),
        least=rules.KEPT_AT_LEAST,
        days=rules.ANSWER_WITHIN,
    )


ROUTES = [terms, set_terms]
