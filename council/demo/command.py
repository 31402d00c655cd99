"""`council demo`: everything on one machine, tried in a minute."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING, TypeVar

from council import settings
from council.app import create_app
from council.commands import faults, listening, running
from council.commands.alone import alone
from council.db import bind, make_engine
from council.db.migrate import migrate
from council.demo import access, show
from council.demo.load import ForeignDataError, is_whole, load
from council.demo.wipe import wipe

if TYPE_CHECKING:
    import argparse
    from collections.abc import Awaitable, Callable

    from council.demo.access import Access
    from council.settings import Settings

Answer = TypeVar("Answer")


def demo(chosen: argparse.Namespace) -> int:
    """Load what is not there yet, then serve until stopped."""
    if chosen.data:
        os.environ["COUNCIL_DATA"] = chosen.data
    with listening.listen(chosen.host, chosen.port) as door:
        listening.name_origin(chosen.host, chosen.port)
        with faults.explained():
            found = settings.read(demo=True)
        with alone(found):
            with faults.explained():
                entered = asyncio.run(prepare(found, chosen.residents, fresh=chosen.fresh))
            bind(make_engine(found.database_url))
            text = show.ready(entered, found.data / access.FILE)
            return running.run(create_app(found), door, lambda: print(text, flush=True))


async def prepare(found: Settings, residents: int, *, fresh: bool) -> Access:
    """Migrate, rebuild where it must be, load what is missing."""
    print("准备演示数据…… / Preparing the demo …", flush=True)
    try:
        await migrate(found.database_url)
        whole = await _with_database(found, lambda: is_whole(found))
        if whole is False or (fresh and whole):
            await wipe(found)
            await migrate(found.database_url)
        return await _with_database(found, lambda: load(found, residents))
    except ForeignDataError as error:
        raise faults.misused(
            "这个数据库里有正式的数据，demo 不会碰它。请用 --data 指定另一个文件夹，"
            "或去掉 DATABASE_URL。",
            "This database holds a real community, which demo leaves alone. "
            "Name another folder with --data, or unset DATABASE_URL.",
        ) from error


async def _with_database(found: Settings, work: Callable[[], Awaitable[Answer]]) -> Answer:
    engine = make_engine(found.database_url)
    bind(engine)
    await engine.start_connection_pool()
    try:
        return await work()
    finally:
        await engine.close_connection_pool()
