"""Convening a meeting in the browser: which kind first, then the form of that kind alone."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromQuery
from litestar.response import Response

from council.ideas import queries as ideas
from council.identity import queries as identity
from council.identity.viewer import Viewer
from council.meetings import (
    actions,
    agenda_forms,
    convening_forms,
    convening_queries,
    kind_queries,
    kinds,
    queries,
    rules,
)
from council.refusal import Refused
from council.web import forms
from council.web.answers import done
from council.web.filled import Filled
from council.web.guards import officer, viewer_of
from council.web.render import page

Asked = Request[Any, Any, Any]
MINUTES = "15"  # of a point, until somebody says otherwise
BESIDE = {  # where a refusal of the whole is said
    "meeting.session_taken": "session",
    "meeting.ends_first": "until",
    "meeting.past": "day",
    "meeting.short_notice": "short_notice",
    "meeting.too_short": "day",
    "meeting.composition": "members",
}
NOBODY = {"res_rep": "members", "consult": "party-1-who"}


@get("/meetings/new", guards=[officer])
async def new(request: Asked, kind: FromQuery[str] = "") -> Response[str]:
    """Which kind; with it an empty form, filled with how the last one of its kind was called."""
    viewer = viewer_of(request)
    if kind not in kinds.KINDS:
        return await _choose(request, viewer)
    held = [one for one in await queries.meetings_of(viewer.community) if one.kind == kind]
    terms = await kind_queries.terms(viewer.community)
    fields = {f"{row}-minutes": MINUTES for row in agenda_forms.rows()}
    if kinds.KINDS[kind].review and terms.review_first:
        fields |= {f"{row}-review": "1" for row in agenda_forms.rows()}
    if held:
        fields.update(series=held[0].series, place=held[0].place, base=held[0].base)
        fields.update(chair=held[0].chair, secretary=held[0].secretary, lead=held[0].lead)
    return await _form(request, viewer, Filled({"kind": kind, **fields}))


async def _choose(request: Asked, viewer: Viewer) -> Response[str]:
    return page(
        request,
        "meetings/kinds.html",
        site=await identity.site_name(viewer.community),
        path="/meetings/new",
        nav="meetings",
        kinds=tuple(kinds.KINDS.values()),
        sizes=await convening_queries.sizes(viewer.community),
    )


@post("/meetings", guards=[officer])
async def convene(request: Asked) -> Response[Any]:
    """A meeting, everybody called, the agenda and its notice at once; then the agenda's page."""
    viewer, form = viewer_of(request), Filled(await forms.read(request))
    known = await convening_queries.known(form, agenda_forms.rows(), viewer.community)
    asked = convening_forms.convening(form, known)
    if not form.faults:
        try:
            made = await actions.convene(asked, viewer.actor)
            return done(request, f"/meetings/{made}/table")
        except Refused as why:
            kind = asked.what.kind
            nobody = NOBODY.get(kind, "kind") if why.code == "meeting.nobody" else "kind"
            form.blame(BESIDE.get(why.code, nobody), why)
    return await _form(request, viewer, form)


async def _form(request: Asked, viewer: Viewer, form: Filled) -> Response[str]:
    known = await convening_queries.known(form, (), viewer.community)
    kind = kinds.KINDS.get(form.typed("kind"), kinds.KINDS["council"])
    return page(
        request,
        "meetings/new.html",
        status=form.status,
        site=await identity.site_name(viewer.community),
        path="/meetings/new",
        nav="meetings",
        form=form.shown_to(request),
        rows=agenda_forms.rows(),
        kind=kind,
        bases=kinds.BASES,
        forms=kinds.FORMS,
        party_rows=convening_forms.parties(),
        parties=kinds.PARTIES,
        item_kinds=rules.ITEM_KINDS,
        chairs=known.chairs,
        secretaries=known.secretaries,
        sizes=await convening_queries.sizes(viewer.community),
        terms=await kind_queries.terms(viewer.community),
        ideas=await ideas.open_ones(viewer.community),
    )


ROUTES = [new, convene]
