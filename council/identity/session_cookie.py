"""The cookie that a session lives in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from council.identity import rules
from council.web.visit import visit_of

if TYPE_CHECKING:
    from litestar import Request


def remember(request: Request[Any, Any, Any], token: str) -> None:
    """Hand the session's token to the browser; it is never written anywhere else."""
    visit = visit_of(request)
    visit.set_cookie(visit.settings.cookie, token, int(rules.LONGEST_SESSION.total_seconds()))
