"""Which community a public page is about: asked for, one's own, chosen before, or the only one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from council.refusal import NotThere
from council.site import queries
from council.web import etag
from council.web.render import page
from council.web.visit import visit_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from litestar import Request
    from litestar.response import Response

    from council.site.queries import Place

CHOSEN = "council_community"  # a cookie of this device; it opens nothing
YEAR = 365 * 24 * 3600


async def here(request: Request[Any, Any, Any]) -> Place | None:
    """The community of this page; None where a visitor has first to choose one of several."""
    places = await queries.communities()
    if len(places) == 1:
        return places[0]
    visit = visit_of(request)
    own = visit.viewer.community if visit.viewer else visit.cookies.get(CHOSEN, "")
    return next((place for place in places if place.id == own), None)


async def choose(request: Request[Any, Any, Any], community: str) -> Place:
    """The community with this id; the pages of this device are about it from now on."""
    places = await queries.communities()
    place = next((place for place in places if place.id == community), None)
    if place is None:
        raise NotThere
    visit = visit_of(request)
    if len(places) > 1 and visit.cookies.get(CHOSEN) != community:
        visit.set_cookie(CHOSEN, community, YEAR)
    return place


async def ask_which(request: Request[Any, Any, Any]) -> Response[Any]:
    """The list of all communities, where a page has to be about one of several."""
    places = await queries.communities()
    answer = page(request, "public/communities.html", public=True, places=places, nav="today")
    return etag.public(request, answer)


class Pages(Protocol):
    """One page of a list."""

    @property
    def page(self) -> int: ...
    @property
    def total(self) -> int: ...
    @property
    def pages(self) -> int: ...


def page_of(name: str, found: Pages, items: Iterable[Any]) -> dict[str, Any]:
    """One page of a list as data."""
    return {"page": found.page, "pages": found.pages, "total": found.total, name: [*items]}


def page_number(request: Request[Any, Any, Any]) -> int:
    """Which page of a list is asked for; the first where that cannot be read."""
    text = request.query_params.get("page", "1")
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) <= 4 else 1  # noqa: PLR2004 - digits of a page number
