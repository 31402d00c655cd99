"""Fixtures of all tests about residents: the cast behind a server, with cheap hashes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from council.identity import passwords, sessions
from council.identity.actions.failures import wrong_passwords
from tests import people
from tests.server import running

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from council.db import Engine
    from tests.people import Cast
    from tests.server import Hall


FEW = 4  # two officers, 委员01 and 委员02


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    passwords.use(passwords.CHEAPEST)
    sessions.forget_all()
    wrong_passwords.forget_all()


@pytest.fixture
async def cast(engine: Engine) -> Cast:
    return await people.assemble(members=FEW)


@pytest.fixture
async def twin(cast: Cast) -> Cast:
    """The community next door: same shape, nothing in common."""
    return await people.assemble("平江二社区", members=FEW)


@pytest.fixture
async def hall(cast: Cast, database_url: str, tmp_path: Path) -> AsyncIterator[Hall]:
    async with running(database_url, tmp_path) as made:
        yield made
