"""A community with nothing in its record yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from council.change import Actor
from council.clock import now
from council.identity.tables import Community

if TYPE_CHECKING:
    from council.db import Engine


@pytest.fixture
async def by(engine: Engine) -> Actor:
    del engine  # a database must be there
    await Community.insert(
        Community(
            id="c1",
            name="甲",
            name_en="A",
            street="",
            district="",
            settings="{}",
            created_at=now(),
        )
    )
    return Actor("someone", "c1", "p-1")
