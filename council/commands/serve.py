"""`council serve`: a real installation. Holds no demo code and no demo account."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from council import settings
from council.commands import faults, listening, running
from council.commands.alone import alone
from council.db.migrate import migrate

if TYPE_CHECKING:
    from council.settings import Settings

APPLICATION = "council.commands.application:make"


def prepared() -> Settings:
    """The settings, with the data folder made and the database brought up to date."""
    with faults.explained():
        found = settings.read()
        asyncio.run(migrate(found.database_url))
    return found


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
        ran = asyncio.run(migrate(found.database_url))
    for name in ran:
        print(name)
    print("数据库已是最新。/ The database is up to date.")
    return 0
