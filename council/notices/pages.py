"""Notices over HTTP but for what everybody reads, which stands in `site/`."""

from __future__ import annotations

from litestar import get
from litestar.params import FromPath
from litestar.response import Response

from council.notices import board_pages, draft_pages, objection_pages, queries, settling_pages


@get("/notice-photos/{picture:str}", opt={"open": True})
async def photo(picture: FromPath[str]) -> Response[bytes]:
    """A JPEG that was drawn here: a sheet on its board, or the board after it came down."""
    headers = {"content-disposition": "inline"}
    return Response(await queries.photo(picture), media_type="image/jpeg", headers=headers)


ROUTES = [
    photo,
    *draft_pages.ROUTES,
    *board_pages.ROUTES,
    *objection_pages.ROUTES,
    *settling_pages.ROUTES,
]
