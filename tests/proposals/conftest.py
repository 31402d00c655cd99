"""The cast of the tests of proposals: two officers, six members, 顾水巷; and a town next door."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from council.proposals import actions
from council.proposals.rules import Terms
from tests import people
from tests.proposals.lamp import LAMP, NEEDED, supported
from tests.server import running

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from council.db import Engine
    from tests.people import Cast
    from tests.server import Hall


@pytest.fixture
async def cast(engine: Engine) -> Cast:
    made = await people.assemble(members=8)
    await actions.set_terms(Terms(NEEDED, 15, "2026年第2次会议"), made.actor(made.secretary))
    return made


@pytest.fixture
async def twin(cast: Cast) -> Cast:
    return await people.assemble("平江二社区", members=4)


@pytest.fixture
async def hall(cast: Cast, database_url: str, tmp_path: Path) -> AsyncIterator[Hall]:
    async with running(database_url, tmp_path) as made:
        yield made


@pytest.fixture
async def lamp(cast: Cast) -> str:
    """顾水巷's proposal, which nobody supports yet."""
    return await actions.file(actions.Filing(LAMP), cast.actor("顾水巷"))


@pytest.fixture
async def waiting(cast: Cast, lamp: str) -> str:
    """The same with the supporters that it needs."""
    await supported(cast, lamp, NEEDED)
    return lamp
