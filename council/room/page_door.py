"""`GET /meetings/{id}/room` for who is signed in: a thin route for the page that all open at once.

The page is rendered once for each number of the room and each audience, with gaps for what
belongs to one person. Whatever is out of the ordinary is left to the ordinary handler.
"""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from markupsafe import escape

from council.clock import now
from council.refusal import NotThere
from council.room.blank import Blank, mark
from council.room.show import looking
from council.room.source import context, own_ballot
from council.web import render, words

if TYPE_CHECKING:
    from council.identity.viewer import Viewer
    from council.room.audiences import Audience
    from council.room.source import RoomSource, Seen
    from council.voting.casting.own_queries import Mine
    from council.web.front import App, Receive, Scope, Send
    from council.web.visit import Visit

log = logging.getLogger(__name__)

_PATH = re.compile(r"/meetings/([a-z0-9]{1,16})/room")
_HTML = (b"content-type", b"text/html; charset=utf-8")

CSRF, NAME, RECEIPT = mark(), mark(), mark()
# A moment far off, by lot: as text on the page it is the mark of the server's time.
_FAR = datetime.fromtimestamp(32_503_680_000 + int(mark()[3:11], 16), UTC)  # from the year 3000 on
NOW = words.iso(_FAR)
_MARKS = frozenset({CSRF, NAME, RECEIPT, NOW})


class PageDoor:
    """Takes the address before Litestar; `otherwise` is the application behind it."""

    def __init__(self, source: RoomSource, otherwise: App) -> None:
        self._source = source
        self._otherwise = otherwise

    def __call__(self, scope: Scope) -> App | None:
        if scope["type"] == "http" and scope["method"] == "GET" and _PATH.fullmatch(scope["path"]):
            return self._show
        return None

    async def _show(self, scope: Scope, receive: Receive, send: Send) -> None:
        visit: Visit = scope["state"]["visit"]
        try:
            viewer = None if visit.terminal else visit.viewer  # a terminal's page looks different
            body = await self._body(scope["path"], visit, viewer) if viewer else None
        except NotThere:
            body = None
        except Exception:
            log.exception("the quick way to the page failed")
            body = None
        if body is None:
            await self._otherwise(scope, receive, send)
            return
        headers = [_HTML, (b"content-length", b"%d" % len(body))]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _body(self, path: str, visit: Visit, viewer: Viewer) -> bytes | None:
        state = await self._source.of(viewer, path.split("/")[2])
        audience = self._source.audience(looking(viewer, "room", visit.language), state)
        if audience is None:
            return None
        own = await own_ballot(state, audience, viewer.person)
        key = (audience, visit.elder, viewer.offices, own.look if own else None)
        seen: Seen = state.value
        if key not in seen.pages:
            seen.pages[key] = _blank(path, visit, viewer, seen, audience, own)
        return seen.pages[key].filled(_values(visit, viewer, own))


def _blank(
    path: str, visit: Visit, viewer: Viewer, seen: Seen, audience: Audience, own: Mine | None
) -> Blank:
    """The page as the handler renders it, for somebody who has marks instead of a name."""
    anybody = replace(viewer, person="", name=NAME, pseudonym="", session="")
    given: dict[str, Any] = {
        **context(seen, audience),
        "viewer": anybody,
        "csrf": CSRF,
        "mine": replace(own, receipt=RECEIPT if own.receipt else "") if own else None,
        "now": _FAR,
        "path": path,
        "nav": "meetings",
        "sentence_of": "",
    }
    return Blank(render.text(visit, "room/room.html", **given), _MARKS)


def _values(visit: Visit, viewer: Viewer, own: Mine | None) -> dict[bytes, bytes]:
    return {
        _CSRF: visit.csrf.encode(),
        _NAME: str(escape(viewer.name)).encode(),
        _RECEIPT: own.receipt.encode() if own else b"",
        _NOW: _said(int(now().timestamp())),
    }


@lru_cache(maxsize=2)
def _said(second: int) -> bytes:
    """The server's time on the page is exact to the second."""
    return words.iso(datetime.fromtimestamp(second, UTC)).encode()


_CSRF, _NAME, _RECEIPT, _NOW = CSRF.encode(), NAME.encode(), RECEIPT.encode(), NOW.encode()
