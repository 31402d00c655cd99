"""Who must take the second step, and where the first one leads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from council.identity import rules, sessions
from council.web.visit import visit_of

if TYPE_CHECKING:
    from litestar import Request

    from council.identity.viewer import Viewer


async def onward(request: Request[Any, Any, Any], token: str, on: str) -> str:
    """Where a new session goes: to `on`, or first to the second step."""
    viewer = await sessions.resolve(token)
    if viewer is None or not viewer.pending or visit_of(request).settings.demo:
        return on
    return second_step(on)


def second_step(on: str) -> str:
    """The second step, from which one goes on to `on`."""
    return f"/second-factor?next={quote(on)}"


def asked_of(request: Request[Any, Any, Any], viewer: Viewer) -> bool:
    """Whether this installation asks this person for a second factor."""
    return rules.needs_second_factor(viewer.offices) and not visit_of(request).settings.demo
