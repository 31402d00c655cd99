"""Who may come in is said at every door: a guard, or a place on the list of open ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from litestar import Litestar, get, post

from council import settings
from council.app import create_app
from council.web.guards import signed_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


# What everybody may read or do without being signed in.
OPEN = {
    # the community in public
    "GET /",
    "GET /c/{community}",
    "GET /ideas",
    "GET /ideas/{idea}",
    "GET /meetings",
    "GET /organisations",
    "GET /polls/{poll}",
    # minutes; before they are published the handler says that they are not there
    "GET /minutes/{minutes}",
    "GET /minutes/{minutes}/pdf",
    "GET /minutes/{minutes}/text",
    # the way in and out
    "GET /sign-in",
    "POST /sign-in",
    "POST /sign-out",
    "GET /letter",
    "POST /letter",
    "GET /letter/{public}",
    "POST /letter/{public}",
    # the machine
    "GET /display",
    "GET /health",
    "GET /static/{file_path}",
}


@pytest.fixture
def app(tmp_path: Path) -> Litestar:
    inside = create_app(settings.read({"COUNCIL_DATA": str(tmp_path)})).app
    assert isinstance(inside, Litestar)
    return inside


def doors(app: Litestar) -> Iterator[tuple[str, Any]]:
    """Every method and path, with what answers there."""
    for route in app.routes:
        for handler in getattr(route, "route_handlers", [getattr(route, "route_handler", None)]):
            for method in sorted(set(getattr(handler, "http_methods", ())) - {"HEAD", "OPTIONS"}):
                yield f"{method} {route.path_format or route.path}", handler


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

    app = Litestar([planted, guarded, opened], openapi_config=None)
    assert unguarded(app) == ["GET /planted"]
