"""RES-10 for everybody: whom to ask, whom to complain to, how to check for oneself."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from litestar import Request, get
from litestar.response import Response

from council.contact import queries
from council.site import where
from council.web import etag
from council.web.answers import wants_json
from council.web.render import page

Asked = Request[Any, Any, Any]


@get("/contact", opt={"open": True})
async def contact(request: Asked) -> Response[Any]:
    """What to do when something was not published or is not right, and how both desks are met."""
    place = await where.here(request)
    if place is None:
        return await where.ask_which(request)
    said = await queries.contact(place.id)
    if wants_json(request):
        return etag.data(request, asdict(said))
    made = page(
        request, "contact/page.html", public=True, place=place, site=place.title, contact=said
    )
    return etag.public(request, made)


ROUTES = [contact]
