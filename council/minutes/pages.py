"""Minutes over HTTP: made, read, edited in place, signed, published, printed."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from council.clock import now
from council.identity import queries as identity
from council.minutes import (
    actions,
    as_json,
    download_pages,
    evidence,
    forms,
    issue_pages,
    paper,
    paragraph_pages,
    queries,
    review_pages,
    review_queries,
    rules,
    terms_queries,
)
from council.minutes.blocks import FIXED_HEADS
from council.minutes.changes import Difference, differences
from council.minutes.letterheads import pages as letterhead_pages
from council.minutes.marks import shown
from council.minutes.printed import in_rows
from council.minutes.queries import MinutesRow
from council.refusal import Refused
from council.voting.queries import results_of
from council.web import etag
from council.web.answers import go, is_htmx, wants_json
from council.web.forms import read
from council.web.guards import officer, viewer_of
from council.web.render import page
from council.web.visit import visit_of

Asked = Request[Any, Any, Any]


@post("/meetings/{meeting:str}/minutes", guards=[officer])
async def make_draft(request: Asked, meeting: FromPath[str]) -> Response[Any]:
    """The draft of this meeting, made or brought up to date with the record."""
    take = forms.taken(await read(request))
    made = await actions.draft_from(meeting, viewer_of(request).actor, take)
    if is_htmx(request):
        return Response(b"", status_code=204, headers={"hx-redirect": f"/minutes/{made}"})
    return go(f"/minutes/{made}")


@get("/minutes/{minutes:str}", opt={"open": True})
async def show(request: Asked, minutes: FromPath[str]) -> Response[Any]:
    """The official sheet: published for everybody, a draft for officers, with its tools."""
    viewer = visit_of(request).viewer
    row = await queries.minutes_for(viewer, minutes, stub=True)
    if row.published:
        chain = await queries.chain(row)
        ours = viewer is not None and viewer.officer and viewer.community == row.community
        if wants_json(request):
            return etag.data(request, as_json.issued(row, chain))
        hidden = chain.standing == "recalled" and not ours
        made = page(
            request,
            "minutes/recalled.html" if hidden else "minutes/published.html",
            public=True,
            data=True,
            chain=chain,
            differences_here=await _differences(row, ours=ours),
            results=await results_of(row.meeting),
            **await _sheet(request, row),
        )
        return etag.public(request, made)
    return page(
        request, "minutes/draft.html", **await _sheet(request, row), **await _desk(request, row)
    )


async def _differences(row: MinutesRow, *, ours: bool) -> tuple[Difference, ...]:
    """What a correction changed; of what was recalled the public reads no old words."""
    if not row.corrects:
        return ()
    before = await queries.standing(await queries.stored(row.corrects))
    return () if before == "recalled" and not ours else differences(row.generated, row.body)


async def _sheet(request: Asked, row: MinutesRow) -> dict[str, Any]:
    """What the sheet itself shows, draft or published."""
    printed = await paper.printed(row, visit_of(request).settings.origin)
    return {
        "site": await identity.site_name(row.community),
        "nav": "meetings",
        "minutes": row,
        "sheet": shown(row.body),
        "heads": FIXED_HEADS,
        "printed": printed,
        "hash_rows": in_rows(row.sha256),
    }


async def _desk(request: Asked, row: MinutesRow) -> dict[str, Any]:
    """What is around a draft: what is missing, who signed, what was changed, whose turn it is."""
    signed = await queries.signatures(row.id)
    now_signed = {one.role for one in signed if one.version == row.version}
    who = await queries.officers_of(row.meeting)
    viewer = viewer_of(request)
    review = await review_queries.review_of(row)
    there = await review_queries.attended(row.meeting)
    terms = await terms_queries.terms(row.community)
    return {
        "moved_on": not row.corrects and await evidence.draft(row.meeting) != row.generated,
        "review": review,
        "attended": len(there),
        "was_there": viewer.person in there,
        "unready": _unready(row, review),
        "terms": terms,
        "may_issue": viewer.holds(terms.issuer, rules.LEADER),
        "incomplete": rules.incomplete(row.body),
        "signed_roles": now_signed,
        "void": [one for one in signed if one.version < row.version] if not now_signed else [],
        "mine": [
            role for role in rules.ROLES if who[role] == viewer.person and role not in now_signed
        ],
        "changes": differences(row.generated, row.body),
        "versions": await queries.versions(row.id),
        "longest": rules.LONGEST,
    }


def _unready(row: MinutesRow, review: rules.Review | None) -> str:
    """Why nobody can confirm or issue it yet, as a reason code; empty: they can."""
    try:
        rules.must_be_reviewed(review, row.version, now())
    except Refused as why:
        return why.code
    return ""


ROUTES = [
    make_draft,
    show,
    *issue_pages.ROUTES,
    *review_pages.ROUTES,
    *paragraph_pages.ROUTES,
    *download_pages.ROUTES,
    *letterhead_pages.ROUTES,
]
