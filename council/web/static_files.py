"""Files of the program from memory, compressed once: a whole hall asks for them in one second."""

from __future__ import annotations

import hashlib
import mimetypes
from functools import cached_property
from typing import TYPE_CHECKING

from council.web import compressed

if TYPE_CHECKING:
    from pathlib import Path

    from council.web.front import App, Headers, Receive, Scope, Send

PREFIX = "/static/"
YEAR = 365 * 24 * 3600  # addresses carry a version, so it is not too long
SMALL_ALREADY = ("image/png", "font/")


class File:
    """One file: read when it is first asked for."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def body(self) -> bytes:
        return self._path.read_bytes()

    @cached_property
    def small(self) -> bytes:
        return b"" if self.kind.startswith(SMALL_ALREADY) else compressed.smaller(self.body)

    @cached_property
    def kind(self) -> str:
        return mimetypes.guess_type(self._path.name)[0] or "application/octet-stream"

    @cached_property
    def tag(self) -> bytes:
        return f'W/"{hashlib.sha256(self.body).hexdigest()[:24]}"'.encode()

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - as ASGI has it
        asked = dict(scope["headers"])
        headers: Headers = [
            (b"cache-control", f"public, max-age={YEAR}, immutable".encode()),
            (b"etag", self.tag),
            (b"vary", b"Accept-Encoding"),
        ]
        if self.tag in asked.get(b"if-none-match", b""):
            await _send(send, 304, headers, b"")
            return
        body = self.body
        if self.small and compressed.is_understood(asked.get(b"accept-encoding", b"").decode()):
            body = self.small
            headers.append((b"content-encoding", b"gzip"))
        headers.append((b"content-type", _with_letters(self.kind).encode()))
        headers.append((b"content-length", str(len(body)).encode()))
        await _send(send, 200, headers, body)


def _with_letters(kind: str) -> str:
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


async def _send(send: Send, status: int, headers: Headers, body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


class StaticDoor:
    """Only what lay in the folder when the server started; for all else it is another's turn."""

    def __init__(self, folder: Path) -> None:
        files = (path for path in folder.rglob("*") if path.is_file())
        self._files = {path.relative_to(folder).as_posix(): File(path) for path in files}

    def __call__(self, scope: Scope) -> App | None:
        if scope["type"] != "http" or scope["method"] != "GET":
            return None
        found = self._files.get(scope["path"].removeprefix(PREFIX))
        return found.answer if found and scope["path"].startswith(PREFIX) else None
