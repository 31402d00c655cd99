"""The front door, in pure ASGI: who comes in, which headers go out, what is logged.

Everything passes here, also errors, static files, the ballot route and the socket.
"""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any, Protocol

from council.i18n import speaking
from council.web.visit import Visit, cookies_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from council.identity.viewer import Viewer
    from council.settings import Settings

    Scope = dict[str, Any]
    Receive = Callable[[], Awaitable[dict[str, Any]]]
    Send = Callable[[dict[str, Any]], Awaitable[None]]
    App = Callable[[Scope, Receive, Send], Awaitable[None]]

LONGEST_PATH = 200  # none of ours is longer; file systems fail on names that are

log = logging.getLogger("council.access")


class Door(Protocol):
    """A thin route beside Litestar: takes a request or leaves it."""

    def __call__(self, scope: Scope) -> App | None: ...


class Front:
    """Wraps the application; `resolve` turns a session cookie into a viewer or None."""

    def __init__(
        self,
        app: App,
        settings: Settings,
        resolve: Callable[[str], Awaitable[Viewer | None]],
        doors: tuple[Door, ...],
    ) -> None:
        self.app = app
        self.settings = settings
        self.resolve = resolve
        self.doors = doors
        self.headers = security_headers(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        if len(scope["path"]) > LONGEST_PATH:
            scope["path"] = "/nowhere"
        visit = await self._visit(scope)
        scope.setdefault("state", {})["visit"] = visit
        with speaking(visit.language):
            app = next((found for door in self.doors if (found := door(scope))), self.app)
            if scope["type"] == "http":
                send = self._dressed(scope, visit, send)
            await app(scope, receive, send)  # a socket's own send leads to its transport

    async def _visit(self, scope: Scope) -> Visit:
        cookies = cookies_of(scope["headers"])
        token = cookies.get(self.settings.cookie, "")
        viewer = await self.resolve(token) if token else None
        return Visit(self.settings, viewer, cookies)

    def _dressed(self, scope: Scope, visit: Visit, send: Send) -> Send:
        """Add the headers of the house to whatever answer comes, and log that it came."""
        started = time.perf_counter()

        async def dressed(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                headers = list(message.get("headers", ()))
                headers += self.headers
                headers += [(b"set-cookie", text.encode()) for text in visit.set_cookies]
                if not any(name == b"cache-control" for name, _ in headers):
                    headers.append((b"cache-control", b"no-store"))
                message = {**message, "headers": headers}
                spent = int((time.perf_counter() - started) * 1000)
                log.info("%s %s %s %dms", scope["method"], scope["path"], message["status"], spent)
            await send(message)

        return dressed


def security_headers(settings: Settings) -> list[tuple[bytes, bytes]]:
    """The same on every answer. Old iOS does not count ws under 'self', so it is named."""
    socket = settings.origin.replace("http", "ws", 1)
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        f"font-src 'self'; connect-src 'self' {socket}; manifest-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    headers = {
        "content-security-policy": policy,
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), microphone=(), geolocation=()",
    }
    if settings.secure:
        headers["strict-transport-security"] = "max-age=31536000"
    return [(name.encode(), value.encode()) for name, value in headers.items()]
