"""A committee of four, a neighbour, and a call that is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from council.ideas import receipts
from tests.needs.calls import Call, published
from tests.people import Cast, assemble

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.server import Hall


@pytest.fixture
async def cast(hall: Hall) -> Cast:
    return await assemble(members=4)


@pytest.fixture
async def call(hall: Hall, cast: Cast) -> Call:
    return await published(hall, cast)


@pytest.fixture(autouse=True)
def nobody_has_guessed() -> Iterator[None]:
    yield
    receipts.wrong.forget_all()
