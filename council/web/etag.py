"""Conditional GET for public pages: the same text is not sent twice."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from litestar.response import Response

from council.web.visit import visit_of

if TYPE_CHECKING:
    from litestar import Request

NOT_MODIFIED = 304
ASKED_BY = "Cookie, Accept"  # language and large letters are cookies; some addresses are also data


def public(request: Request[Any, Any, Any], answer: Response[str]) -> Response[Any]:
    """Let browsers keep it but ask each time; only for visitors who are not signed in."""
    if visit_of(request).viewer is not None:
        return answer
    tag = f'"{hashlib.sha256(answer.content.encode()).hexdigest()[:24]}"'
    headers = {"etag": tag, "cache-control": "no-cache", "vary": ASKED_BY}
    if tag in request.headers.get("if-none-match", ""):
        return Response(b"", status_code=NOT_MODIFIED, headers=headers)
    answer.headers.update(headers)
    return answer


def data(request: Request[Any, Any, Any], said: Any) -> Response[Any]:
    """Public data as JSON, under the same terms."""
    text = json.dumps(said, ensure_ascii=False)
    return public(request, Response(text, media_type="application/json"))
