"""The wishing wall for everybody: what hangs there, one wish with its path, and the figures."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from council.clock import now
from council.site import as_json, where
from council.web import etag
from council.web.answers import wants_json
from council.web.qr import qr
from council.web.render import page
from council.web.visit import visit_of
from council.wishes import queries, rules
from council.wishes.figures import by_category, figures

if TYPE_CHECKING:
    from council.identity.viewer import Viewer
    from council.site.queries import Place
    from council.wishes.queries import Whole

Asked = Request[Any, Any, Any]
OPEN = {"open": True}
ON_SCREEN = 9  # slips that are read from the back of a hall
FRESH = timedelta(minutes=1)  # so long a slip on the screen is called new


def _public(request: Asked, template: str, place: Place, **context: Any) -> Response[Any]:
    made = page(
        request,
        template,
        public=True,
        data=True,
        place=place,
        site=place.title,
        nav="wishes",
        **context,
    )
    return etag.public(request, made)


@get("/wishes", opt=OPEN)
async def wall(request: Asked) -> Response[Any]:
    """What hangs there, by how far it is and by kind."""
    place = await where.here(request)
    if place is None:
        return await where.ask_which(request)
    group = request.query_params.get("state", "")
    category = request.query_params.get("category", "")
    category = category if category in rules.CATEGORIES else ""
    found = await queries.wall(
        place.id, group=group, category=category, page=where.page_number(request)
    )
    if wants_json(request):
        listed = map(as_json.wish, found.wishes)
        return etag.data(request, where.page_of("wishes", found, listed))
    viewer = visit_of(request).viewer
    return _public(
        request,
        "wishes/wall.html",
        place,
        found=found,
        group=group if group in queries.GROUPS else "",
        counts=await queries.counts(place.id, category),
        category=category,
        categories=rules.CATEGORIES,
        sums=await figures(place.id),
        at_desk=queries.is_desk(viewer, place.id),
    )


@get("/wishes/figures", opt=OPEN)
async def sums(request: Asked) -> Response[Any]:
    """WISH-7, with how it is counted."""
    place = await where.here(request)
    if place is None:
        return await where.ask_which(request)
    said = await figures(place.id)
    if wants_json(request):
        return etag.data(request, as_json.wish_figures(said))
    return _public(
        request,
        "wishes/figures.html",
        place,
        sums=said,
        by_category=await by_category(place.id),
        categories=rules.CATEGORIES,
    )


@get("/wishes/screen", opt=OPEN)
async def screen(request: Asked) -> Response[Any]:
    """The wall for a big screen: new slips come by themselves."""
    place = await where.here(request)
    if place is None:
        return await where.ask_which(request)
    address = f"{visit_of(request).settings.origin}/wishes/new"
    made = page(
        request,
        "wishes/screen.html",
        public=True,
        place=place,
        site=place.title,
        wishes=await queries.newest(place.id, ON_SCREEN),
        counts=await queries.counts(place.id),
        code=qr(address),
        fresh=now() - FRESH,
    )
    return etag.public(request, made)


@get("/wishes/{wish:str}", opt=OPEN)
async def one(request: Asked, wish: FromPath[str]) -> Response[Any]:
    """What is wished, how far it is, and what this reader may do."""
    viewer = visit_of(request).viewer
    found = await queries.seen_by(viewer, wish)
    place = await where.choose(request, found.view.community)
    if wants_json(request):
        return etag.data(request, as_json.wish(found.view))
    here = viewer if viewer is not None and viewer.community == place.id else None
    return _public(
        request,
        "wishes/one.html",
        place,
        one=found.view,
        whole=found,
        steps=await queries.steps(wish),
        own=here is not None and here.person == found.wisher,
        entered=here is not None and here.person == found.entered_by,
        claims=here is not None and here.person == found.claim_person,
        at_desk=queries.is_desk(viewer, place.id),
        may_reach=_may_reach(here, found),
        sensitive=rules.sensitive(found.text),
        terms=await queries.terms(place.id),
        acts=frozenset(act for act, states in rules.LIFE.items() if found.view.state in states),
        lengths=rules,
    )


def _may_reach(viewer: Viewer | None, found: Whole) -> bool:
    """Address and telephone: the wisher, the desk, and the claimer once the desk has agreed."""
    if viewer is None:
        return False
    if viewer.person in (found.wisher, found.entered_by):
        return True
    if queries.is_desk(viewer, found.view.community):
        return True
    holds = found.view.state in rules.WITH_CLAIMER and viewer.person == found.claim_person
    return holds and found.approved


ROUTES = [wall, sums, screen, one]
