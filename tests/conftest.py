"""Fixtures for every test: a migrated database of its own, and one Chromium for the whole run.

What a test costs, in processor time: a question to the server hundredths of a second, a database
of its own 0.05 s, a child process that imports the application 1 s, a page in
Chromium 0.4 s, axe on it 0.5 s more. So a new story of twenty pages is twenty seconds: ask without
a browser whatever does not need one, walk on in a story that is already there, and load a
community once (`loaded_once`, `Stage`) instead of in every file.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import hypothesis
import pytest
import pytest_asyncio
from playwright.async_api import async_playwright

from council import settings
from council.db import bind, make_engine
from council.identity import passwords
from tests import browsers, databases, missing
from tests.people import Cast, assemble
from tests.server import Hall, running

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from playwright.async_api import Browser

    from council.db import Engine
    from council.settings import Settings
    from tests.databases import Postgres

# How long an example takes says how busy the machine is, and nothing of the code.
hypothesis.settings.register_profile("unhurried", parent=hypothesis.settings(), deadline=None)
hypothesis.settings.load_profile("unhurried")

LOAD = """
import asyncio, sys
from council import settings
from council.demo.command import prepare
found = settings.read({"COUNCIL_DATA": sys.argv[1]}, demo=True)
asyncio.run(prepare(found, 0, fresh=False))
"""
NEEDS = {"chromium": "browser", "postgres": "postgres"}
OURS = (
    "DATABASE_URL",
    "COUNCIL_DATA",
    "COUNCIL_ORIGIN",
    "COUNCIL_KEYS",
    "COUNCIL_VENV",
    "COUNCIL_SMS",
    "COUNCIL_MAIL",
    "COUNCIL_MAIL_FILE",
    "COUNCIL_MAIL_FROM",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by what they ask for; everything with a browser shares the browser's loop.

    The stories come first: the longest at the end would leave the other workers idle.
    """
    items.sort(key=lambda item: "stories" not in item.path.parts)
    for item in items:
        for fixture in set(getattr(item, "fixturenames", ())) & set(NEEDS):
            item.add_marker(NEEDS[fixture])
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say aloud what was left out."""
    left_out = missing.reasons(terminalreporter.stats.get("skipped", []))
    if left_out:
        terminalreporter.section("未能运行 / COULD NOT BE RUN", sep="!", red=True, bold=True)
    for reason, number in left_out.items():
        terminalreporter.write_line(f"{number} × {reason}", red=True)


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> None:
    """Hashing at full cost is tested where it is the subject."""
    passwords.use(passwords.CHEAPEST)


@pytest.fixture(autouse=True)
def own_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or touches what the developer has set for a real installation."""
    for name in OURS:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server for this run."""
    yield from databases.start_postgres()


@pytest.fixture(scope="session")
def postgres_url(postgres: Postgres) -> str:
    """Its maintenance database."""
    return postgres.url


@pytest.fixture(scope="session")
def postgres_template(postgres: Postgres) -> str:
    """The name of a migrated, empty database."""
    name = postgres.create()
    databases.migrate_apart(postgres.named(name))
    return name


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file."""
    file = tmp_path_factory.mktemp("template") / "council.sqlite"
    databases.migrate_apart(f"sqlite:///{file}")
    return file


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A migrated SQLite database of this test alone."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'council.sqlite')}"


@pytest.fixture
def new_postgres_url(postgres: Postgres, postgres_template: str) -> Iterator[str]:
    """A PostgreSQL database that nobody has used, for who looks into its files."""
    name = postgres.create(postgres_template)
    yield postgres.named(name)
    postgres.drop(name)


@pytest.fixture(scope="session")
def cleared(postgres: Postgres, postgres_template: str) -> list[str]:
    """The name of the database that tests hand on to each other, and its shape."""
    name = postgres.create(postgres_template)
    return [name, postgres.shape(name).strip()]


@pytest.fixture
def fresh_postgres_url(
    postgres: Postgres, postgres_template: str, cleared: list[str]
) -> Iterator[str]:
    """A migrated, empty PostgreSQL database; a test that changes its schema leaves it to nobody."""
    name, shape = cleared
    yield postgres.named(name)
    if postgres.clear(name) != shape:
        postgres.drop(name)
        name = postgres.create(postgres_template)
        cleared[:] = [name, postgres.shape(name).strip()]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated database of this test alone; the test runs once on each kind."""
    fixture = {"sqlite": "sqlite_url", "postgres": "fresh_postgres_url"}[request.param]
    return str(request.getfixturevalue(fixture))


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[Engine]:
    """The database of this test, bound and with its connections open."""
    made = make_engine(database_url)
    bind(made)
    await made.start_connection_pool()
    yield made
    await made.close_connection_pool()


@pytest.fixture
async def hall(engine: Engine, database_url: str, tmp_path: Path) -> AsyncIterator[Hall]:
    """A running server on this test's database."""
    async with running(database_url, tmp_path) as one:
        yield one


@pytest.fixture
async def cast(hall: Hall) -> Cast:
    """The known people, called to a meeting that is announced."""
    return await assemble()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Browser]:
    """One Chromium for all browser tests; make a context of its own for every person."""
    async with async_playwright() as playwright:
        folder = tmp_path_factory.mktemp("fonts")
        browser = await browsers.launch(playwright.chromium, folder)
        yield browser
        await browser.close()


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
