"""CPU time of this process, all threads, user and system."""

from __future__ import annotations

import time


def seconds() -> float:
    """The writer's thread counts as well as the event loop's."""
    return time.process_time()
