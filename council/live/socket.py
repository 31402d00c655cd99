"""The one socket: it only pushes. Who may listen is decided before it is accepted."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from council.live.hub import NOT_ALLOWED, Hub
from council.live.showing import Listener
from council.live.wire import wire_to

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from council.web.visit import Visit

    Scope = dict[str, Any]
    Receive = Callable[[], Awaitable[dict[str, Any]]]
    Send = Callable[[dict[str, Any]], Awaitable[None]]

PAGES = 5  # open pages of one person
MOST_TOLD = 20  # messages that a page may send in WINDOW seconds; it has nothing to say
WINDOW = 10.0
TRY_LATER = 1013


class Socket:
    """An ASGI application for one topic; `who` is what the hub's source needs to know."""

    def __init__(self, hub: Hub, topic: str, who: Any, since: int = -1) -> None:
        self.hub = hub
        self.topic = topic
        self.who = who
        self.since = since

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        visit: Visit = scope["state"]["visit"]
        await receive()  # websocket.connect
        if visit.viewer is None or not same_origin(scope, visit.settings.origin):
            await send({"type": "websocket.close", "code": NOT_ALLOWED})  # a 403 before accepting
            return
        await send({"type": "websocket.accept"})
        wire = wire_to(send)
        scope["headers"] = []
        listener = Listener(
            self.who,
            visit.viewer.person,
            visit.viewer.session,
            visit.viewer.offices,
            wire,
            self.since,
        )
        if self.hub.open_pages(listener.person) >= PAGES:
            wire.close(TRY_LATER)
        else:
            await self.hub.join(self.topic, listener)
        try:
            await _until_gone(receive, listener)
        finally:
            self.hub.leave(self.topic, listener)


async def _until_gone(receive: Receive, listener: Listener) -> None:
    """Read only to hear the end; whoever talks too much is sent away."""
    told: list[float] = []  # empty for nearly everybody: two thousand of them are open
    while (await receive())["type"] != "websocket.disconnect":
        now = time.monotonic()
        if len(told) == MOST_TOLD and now - told[0] < WINDOW:
            listener.wire.close(NOT_ALLOWED)
        told = [*told[1 - MOST_TOLD :], now]


def same_origin(scope: Scope, origin: str) -> bool:
    """A page of ours asks: its Origin is the configured one, or (plain HTTP) this very host."""
    given = [value.decode("latin-1") for name, value in scope["headers"] if name == b"origin"]
    if len(given) != 1:  # a browser sends one
        return False
    if given[0] == origin:
        return True
    host = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
    return origin.startswith("http://") and bool(host) and given[0] == f"http://{host}"
