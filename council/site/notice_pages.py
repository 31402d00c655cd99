"""Notices for everybody: what hangs now and how long, one of them, its sheet for a board."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from council.contact import queries as contact
from council.notices import beginnings, objection_queries, queries
from council.site import where
from council.web import etag
from council.web.answers import wants_json
from council.web.qr import qr
from council.web.render import page
from council.web.visit import visit_of

if TYPE_CHECKING:
    from council.notices.views import NoticeView

Asked = Request[Any, Any, Any]
OPEN = {"open": True}


@get("/notices", opt=OPEN)
async def notices(request: Asked) -> Response[Any]:
    """Those that run, the one that ends first on top; then those that are over."""
    place = await where.here(request)
    if place is None:
        return await where.ask_which(request)
    running = await queries.running(place.id)
    at = where.page_number(request)
    ended, total = await queries.ended(place.id, at)
    if wants_json(request):
        return etag.data(request, {"running": _all(running), "ended": _all(ended), "page": at})
    made = page(
        request,
        "notices/list.html",
        public=True,
        data=True,
        place=place,
        site=place.title,
        nav="today",
        running=running,
        ended=ended,
        page=at,
        pages=max(1, -(-total // queries.PAGE)),
    )
    return etag.public(request, made)


@get("/notices/{notice:str}", opt=OPEN)
async def one_notice(request: Asked, notice: FromPath[str]) -> Response[Any]:
    """Its words as they were published, how long it hangs, where, and what came of it."""
    one = await queries.public(notice)
    if wants_json(request):
        return etag.data(
            request, _as_json(one) | {"text": one.words.text, "basis": one.words.basis}
        )
    return await _page(
        request,
        one,
        "notices/one.html",
        data=True,
        postings=await queries.postings(notice),
        answers=await objection_queries.answered_in_public(notice),
        about=await beginnings.about(one.words.about_kind, one.words.about_id, one.community),
    )


@get("/notices/{notice:str}/sheet", opt=OPEN)
async def sheet(request: Asked, notice: FromPath[str]) -> Response[Any]:
    """The same as a sheet of A4 for a board, with the way to this page as a code."""
    one = await queries.public(notice)
    address = f"{visit_of(request).settings.origin}/notices/{notice}"
    return await _page(
        request,
        one,
        "notices/sheet.html",
        code=qr(address),
        address=address,
        contact=await contact.contact(one.community),
    )


async def _page(request: Asked, one: NoticeView, template: str, **more: Any) -> Response[Any]:
    place = await where.choose(request, one.community)
    corrects = one.words.corrects
    made = page(
        request,
        template,
        public=True,
        place=place,
        site=place.title,
        nav="today",
        one=one,
        corrected=await queries.public(corrects) if corrects else None,
        corrections=await queries.corrections(one.id),
        **more,
    )
    return etag.public(request, made)


def _all(found: tuple[NoticeView, ...]) -> list[dict[str, Any]]:
    return [_as_json(one) for one in found]


def _as_json(one: NoticeView) -> dict[str, Any]:
    """Nothing that the page does not say."""
    words = one.words
    return {
        "id": one.id,
        "number": one.number,
        "type": words.type,
        "kind": words.kind,
        "title": words.title,
        "state": one.standing,
        "posted_on": str(one.posted_on),
        "ends_on": str(one.ends_on),
        "days_left": one.days_left,
        "day_kind": words.day_kind,
        "about": f"{words.about_kind}:{words.about_id}" if words.about_kind else "",
        "corrects": words.corrects,
        "objections": one.objections,
        "unanswered": one.unanswered,
        "outcome": one.outcome,
        "sha256": one.sha256,
    }


ROUTES = [notices, one_notice, sheet]
