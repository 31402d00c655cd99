"""The cookies that a session lives in, and what a device knows of a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from council.identity import rules
from council.web.visit import ANONYMOUS, DEVICE, ELDER, LANGUAGE, visit_of

if TYPE_CHECKING:
    from litestar import Request


def remember(request: Request[Any, Any, Any], token: str) -> None:
    """Hand the session's token to the browser; it is never written anywhere else."""
    visit = visit_of(request)
    longest = rules.LONGEST_ON_TERMINAL if visit.terminal else rules.LONGEST_SESSION
    visit.set_cookie(visit.settings.cookie, token, int(longest.total_seconds()))


def forget_person(request: Request[Any, Any, Any]) -> None:
    """Take every cookie away that tells of a person: session, device, look, language, visit."""
    visit = visit_of(request)
    visit.cookies.pop(ANONYMOUS, None)  # a form of this very answer gets a new one
    for name in (visit.settings.cookie, DEVICE, ELDER, LANGUAGE, ANONYMOUS):
        visit.set_cookie(name, "", 0)
