"""Messages that leave this machine by nothing but its own screen or disk."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

OUTBOX = "outbox.jsonl"


async def to_console(to: str, subject: str, text: str) -> None:
    """Printed where the server was started: a demonstration needs no telephone."""
    sys.stdout.write(f"\n── {to} · {subject}\n   {text}\n\n")
    sys.stdout.flush()


def to_file(path: Path) -> Callable[[str, str, str], Awaitable[None]]:
    """One line of JSON each, at the end of a file that only its owner can read."""

    async def write(to: str, subject: str, text: str) -> None:
        line = json.dumps({"to": to, "subject": subject, "text": text}, ensure_ascii=False)
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(handle, "a", encoding="utf-8") as opened:
            opened.write(line + "\n")

    return write
