"""The baseline: a Litestar handler that returns a constant."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from litestar import Litestar, MediaType, get

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Any

    Order = Callable[[dict[str, Any]], Awaitable[Any]]


@get("/hello", media_type=MediaType.TEXT)
async def hello() -> str:
    return "hello"


def hello_app() -> Litestar:
    """As bare as Litestar can be, with the same calm collector as the application."""
    app = Litestar([hello], openapi_config=None, logging_config=None)
    gc.collect()
    gc.freeze()
    gc.set_threshold(5000, 1000, 1000)
    return app
