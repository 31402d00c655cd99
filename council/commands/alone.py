"""SQLite is for one process: a second server on the same folder is turned away at the door."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from council.commands.faults import at_fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from council.settings import Settings

FILE = ".in-use"


@contextmanager
def alone(found: Settings) -> Iterator[None]:
    """Hold the data folder; the system lets it go when the process ends, however it ends."""
    if not found.database_url.startswith("sqlite") or os.name == "nt":
        yield
        return
    import fcntl

    with (found.data / FILE).open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise at_fault(
                f"另一个议事厅正在使用 {found.data}。"
                "请先停止它，或用 COUNCIL_DATA 指定另一个文件夹。",
                f"Another Council is using {found.data}. "
                "Stop it first, or name another folder in COUNCIL_DATA.",
            ) from error
        yield
