"""Room on the disk of the data folder: said while some is left, since without it nobody votes."""

from __future__ import annotations

import asyncio
import logging
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

MB = 1024 * 1024
LEAST = 200  # MB
EVERY = 60.0  # seconds between two looks
AGAIN = 60  # looks until the log hears of it again

log = logging.getLogger(__name__)


def short(folder: Path) -> int | None:
    """MB that are left, where they are fewer than LEAST; None where there are enough."""
    left = shutil.disk_usage(folder).free // MB
    return left if left < LEAST else None


async def watch(folder: Path) -> None:
    """As long as the server lives: the log hears of it at once, and then every hour."""
    quiet = 0
    while True:
        left = short(folder)
        if left is None:
            quiet = 0
        elif quiet == 0:
            log.warning("only %d MB are free on the disk of the data folder: make room", left)
            quiet = AGAIN
        else:
            quiet -= 1
        await asyncio.sleep(EVERY)
