"""Public pages: the same text is not sent twice, and what is sent is small."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from litestar.response import Response

from council.web import compressed
from council.web.visit import visit_of

if TYPE_CHECKING:
    from litestar import Request

NOT_MODIFIED = 304
# Language and large letters are cookies; some addresses are also data.
ASKED_BY = "Cookie, Accept, Accept-Encoding"


def public(request: Request[Any, Any, Any], answer: Response[str]) -> Response[Any]:
    """Let browsers keep it but ask each time; only for visitors who are not signed in."""
    if visit_of(request).viewer is not None:
        return answer
    body = answer.content.encode()
    tag = f'W/"{hashlib.sha256(body).hexdigest()[:24]}"'
    headers = {"etag": tag, "cache-control": "no-cache", "vary": ASKED_BY}
    if tag in request.headers.get("if-none-match", ""):
        return Response(b"", status_code=NOT_MODIFIED, headers=headers)
    answer.headers.update(headers)
    small = compressed.smaller(body)
    if not small or not compressed.is_understood(request.headers.get("accept-encoding", "")):
        return answer
    answer.headers["content-encoding"] = "gzip"
    return Response(
        small, status_code=answer.status_code, media_type=answer.media_type, headers=answer.headers
    )


def data(request: Request[Any, Any, Any], said: Any) -> Response[Any]:
    """Public data as JSON, under the same terms."""
    text = json.dumps(said, ensure_ascii=False)
    return public(request, Response(text, media_type="application/json"))
