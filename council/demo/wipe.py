"""`--fresh`: the demo's database is emptied, after a look that nothing else is in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import asyncpg

from council.demo import access
from council.demo.load import refuse_foreign_data

if TYPE_CHECKING:
    from council.settings import Settings


async def wipe(settings: Settings) -> None:
    """Forget everything of the demo; raises ForeignDataError when there is more than a demo.

    Called with the database migrated and bound; afterwards it has to be migrated again.
    """
    await refuse_foreign_data()
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
