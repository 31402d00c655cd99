"""A running server on a database that a test has prepared in its own way."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from council import db
from tests.server import Hall, running

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@asynccontextmanager
async def serving(url: str, folder: Path) -> AsyncIterator[Hall]:
    """With the database bound, so that the test can look inside."""
    engine = db.make_engine(url)
    db.bind(engine)
    await engine.start_connection_pool()
    try:
        async with running(url, folder) as hall:
            yield hall
    finally:
        await engine.close_connection_pool()


def port_of(hall: Hall) -> int:
    return int(hall.origin.rsplit(":", 1)[1])
