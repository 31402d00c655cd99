"""Server processes as a community runs them, one or several on the same database and keys."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.commands.running import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# What `demo` runs after it has loaded its data: these communities load their own, live.
PROGRAM = """
import sys
from dataclasses import replace
from council import settings
from council.app import create_app
from council.commands import listening, running
from council.db import bind, make_engine
from council.identity import passwords

port = int(sys.argv[1])
with listening.listen("127.0.0.1", port) as door:
    origin = listening.name_origin("127.0.0.1", port)
    found = replace(settings.read(demo=True), demo=True)
    passwords.use(passwords.CHEAPEST)
    bind(make_engine(found.database_url))
    sys.exit(running.run(create_app(found), door, lambda: print("READY", origin, flush=True)))
"""
STOP = 10  # seconds


@contextmanager
def served(database_url: str, data: Path, number: int) -> Iterator[list[str]]:
    """The addresses of so many processes; each must stop in order when it is asked to."""
    env = {**os.environ, "DATABASE_URL": database_url, "COUNCIL_DATA": str(data)}
    started = [_start(env) for _ in range(number)]
    try:
        yield [_ready(one) for one in started]
        for one in started:
            one.terminate()
        assert [one.wait(timeout=STOP) for one in started] == [0] * number
    finally:
        for one in started:
            one.kill()
            one.communicate()


def _start(env: dict[str, str]) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", PROGRAM, str(free_port())]
    return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)


def _ready(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    word, _, origin = process.stdout.readline().strip().partition(" ")
    assert word == "READY", "the server stopped before it was ready"
    return origin
