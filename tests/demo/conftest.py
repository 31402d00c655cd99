"""A demo that was loaded once, copied for every test that only looks at it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from council import settings
from council.db import bind, make_engine

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from council.settings import Settings

LOAD = """
import asyncio, sys
from council import settings
from council.demo.command import prepare
found = settings.read({"COUNCIL_DATA": sys.argv[1]}, demo=True)
asyncio.run(prepare(found, 0, fresh=False))
"""


@pytest.fixture(scope="session")
def loaded_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a loaded demo on SQLite, made in a process of its own."""
    folder = tmp_path_factory.mktemp("demo")
    done = subprocess.run(
        [sys.executable, "-c", LOAD, str(folder)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
async def loaded(loaded_once: Path, tmp_path: Path) -> AsyncIterator[Settings]:
    """A copy of it, with its database bound."""
    folder = shutil.copytree(loaded_once, tmp_path / "demo")
    found = settings.read({"COUNCIL_DATA": str(folder)}, demo=True)
    engine = make_engine(found.database_url)
    bind(engine)
    await engine.start_connection_pool()
    yield found
    await engine.close_connection_pool()
