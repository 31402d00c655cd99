"""Who may come in is said at every door: a guard, or a place on the list of open ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from litestar import Litestar, WebSocket, get, post, websocket

from council.web.guards import signed_in
from tests.house.routes import doors, front, inside

if TYPE_CHECKING:
    from pathlib import Path


# What everybody may read or do without being signed in.
OPEN = {
    # the community in public
    "GET /",
    "GET /c/{community}",
    "GET /ideas",
    "GET /ideas/{idea}",
    # calls for needs: anybody may enter one; a receipt opens by its code alone
    "GET /calls",
    "GET /calls/{call}",
    "GET /calls/{call}/entry",
    "POST /calls/{call}/entries",
    "GET /calls/{call}/poster",
    "GET /calls/{call}/poster/{size}",
    "GET /needs/{need}",
    "GET /mine",
    "POST /mine",
    "GET /wishes",
    "GET /wishes/figures",
    "GET /wishes/screen",
    "GET /wishes/{wish}",
    "GET /proposals",
    "GET /proposals/{proposal}",
    "GET /proposal-photos/{photo}",
    # official notices; a draft is not there. Objections may come from anybody
    "GET /minutes",
    "GET /published",
    "GET /c/{community}/feed",
    "GET /notices",
    "GET /notices/{notice}",
    "GET /notices/{notice}/sheet",
    "GET /notice-photos/{picture}",
    "GET /notices/{notice}/objection",
    "POST /notices/{notice}/objection",
    "GET /objections",
    "POST /objections",
    "GET /meetings",
    "GET /meetings/{meeting}",
    "GET /meetings/{meeting}/notices/{no}",
    "GET /meetings/{meeting}/calendar",
    "GET /c/{community}/calendar",
    "GET /organisations",
    # whom to ask and where to complain
    "GET /contact",
    # what came of meetings with published minutes
    "GET /outcomes",
    "GET /outcomes/{item}",
    "GET /polls/{poll}",
    "GET /polls/{poll}/bundle",
    "GET /polls/{poll}/notice",
    "GET /secret-votes",
    # the record: its page, what checks it, and what proves itself
    "GET /record",
    "GET /record/verifier",
    "GET /c/{community}/record",
    "GET /c/{community}/record/checkpoint",
    "GET /c/{community}/record/inclusion",
    "GET /c/{community}/record/consistency",
    "GET /c/{community}/record/bundle",
    "POST /c/{community}/record/cosignatures",
    # minutes; before they are published the handler says that they are not there
    "GET /minutes/{minutes}",
    "GET /minutes/{minutes}/pdf",
    "GET /minutes/{minutes}/docx",
    "GET /minutes/{minutes}/txt",
    "GET /minutes/{minutes}/text",
    # sheets to print of what is public; the handlers say what is not there yet
    "GET /meetings/{meeting}/vote-table",
    "GET /meetings/{meeting}/vote-table/pdf",
    "GET /minutes/{minutes}/decisions",
    "GET /minutes/{minutes}/decisions/pdf",
    "GET /polls/{poll}/poster",
    "GET /polls/{poll}/poster/{size}",
    # the way in and out
    "GET /sign-in",
    "POST /sign-in",
    "POST /sign-out",
    "POST /not-me",
    "GET /terminal",
    "POST /terminal/end",
    "POST /terminal/leaving",
    "POST /sign-in/passkey",
    "POST /sign-in/passkey/options",
    "GET /sign-in/code",
    "POST /sign-in/code",
    "GET /sign-in/code/entry",
    "POST /sign-in/code/entry",
    "GET /kiosk",
    "POST /kiosk",
    "POST /kiosk/ballots",
    "GET /letter",
    "POST /letter",
    "GET /letter/{public}",
    "POST /letter/{public}",
    "GET /letter-claims",
    "POST /letter-claims",
    "GET /not-listed",
    # the machine
    "GET /display",
    "GET /health",
    "GET /static/{file_path}",
}


@pytest.fixture
def app(tmp_path: Path) -> Litestar:
    return inside(front(tmp_path))


def is_open(handler: Any) -> bool:
    return bool(handler.opt.get("open"))


def unguarded(app: Litestar) -> list[str]:
    """Doors that neither ask who comes nor say that everybody may."""
    return [
        door
        for door, handler in doors(app)
        if not handler.resolve_guards() and not is_open(handler)
    ]


def test_every_route_has_a_guard_or_says_that_it_is_open(app: Litestar) -> None:
    assert unguarded(app) == []


def test_what_is_open_is_what_we_think(app: Litestar) -> None:
    assert {door for door, handler in doors(app) if is_open(handler)} == OPEN


def test_no_route_is_open_and_guarded_at_once(app: Litestar) -> None:
    both = [door for door, one in doors(app) if is_open(one) and one.resolve_guards()]
    assert both == []


def test_a_route_without_a_guard_is_found() -> None:
    @get("/planted")
    async def planted() -> str:
        return ""

    @post("/guarded", guards=[signed_in])
    async def guarded() -> str:
        return ""

    @get("/open", opt={"open": True})
    async def opened() -> str:
        return ""

    @websocket("/socket")
    async def listened(socket: WebSocket[Any, Any, Any]) -> None:
        await socket.accept()

    app = Litestar([planted, guarded, opened, listened], openapi_config=None)
    assert unguarded(app) == ["GET /planted", "SOCKET /socket"]
