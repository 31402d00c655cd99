"""One screen of a meeting as a whole page: the pieces that are pushed, and what is one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from council.clock import now
from council.refusal import NotThere
from council.room.audiences import Looking
from council.room.entrance import may_enter, oversees
from council.room.source import RoomSource, context, own_ballot
from council.web.guards import viewer_of
from council.web.render import page
from council.web.visit import visit_of

if TYPE_CHECKING:
    from litestar import Request
    from litestar.response import Response

    from council.identity.viewer import Viewer


def looking(viewer: Viewer, screen: str, language: str) -> Looking:
    return Looking(viewer.person, screen, language, viewer.officer, oversees(viewer))


async def show(
    request: Request[Any, Any, Any], meeting: str, screen: str, **more: Any
) -> Response[str]:
    """A whole page: the same pieces that are pushed, with the viewer's token and ballot.

    `more` is for what stands beside the pieces and is never pushed.
    """
    source: RoomSource = request.app.state.rooms
    viewer = viewer_of(request)
    state = await source.of(viewer, meeting)
    if not await may_enter(viewer, meeting, screen):
        raise NotThere
    audience = source.audience(looking(viewer, screen, visit_of(request).language), state)
    if audience is None:
        raise NotThere
    return page(
        request,
        f"room/{screen}.html",
        **context(state.value, audience),
        mine=await own_ballot(state, audience, viewer.person),
        now=now(),
        nav="meetings",
        sentence_of="",
        **more,
    )
