"""The cast of the tests of notices, a calendar of holidays, one board; and it is a Monday."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from council.clock import ZONE, moved_to
from tests import people
from tests.notices.board import HOLIDAYS, settle
from tests.server import running

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from council.db import Engine
    from tests.people import Cast
    from tests.server import Hall

MONDAY = datetime(2026, 12, 7, 10, tzinfo=ZONE)


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    """Everything happens from Monday 7 December 2026 on."""
    with moved_to(MONDAY):
        yield


@pytest.fixture
async def cast(engine: Engine) -> Cast:
    with moved_to(MONDAY):
        made = await people.assemble(members=3)
        await settle(made, HOLIDAYS)
    return made


@pytest.fixture
async def hall(cast: Cast, database_url: str, tmp_path: Path) -> AsyncIterator[Hall]:
    async with running(database_url, tmp_path) as made:
        yield made
