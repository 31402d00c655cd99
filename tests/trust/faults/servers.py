"""Real server processes that are killed and started again on the same port and database."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from council import settings
from tests.commands.running import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from council.settings import Settings


@dataclass(slots=True)
class Mother:
    """Starts servers by forking; see `mother.py`."""

    process: subprocess.Popen[str]

    def start(self, port: int, env: dict[str, str], variant: str) -> int:
        """The child's process id, once it is READY."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        order = {"port": port, "env": env, "as": variant}
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        said: list[str] = []
        while not (said and said[-1].startswith("READY ")):
            said.append(self.process.stdout.readline())
            assert said[-1], f"stopped before READY: {said}"
        (pid,) = (int(line.split()[1]) for line in said if line.startswith("PID "))
        return pid


@contextmanager
def mother() -> Iterator[Mother]:
    """One for all tests of a file: importing the application takes longer than they do."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.trust.faults.mother"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Mother(process)


@dataclass(slots=True)
class Mortal:
    """A server that is killed and comes back; phones know its port only."""

    mother: Mother
    database_url: str
    data: Path
    variant: str = "council"
    port: int = field(default_factory=free_port)
    pid: int = 0
    kills: int = 0

    @property
    def _env(self) -> dict[str, str]:
        origin = f"http://127.0.0.1:{self.port}"
        return {
            "DATABASE_URL": self.database_url,
            "COUNCIL_DATA": str(self.data),
            "COUNCIL_ORIGIN": origin,
        }

    @property
    def settings(self) -> Settings:
        return settings.read(self._env)

    async def rise(self) -> None:
        self.pid = await asyncio.to_thread(self.mother.start, self.port, self._env, self.variant)

    async def die(self) -> None:
        """kill -9: nothing is finished, flushed or said."""
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            self.pid, self.kills = 0, self.kills + 1
            await asyncio.to_thread(self._until_it_is_gone)

    def _until_it_is_gone(self) -> None:
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)):
                    return
            time.sleep(0.002)
