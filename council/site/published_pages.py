"""Everything public in one place: to search, to subscribe to, and as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from council.clock import now
from council.site import as_json, published, published_queries, where
from council.web import etag
from council.web.answers import wants_json
from council.web.forms import clean
from council.web.render import page, piece
from council.web.visit import visit_of

if TYPE_CHECKING:
    from council.site.published_queries import Found
    from council.site.queries import Place

Asked = Request[Any, Any, Any]
OPEN = {"open": True}
ATOM = "application/atom+xml"
SUMMARY = 200  # characters of an entry's summary


@get("/published", opt=OPEN)
async def everything(request: Asked) -> Response[Any]:
    """All that was published, the newest first, by kind, or what a search finds."""
    place = await where.here(request)
    if place is None:
        return await where.ask_which(request)
    text = clean(request.query_params.get("text", ""))[: published.LONGEST]
    kind = request.query_params.get("kind", "")
    kind = kind if kind in published.KINDS else ""
    words = published.words(text)
    found = await published_queries.search(
        place.id, words, kind=kind, page=where.page_number(request)
    )
    if wants_json(request):
        return etag.data(request, as_json.published(found, visit_of(request).settings.origin))
    return _page(request, place, found, text=text, excerpts=_excerpts(found, words))


def _page(request: Asked, place: Place, found: Found, **context: Any) -> Response[Any]:
    made = page(
        request,
        "public/published.html",
        public=True,
        place=place,
        site=place.title,
        nav="published",
        found=found,
        kinds=published.KINDS,
        **context,
    )
    return etag.public(request, made)


def _excerpts(found: Found, words: tuple[str, ...]) -> dict[str, tuple[published.Piece, ...]]:
    """Of what was found in a text, where."""
    return {one.path: published.excerpt(one.text, words) for one in found.items if words}


@get("/c/{community:str}/feed", opt=OPEN)
async def feed(request: Asked, community: FromPath[str]) -> Response[Any]:
    """The newest as an Atom feed (RFC 4287)."""
    place = await where.choose(request, community)
    items = await published_queries.newest(place.id)
    text = piece(
        "public/feed.xml",
        place=place,
        origin=visit_of(request).settings.origin,
        items=items,
        updated=max((one.at for one in items), default=now()),
        longest=SUMMARY,
    )
    return etag.public(request, Response(text, media_type=ATOM))


ROUTES = [everything, feed]
