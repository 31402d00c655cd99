"""`--fresh`: the demo's database is emptied; load.is_whole has seen that it is only a demo's."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import asyncpg

from council.demo import access

if TYPE_CHECKING:
    from council.settings import Settings


async def wipe(settings: Settings) -> None:
    """Forget everything; afterwards the database has to be migrated again."""
    (settings.data / access.FILE).unlink(missing_ok=True)
    parts = urlsplit(settings.database_url)
    if parts.scheme == "sqlite":
        file = Path(unquote(parts.path[1:]))
        for ending in ("", "-wal", "-shm"):
            file.with_name(file.name + ending).unlink(missing_ok=True)
    else:
        connection = await asyncpg.connect(settings.database_url)
        try:
            await connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        finally:
            await connection.close()
