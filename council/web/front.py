"""The front door, in pure ASGI: who comes in, which headers go out, what is logged.

Everything passes here, also errors, static files, the ballot route and the socket.
"""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any, Protocol

from council.i18n import speaking
from council.shared_device import carrying
from council.web.visit import TERMINAL, Visit, cookies_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from council.identity.viewer import Viewer
    from council.settings import Settings

    Scope = dict[str, Any]
    Receive = Callable[[], Awaitable[dict[str, Any]]]
    Send = Callable[[dict[str, Any]], Awaitable[None]]
    App = Callable[[Scope, Receive, Send], Awaitable[None]]
    Headers = list[tuple[bytes, bytes]]

LONGEST_PATH = 200  # none of ours is longer; file systems fail on names that are

log = logging.getLogger("council.access")

NO_STORE = (b"cache-control", b"no-store")
PLAIN = (b"content-type", b"text/plain; charset=utf-8")
OUT_OF_ORDER = (
    "系统暂时不能用，没有保存。请过几秒再试。\n"
    "The system is not available and nothing was saved. Please try again in a few seconds.\n"
)


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
        kind = scope["type"]
        if kind not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        if len(scope["path"]) > LONGEST_PATH or not scope["path"].isprintable():
            scope["path"] = "/nowhere"  # a line break would write a line of its own into the log
        try:
            visit = await self._visit(scope)
        except Exception:
            log.exception("nobody could be looked up")
            await self._unavailable(kind, send)
            return
        scope.setdefault("state", {})["visit"] = visit
        if kind == "http":  # a socket keeps the server's own `send`: the quick wire needs it
            send = self._dressed(scope, visit, send)
        app = next((found for door in self.doors if (found := door(scope))), self.app)
        with speaking(visit.language), carrying(visit.cookies.get(TERMINAL, "")):
            await app(scope, receive, send)

    async def _visit(self, scope: Scope) -> Visit:
        cookies = cookies_of(scope["headers"])
        token = cookies.get(self.settings.cookie, "")
        viewer = await self.resolve(token) if token else None
        if viewer is not None and viewer.pending and not self.settings.demo:
            return Visit(self.settings, None, cookies, pending=viewer)
        return Visit(self.settings, viewer, cookies)

    def _dressed(self, scope: Scope, visit: Visit, send: Send) -> Send:
        """Add the headers of the house to whatever answer comes, and log that it came."""
        started = time.perf_counter()
        bodiless = scope["method"] == "HEAD"
        if bodiless:
            scope["method"] = "GET"

        async def dressed(message: dict[str, Any]) -> None:
            if bodiless and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            if message["type"] == "http.response.start":
                message["headers"] = self._headers(message.get("headers", ()), visit)
                if log.isEnabledFor(logging.INFO):
                    _note(scope, message["status"], time.perf_counter() - started)
            await send(message)

        return dressed

    async def _unavailable(self, kind: str, send: Send) -> None:
        """The database does not answer: a plain sentence, and when to come back."""
        if kind == "websocket":
            await send({"type": "websocket.close", "code": 1013})
            return
        headers = [*self.headers, NO_STORE, PLAIN, (b"retry-after", b"5")]
        await send({"type": "http.response.start", "status": 503, "headers": headers})
        await send({"type": "http.response.body", "body": OUT_OF_ORDER.encode()})

    def _headers(self, given: Iterable[tuple[bytes, bytes]], visit: Visit) -> Headers:
        """Those of the answer, of the house and of the visit; kept nowhere, unless it says so."""
        headers = [*given, *self.headers]
        if visit.set_cookies:
            headers += [(b"set-cookie", text.encode()) for text in visit.set_cookies]
        for name, _ in headers:
            if name == b"cache-control":
                return headers
        headers.append(NO_STORE)
        return headers


def _note(scope: Scope, status: int, seconds: float) -> None:
    log.info("%s %s %s %dms", scope["method"], scope["path"], status, int(seconds * 1000))


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
        headers["strict-transport-security"] = "max-age=31536000; includeSubDomains"
    return [(name.encode(), value.encode()) for name, value in headers.items()]
