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

    from council.web.front import Front

# What everybody may read or do without being signed in.
OPEN = {
    "GET /health",
    "GET /static/{file_path:path}",
}


@pytest.fixture
def front(tmp_path: Path) -> Front:
    return create_app(settings.read({"COUNCIL_DATA": str(tmp_path)}))


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


def test_every_route_has_a_guard_or_says_that_it_is_open(front: Front) -> None:
    assert unguarded(front.app) == []


def test_what_is_open_is_what_we_think(front: Front) -> None:
    assert {door for door, handler in doors(front.app) if is_open(handler)} == OPEN


def test_no_route_is_open_and_guarded_at_once(front: Front) -> None:
    both = [door for door, one in doors(front.app) if is_open(one) and one.resolve_guards()]
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
