"""Files as answers: what everybody may have can be kept and asked about, the rest is not stored."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from litestar.response import Response

from council.web.visit import visit_of

if TYPE_CHECKING:
    from litestar import Request

PDF = "application/pdf"
NOT_MODIFIED = 304


def file(
    request: Request[Any, Any, Any], content: bytes, media: str, named: str, *, public: bool
) -> Response[Any]:
    """`named` is its content-disposition. A public one has a tag: 304 to whoever has it.

    Of whoever is signed in nothing is kept.
    """
    headers = {"content-disposition": named}
    if public and visit_of(request).viewer is None:
        tag = f'"{hashlib.sha256(content).hexdigest()[:24]}"'
        headers |= {"etag": tag, "cache-control": "no-cache"}
        if tag in request.headers.get("if-none-match", ""):
            return Response(b"", status_code=NOT_MODIFIED, headers=headers)
    return Response(content, media_type=media, headers=headers)
