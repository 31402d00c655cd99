"""长辈版 and language: two plain links that set a cookie on this device; nothing is stored."""

from __future__ import annotations

from typing import Any

from litestar import Request, get
from litestar.params import FromQuery
from litestar.response import Response

from council.i18n import LANGUAGES
from council.web.answers import go
from council.web.forms import way_back
from council.web.visit import ELDER, LANGUAGE, visit_of

YEAR = 365 * 24 * 3600


@get("/display", opt={"open": True}, sync_to_thread=False)
def display(
    request: Request[Any, Any, Any],
    elder: FromQuery[str | None] = None,
    lang: FromQuery[str | None] = None,
) -> Response[bytes]:
    """Remember the choice on this device and go back to the page it was made on."""
    visit = visit_of(request)
    if elder in {"0", "1"}:
        visit.set_cookie(ELDER, elder, YEAR)
    if lang in LANGUAGES:
        visit.set_cookie(LANGUAGE, lang, YEAR)
    return go(way_back({"next": request.query_params.get("next", "")}, "/"))
