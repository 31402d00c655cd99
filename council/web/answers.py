"""One answer for three kinds of asker: a page, htmx, and a program that wants JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from litestar.response import Response

if TYPE_CHECKING:
    from litestar import Request

SEE_OTHER = 303
NO_CONTENT = 204


def wants_json(request: Request[Any, Any, Any]) -> bool:
    """A program says so in a header; a person follows a link that ends in ?as=json."""
    by_link = request.query_params.get("as") == "json"
    return by_link or "application/json" in request.headers.get("accept", "")


def is_htmx(request: Request[Any, Any, Any]) -> bool:
    return request.headers.get("hx-request") == "true"


def go(path: str) -> Response[bytes]:
    """303 to another page of ours; what a header cannot hold is quoted."""
    location = quote(path, safe="/?#=&%.~!$'()*+,;:@")
    return Response(b"", status_code=SEE_OTHER, headers={"location": location})


def done(request: Request[Any, Any, Any], path: str) -> Response[bytes]:
    """An act went well: htmx hears of it by the push, everybody else is sent on."""
    if is_htmx(request):
        return Response(b"", status_code=NO_CONTENT)
    return go(path)
