"""A town on a running server, for the faults that need no killed process."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from bench.client import post
from council.identity import sessions
from council.identity.tables import Person
from council.web.visit import csrf_token
from tests.trust.faults import town as towns
from tests.trust.faults.halls import port_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from council.settings import Settings
    from tests.server import Hall
    from tests.trust.faults.town import Town

SMALL = 50


@pytest.fixture(
    params=["sqlite", pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.nightly])]
)
def database_url(request: pytest.FixtureRequest) -> str:
    """As everywhere, but on PostgreSQL at night only: see `test_failover.py` for each run."""
    fixture = {"sqlite": "sqlite_url", "postgres": "fresh_postgres_url"}[request.param]
    return str(request.getfixturevalue(fixture))


@pytest.fixture
def dice() -> random.Random:
    return random.Random(2026)


@pytest.fixture
def port(hall: Hall) -> int:
    return port_of(hall)


@pytest.fixture
async def town(hall: Hall) -> Town:
    return await towns.settle(hall.settings, SMALL)


@pytest.fixture
async def chair_posts(hall: Hall, town: Town) -> Callable[..., bytes]:
    return await posting(hall.settings, town)


async def posting(settings: Settings, town: Town) -> Callable[..., bytes]:
    """A request of the chair's that changes something, as a program sends it."""
    await Person.update({Person.state: "verified"}).where(Person.id == town.chair.person)
    token = await sessions.start(town.chair.person, "test", second_factor=True)
    csrf = csrf_token(settings.keys.csrf, f"session:{sessions.hash_of(token)}")

    def made(path: str, **fields: str) -> bytes:
        cookie, header = f"cookie: council_session={token}", f"x-csrf-token: {csrf}"
        return post(path, urlencode(fields).encode(), cookie, header, "accept: application/json")

    return made
