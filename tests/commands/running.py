"""Starting a command as a process of its own, the way a person does."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PROGRAM = "import sys; from council.cli import main; sys.exit(main(sys.argv[1:]))"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def command(*words: str) -> list[str]:
    return [sys.executable, "-c", PROGRAM, *words]


def run(
    words: Sequence[str], env: dict[str, str], seconds: float = 60
) -> subprocess.CompletedProcess[str]:
    """Run to the end, without a keyboard."""
    return subprocess.run(
        command(*words),
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )


@contextmanager
def started(words: Sequence[str], env: dict[str, str]) -> Iterator[tuple[str, list[str]]]:
    """(origin, lines printed up to READY); afterwards SIGTERM must end it within five seconds."""
    process = subprocess.Popen(
        command(*words), env={**os.environ, **env}, stdout=subprocess.PIPE, text=True
    )
    try:
        lines: list[str] = []
        while not (lines and lines[-1].startswith("READY ")):
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line, f"stopped before READY: {lines}"
            lines.append(line.rstrip("\n"))
        yield lines[-1].removeprefix("READY "), lines
        process.terminate()
        asked = time.monotonic()
        assert process.wait(timeout=20) == 0
        assert time.monotonic() - asked < 5
    finally:
        process.kill()
        process.communicate()
