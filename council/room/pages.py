"""The screens of a meeting and the way back to the right state."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from litestar import Request, get
from litestar.params import FromPath, FromQuery
from litestar.response import Response

from council.live import topics
from council.live.socket import Socket
from council.refusal import NotThere
from council.room import door_pages
from council.room.entrance import may_enter
from council.room.show import looking, show
from council.room.source import RoomSource, own_ballot, own_pieces
from council.web.answers import NO_CONTENT
from council.web.guards import officer, signed_in, viewer_of
from council.web.visit import visit_of

if TYPE_CHECKING:
    from council.live.hub import Hub
    from council.room.audiences import Looking
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
    own = await own_ballot(state, audience, viewer.person)
    pieces = source.pieces(state, audience) | own_pieces(state, audience, own)
    return Response({"seq": state.seq, "pieces": pieces})


class SocketDoor:
    """`/meetings/{id}/socket?screen=…`: taken before Litestar, which would cost more."""

    def __init__(self, hub: Hub, source: RoomSource) -> None:
        self._hub = hub
        self._source = source

    def __call__(self, scope: Scope) -> App | None:
        if scope["type"] != "websocket":
            return None
        return self._listen

    async def _listen(self, scope: Scope, receive: Any, send: Any) -> None:
        who = await self._admit(scope)
        if who is None:
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        await Socket(self._hub, *who)(scope, receive, send)

    async def _admit(self, scope: Scope) -> tuple[str, Looking, int] | None:
        """The topic, who looks, since when; None: not signed in, not theirs, no such page."""
        viewer = scope["state"]["visit"].viewer
        parts = scope["path"].strip("/").split("/")
        if viewer is None or len(parts) != 3 or (parts[0], parts[2]) != ("meetings", "socket"):  # noqa: PLR2004 - meetings, id, socket
            return None
        query = dict(
            pair.partition("=")[::2] for pair in scope["query_string"].decode("latin-1").split("&")
        )
        screen = query.get("screen", "room")
        try:
            await self._source.must_be_of(viewer, parts[1])
        except NotThere:
            return None
        if not await may_enter(viewer, parts[1], screen):
            return None
        who = looking(viewer, screen, scope["state"]["visit"].language)
        return topics.room(parts[1]), who, _number(query.get("since", ""))


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,15}", text) else -1


ROUTES = [room, table, chair, screen, watch, live, *door_pages.ROUTES]
