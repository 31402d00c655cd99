"""The application's routes, as the house tests look at them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Litestar
from litestar.routes import WebSocketRoute

from council import settings
from council.app import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from council.web.front import Front


def front(data: Path) -> Front:
    """The whole application, without a database: nothing is asked of it."""
    return create_app(settings.read({"COUNCIL_DATA": str(data)}))


def inside(front: Front) -> Litestar:
    """What stands behind the front door."""
    assert isinstance(front.app, Litestar)
    return front.app


def doors(app: Litestar) -> Iterator[tuple[str, Any]]:
    """Every method and path, with what answers there."""
    for route in app.routes:
        if isinstance(route, WebSocketRoute):
            yield f"SOCKET {route.path_format}", route.route_handler
        for handler in getattr(route, "route_handlers", ()):
            for method in sorted(set(handler.http_methods) - {"HEAD", "OPTIONS"}):
                yield f"{method} {route.path_format}", handler
