"""Make the environment ready for a command, and continue inside it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, TextIO

from council.setup import assets, faults, installer
from council.setup.environment import CHECKOUT, Environment, chosen
from council.setup.progress import say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RUNTIME = CHECKOUT / "requirements.lock"
DEVELOPMENT = CHECKOUT / "requirements-dev.lock"
# Set for the process that continues inside, so that a strange set-up cannot go round in circles.
INSIDE = "COUNCIL_INSIDE"


def is_installed() -> bool:
    """Whether Council came as a wheel: whoever installed it answers for the environment."""
    return not RUNTIME.is_file()


def prepare(*, development: bool) -> Environment | None:
    """Make the environment hold the locked packages; None where we run inside it already.

    Raises EnvironmentFaultError with the remedy when that is not possible.
    """
    if is_installed() or os.environ.pop(INSIDE, ""):
        return None
    environment = chosen()
    locks = [RUNTIME, DEVELOPMENT] if development else [RUNTIME]
    if not _is_ready(environment, locks):
        with _stopped_by_signals(), _alone(environment):
            _make_ready(environment, locks)
    assets.copy_htmx(environment)
    return None if environment.is_running() else environment


def _is_ready(environment: Environment, locks: list[Path]) -> bool:
    return environment.is_whole() and environment.holds(locks[-1])


def _make_ready(environment: Environment, locks: list[Path]) -> None:
    if _is_ready(environment, locks):
        return
    # Never delete the environment under the feet of the process that runs in it.
    if not environment.is_whole() and not environment.is_running():
        environment.build()
    environment.distrust()
    installer.install(environment, locks[-1])
    environment.vouch(locks)


def go_inside(environment: Environment, arguments: list[str]) -> int:
    """Run the same command with the interpreter of the environment."""
    command = [str(environment.python), "-m", "council", *arguments]
    inside = {**os.environ, INSIDE: "1"}
    if os.name == "posix":
        sys.stdout.flush()
        os.execve(command[0], command, inside)  # noqa: S606 - our own interpreter, no shell
    return subprocess.run(command, env=inside, check=False).returncode


@contextlib.contextmanager
def _alone(environment: Environment) -> Iterator[None]:
    """Two first runs at once would build over each other: the second waits here."""
    beside = environment.folder.with_name(environment.folder.name + ".lock")
    try:
        beside.parent.mkdir(parents=True, exist_ok=True)
        file = beside.open("w")
    except OSError as error:
        raise faults.not_writable(beside.parent, error) from error
    with file:
        with contextlib.suppress(ImportError):
            _wait_for(file)
        yield


def _wait_for(file: TextIO) -> None:
    """Hold the file, once nobody else does; ImportError where there are no such locks."""
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("· 另一个进程正在准备环境，请稍候 / another process is setting up, waiting …")
        fcntl.flock(file, fcntl.LOCK_EX)


@contextlib.contextmanager
def _stopped_by_signals() -> Iterator[None]:
    """SIGTERM ends the installer too; the stamp is not written, so the next run starts anew."""
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
