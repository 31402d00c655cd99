"""The demo community behind a server: loaded before it starts, as `council demo` does.

A server that runs already would take over the loader's import: its clock stands weeks ago, so the
one who writes seems to be dead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from council.demo.load import load
from council.settings import read
from tests.server import running

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from council.db import Engine
    from tests.server import Hall


@pytest.fixture
async def demo_hall(engine: Engine, database_url: str, tmp_path: Path) -> AsyncIterator[Hall]:
    await load(read({"DATABASE_URL": database_url, "COUNCIL_DATA": str(tmp_path)}), 0)
    async with running(database_url, tmp_path) as made:
        yield made
