"""Whoever wants a password hashed takes turns: a flood of sign-ins is not a flood for the others.

Each sign-in costs the event loop milliseconds. Five hundred that come at one instant would all
be served before the next ballot; with turns a ballot waits for one of them. What cannot wait any
more is told so before anything is read or rendered.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from council.identity.passwords import QUEUE, RETRY_AFTER, THREADS, UNAVAILABLE

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Scope = dict[str, Any]
    Receive = Callable[[], Awaitable[dict[str, Any]]]
    Send = Callable[[dict[str, Any]], Awaitable[None]]
    App = Callable[[Scope, Receive, Send], Awaitable[None]]

AT_ONCE = 2 * THREADS  # while some are hashed, the next are read
LONGEST = 16_000  # bytes; forms of these pages are far shorter
TOO_LARGE = 413
_PLAIN = (b"content-type", b"text/plain; charset=utf-8")
BUSY = (
    "现在登录的人很多，没有登录成功。请过几秒再试。\n"
    "Many people are signing in and you are not signed in yet. Please try again in a few seconds.\n"
)
MUCH = "内容太长，没有保存。\nThis is too long and nothing was saved.\n"


class Turns:
    """A thin door before `app`: POST to `paths` and what is below them."""

    def __init__(self, app: App, paths: tuple[str, ...]) -> None:
        self._app = app
        self._paths = paths
        self._below = tuple(f"{path}/" for path in paths)
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._there = 0

    def __call__(self, scope: Scope) -> App | None:
        if scope["type"] != "http" or scope["method"] != "POST":
            return None
        path = scope["path"]
        return self._take if path in self._paths or path.startswith(self._below) else None

    async def _take(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The form is here before its turn comes: who sends slowly keeps nobody waiting."""
        body = await _body(receive)
        if body is None:
            await _say(send, TOO_LARGE, MUCH)
            return
        if self._there >= AT_ONCE + QUEUE:
            await _say(send, UNAVAILABLE, BUSY)
            return
        self._there += 1
        try:
            async with self._turns:
                await self._app(scope, _again(body, receive), send)
        finally:
            self._there -= 1


async def _body(receive: Receive) -> bytes | None:
    """All of it; None when it is too long."""
    body: bytes = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > LONGEST:
            return None
        if not message.get("more_body"):
            return body


def _again(body: bytes, receive: Receive) -> Receive:
    """The body once more, in one piece; then whatever comes."""
    given = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> dict[str, Any]:
        return given.pop() if given else await receive()

    return again


async def _say(send: Send, status: int, text: str) -> None:
    body = text.encode()
    length = (b"content-length", str(len(body)).encode())
    headers = [_PLAIN, length, (b"retry-after", RETRY_AFTER.encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
