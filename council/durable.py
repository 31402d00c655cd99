"""Files that must survive a loss of power: a synced file whose name is not synced may be gone."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def sync_names(folder: Path) -> None:
    """What was made, renamed or removed in `folder` stays so. Windows offers no such promise."""
    if os.name == "nt":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
