"""The screens of a meeting and the way back to the right state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Request, get
from litestar.params import FromPath, FromQuery
from litestar.response import Response

from council.live import topics
from council.live.socket import Socket
from council.meetings.queries import meeting_for
from council.refusal import NotThere
from council.room import door_pages
from council.room.entrance import may_enter
from council.room.pieces import SCREENS
from council.room.show import looking, own_ballot, show
from council.room.source import Looking, RoomSource, render_piece
from council.web.answers import NO_CONTENT
from council.web.guards import officer, signed_in, viewer_of
from council.web.visit import visit_of

if TYPE_CHECKING:
    from council.live.hub import Hub
    from council.web.front import App

    Scope = dict[str, Any]


@get("/meetings/{meeting:str}/room", guards=[signed_in])
async def room(request: Request[Any, Any, Any], meeting: FromPath[str]) -> Response[str]:
    """The resident's phone."""
    return await show(request, meeting, "room")


@get("/meetings/{meeting:str}/table", guards=[officer])
async def table(request: Request[Any, Any, Any], meeting: FromPath[str]) -> Response[str]:
    """The secretary's table."""
    return await show(request, meeting, "table")


@get("/meetings/{meeting:str}/chair", guards=[officer])
async def chair(request: Request[Any, Any, Any], meeting: FromPath[str]) -> Response[str]:
    """The chair's controls."""
    return await show(request, meeting, "chair")


@get("/meetings/{meeting:str}/screen", guards=[officer])
async def screen(request: Request[Any, Any, Any], meeting: FromPath[str]) -> Response[str]:
    """The hall screen."""
    return await show(request, meeting, "screen")


@get("/meetings/{meeting:str}/watch", guards=[signed_in])
async def watch(request: Request[Any, Any, Any], meeting: FromPath[str]) -> Response[str]:
    """For who is called to observe, and who looks over the community's business."""
    return await show(request, meeting, "watch")


@get("/meetings/{meeting:str}/live", guards=[signed_in])
async def live(
    request: Request[Any, Any, Any],
    meeting: FromPath[str],
    since: FromQuery[str] = "",
    screen: FromQuery[str] = "room",
) -> Response[Any]:
    """204 when the page is up to date, else all its live pieces, the personal ones included."""
    source: RoomSource = request.app.state.rooms
    viewer = viewer_of(request)
    state = await source.of(viewer, meeting)
    if not await may_enter(viewer, meeting, screen):
        raise NotThere
    if since == str(state.seq):
        return Response(b"", status_code=NO_CONTENT)
    audience = source.audience(looking(viewer, screen, visit_of(request).language), state)
    if audience is None:
        raise NotThere
    own = await own_ballot(state, audience, viewer)
    pieces = {
        piece.id: render_piece(state.value, piece, audience, own)
        if piece.personal and own is not None
        else source.piece(state.value, piece, audience)
        for piece in SCREENS[screen]
    }
    return Response({"seq": state.seq, "pieces": pieces})


class SocketDoor:
    """`/meetings/{id}/socket?screen=…`: taken before Litestar, which would cost more."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    def __call__(self, scope: Scope) -> App | None:
        if scope["type"] != "websocket":
            return None
        return self._listen

    async def _listen(self, scope: Scope, receive: Any, send: Any) -> None:
        who = await _admit(scope)
        if who is None:
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        await Socket(self._hub, *who)(scope, receive, send)


async def _admit(scope: Scope) -> tuple[str, Looking] | None:
    """The topic and who looks, or None: not signed in, not theirs, or no such page."""
    viewer = scope["state"]["visit"].viewer
    parts = scope["path"].strip("/").split("/")
    if viewer is None or len(parts) != 3 or (parts[0], parts[2]) != ("meetings", "socket"):  # noqa: PLR2004 - meetings, id, socket
        return None
    query = dict(
        pair.partition("=")[::2] for pair in scope["query_string"].decode("latin-1").split("&")
    )
    screen = query.get("screen", "room")
    try:
        await meeting_for(viewer, parts[1])
    except NotThere:
        return None
    if not await may_enter(viewer, parts[1], screen):
        return None
    return topics.room(parts[1]), looking(viewer, screen, scope["state"]["visit"].language)


ROUTES = [room, table, chair, screen, watch, live, *door_pages.ROUTES]
