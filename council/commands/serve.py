"""`council serve`: a real installation. Holds no demo code and no demo account."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from council import settings
from council.commands import faults, listening, running
from council.commands.alone import alone
from council.db import bind, make_engine
from council.db.migrate import migrate
from council.roll.actions import renew_keys

if TYPE_CHECKING:
    from council.settings import Settings

APPLICATION = "council.commands.application:make"


def prepared() -> Settings:
    """The settings, with the data folder made and the database brought up to date."""
    with faults.explained():
        found = settings.read()
        asyncio.run(bring_up_to_date(found))
    return found


async def bring_up_to_date(found: Settings) -> list[str]:
    """Run the migrations that have not yet run, and what they left to be filled in; their names."""
    ran = await migrate(found.database_url)
    engine = make_engine(found.database_url)
    bind(engine)
    await engine.start_connection_pool()
    try:
        await renew_keys()
    finally:
        await engine.close_connection_pool()
    return ran


def serve(host: str, port: int, workers: int) -> int:
    """Serve until stopped; prints READY and the address when it can be used."""
    origin = listening.name_origin(host, port)
    with faults.explained():
        found = settings.read()
    if workers > 1 and found.database_url.startswith("sqlite"):
        raise faults.misused(
            "SQLite 只能用一个进程。多个进程请用 PostgreSQL：设置 DATABASE_URL。",
            "SQLite takes one process. For several use PostgreSQL: set DATABASE_URL.",
        )
    with listening.listen(host, port) as door, alone(found):
        prepared()

        def ready() -> None:
            print(f"READY {origin}", flush=True)

        if workers > 1:
            return running.run(APPLICATION, door, ready, workers)
        from council.commands.application import make

        return running.run(make(), door, ready)


def bring_forward() -> int:
    """`council migrate`: run what has not yet run."""
    with faults.explained():
        found = settings.read()
        ran = asyncio.run(bring_up_to_date(found))
    for name in ran:
        print(name)
    print("数据库已是最新。/ The database is up to date.")
    return 0
