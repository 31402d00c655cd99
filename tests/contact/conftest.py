"""The cast of the tests of the two desks: two officers, one member, 顾水巷."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests import people
from tests.server import running

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from council.db import Engine
    from tests.people import Cast
    from tests.server import Hall


@pytest.fixture
async def cast(engine: Engine) -> Cast:
    return await people.assemble(members=3)


@pytest.fixture
async def hall(cast: Cast, database_url: str, tmp_path: Path) -> AsyncIterator[Hall]:
    async with running(database_url, tmp_path) as made:
        yield made
