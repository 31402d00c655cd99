"""Thirty pages that are not ours ask for a socket: none gets one, ours gets one each time.

The control is the same door without its question: every one of the thirty comes in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import websockets

from council.live import socket
from tests.people import Cast, assemble
from tests.server import COOKIE, Hall

if TYPE_CHECKING:
    from collections.abc import Iterator

OURS = "https://council.example.cn"
TRIES = 5


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One database is enough: the door is answered before any is asked."""
    return sqlite_url


@pytest.fixture
async def cast(hall: Hall) -> Cast:
    return await assemble(members=4)


def foreign(origin: str) -> Iterator[str | None]:
    """What another page may send as its Origin when ours is `origin`; None sends none."""
    scheme, host = origin.split("://")
    name, _, port = host.partition(":")
    other = "http" if scheme == "https" else "https"
    yield from (None, "", "null", "NULL", "undefined", "*", "about:blank", "file://")
    yield from (scheme, f"{scheme}://", f"//{host}", host, name)
    yield from (f"{other}://{host}", f"ws://{host}", f"ftp://{host}", f"javascript://{host}")
    yield from (f"{scheme.upper()}://{host}", f"{scheme}://{host.upper()}x", f"{origin}.")
    yield from (f"{origin}.evil.example", f"{scheme}://evil.example", f"{scheme}://evil-{host}")
    yield from (f"{scheme}://sub.{host}", f"{scheme}://{host}@evil.example")
    yield from (f"{scheme}://me@{host}", f"{scheme}://evil.example#{host}")
    yield from (f"{origin}/", f"{origin}/room", f"{origin}?", f"{origin} {origin}")
    yield from (f"{scheme}://{name}:{int(port or 443) + 1}", f"{scheme}://{name}:0{port}")
    yield from (f"{scheme}://xn--{name}", f"{scheme}://{name.replace('1', chr(0xE9))}é")


def scope(given: str | None, host: str) -> dict[str, object]:
    """A handshake as the server sees it."""
    origin = [] if given is None else [(b"origin", given.encode("latin-1", "replace"))]
    return {"type": "websocket", "headers": [(b"host", host.encode()), *origin]}


async def accepted(hall: Hall, cast: Cast, origin: str | None) -> bool:
    """Whether a page of `origin`, in a browser that is signed in here, gets the socket."""
    url = hall.origin.replace("http", "ws") + f"/meetings/{cast.meeting}/socket"
    headers = {"cookie": f"{COOKIE}={cast.tokens['委员01']}"}
    if origin is not None:
        headers["origin"] = origin.encode("ascii", "replace").decode()
    try:
        async with websockets.connect(url, additional_headers=headers, proxy=None):
            return True
    except websockets.InvalidStatus as refused:
        return refused.response.status_code not in {400, 403}


async def test_no_foreign_page_gets_a_socket_and_ours_always_does(hall: Hall, cast: Cast) -> None:
    asked = list(foreign(hall.origin))
    assert len(asked) >= 30
    assert [one for one in asked if await accepted(hall, cast, one)] == []
    assert [await accepted(hall, cast, hall.origin) for _ in range(TRIES)] == [True] * TRIES


async def test_control_without_the_question_every_foreign_page_gets_one(
    hall: Hall, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "same_origin", lambda *_: True)
    asked = [one for one in foreign(hall.origin) if one is not None]
    assert [one for one in asked if not await accepted(hall, cast, one)] == []


@pytest.mark.parametrize("origin", [OURS, f"{OURS}:8443"])
def test_behind_https_the_configured_origin_counts_and_never_the_host(origin: str) -> None:
    """Who sends the Host as well: an address that was pointed at us is still not ours."""
    asked = list(foreign(origin))
    assert not any(socket.same_origin(scope(one, origin[8:]), origin) for one in asked)
    assert socket.same_origin(scope(origin, "council:8000"), origin)
    rebound = scope("https://evil.example", "evil.example")
    assert not socket.same_origin(rebound, origin)


def test_two_origins_in_one_handshake_are_one_too_many() -> None:
    ours, evil = (b"origin", OURS.encode()), (b"origin", b"https://evil.example")
    for both in ([ours, evil], [evil, ours]):
        assert not socket.same_origin({"headers": both}, OURS)
