"""One request straight into the application, no server between, and what kind of answer came."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from council.identity import sessions
from council.web.visit import ANONYMOUS, csrf_token

if TYPE_CHECKING:
    from council.settings import Settings

HOST = "council.test"
VISIT = "a-visitor"  # the cookie of who is not signed in
PAGE, DONE, SIGN_IN, NOT_THERE, REFUSED, BROKEN = (
    "page",
    "done",
    "sign in",
    "not there",
    "refused",
    "broken",
)
WAYS_IN = ("/sign-in?", "/second-factor?", "/proof?")


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        return ", ".join(value for key, value in self.headers if key == name)

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


def kind_of(method: str, answer: Answer) -> str:
    """The words of the access table."""
    status, location = answer.status, answer.header("location")
    if status == 401 or (method == "GET" and location.startswith(WAYS_IN)):
        return SIGN_IN
    if status == 404:
        return NOT_THERE
    if status >= 400:
        return BROKEN if status >= 500 else REFUSED
    return DONE if method == "POST" else PAGE


def csrf_of(settings: Settings, token: str) -> str:
    """The token that this visitor's own pages carry; `token` of a session that still holds."""
    bound = f"session:{sessions.hash_of(token)}" if token else f"visit:{VISIT}"
    return csrf_token(settings.keys.csrf, bound)


def form(fields: dict[str, str]) -> tuple[bytes, str]:
    return urlencode(fields).encode(), "application/x-www-form-urlencoded"


def upload(fields: dict[str, str], name: str, file: bytes) -> tuple[bytes, str]:
    """A form with one file in it, in the field `file`."""
    head = 'content-disposition: form-data; name="'
    parts = [f'{head}{key}"\r\n\r\n{text}'.encode() for key, text in fields.items()]
    parts.append(f'{head}file"; filename="{name}"\r\n\r\n'.encode() + file)
    body = b"".join(b"--x\r\n" + part + b"\r\n" for part in parts) + b"--x--\r\n"
    return body, "multipart/form-data; boundary=x"


def cookies(settings: Settings, token: str) -> dict[str, str]:
    return {ANONYMOUS: VISIT, **({settings.cookie: token} if token else {})}


async def ask(
    app: Any,
    method: str,
    path: str,
    *,
    cookies: dict[str, str] | None = None,
    headers: dict[str, str] | None = None,
    body: bytes = b"",
) -> Answer:
    """`path` may hold a query; the whole answer, read to its end."""
    path, _, query = path.partition("?")
    jar = "; ".join(f"{name}={value}" for name, value in (cookies or {}).items())
    given = {"host": HOST, "content-length": str(len(body)), **(headers or {})}
    given |= {"cookie": jar} if jar else {}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in given.items()],
        "client": ("127.0.0.1", 1),
        "server": (HOST, 80),
        "state": {},
    }
    return await _told(app, scope, body)


async def _told(app: Any, scope: dict[str, Any], body: bytes) -> Answer:
    said = [{"type": "http.request", "body": body, "more_body": False}]
    start: dict[str, Any] = {}
    parts: list[bytes] = []

    async def receive() -> dict[str, Any]:
        return said.pop() if said else {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        start.update(message if message["type"] == "http.response.start" else {})
        parts.append(message.get("body", b""))

    await app(scope, receive, send)
    headers = (
        (name.decode("latin-1"), value.decode("latin-1")) for name, value in start["headers"]
    )
    return Answer(start["status"], tuple(headers), b"".join(parts))


async def listen(app: Any, path: str, *, cookies: dict[str, str], origin: str) -> bool:
    """Whether a socket at this address is accepted; it hangs up at once."""
    path, _, query = path.partition("?")
    jar = "; ".join(f"{name}={value}" for name, value in cookies.items())
    headers = [(b"host", HOST.encode()), (b"origin", origin.encode()), (b"cookie", jar.encode())]
    scope = {
        "type": "websocket",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": headers,
        "scheme": "ws",
        "client": ("127.0.0.1", 1),
        "server": (HOST, 80),
        "subprotocols": [],
        "state": {},
    }
    heard: list[dict[str, Any]] = [
        {"type": "websocket.disconnect", "code": 1000},
        {"type": "websocket.connect"},
    ]
    sent: list[str] = []

    async def receive() -> dict[str, Any]:
        return heard.pop()

    async def send(message: dict[str, Any]) -> None:
        sent.append(message["type"])

    before = asyncio.all_tasks()
    await app(scope, receive, send)
    for left in asyncio.all_tasks() - before:  # the plain wire's own, since no server closes it
        left.cancel()
    return "websocket.accept" in sent
