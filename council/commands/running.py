"""Running the server: READY when it can be used, and an orderly stop within five seconds."""

from __future__ import annotations

import contextlib
import importlib.util
import logging
import signal
import threading
import time
from typing import TYPE_CHECKING, Any

import uvicorn
from uvicorn.supervisors import Multiprocess

from council.commands.faults import AT_FAULT

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

GRACE = 3  # seconds for answers under way; the whole stop stays below five
MOST_FROM_A_PHONE = 4096  # bytes; the socket only pushes
START = 60  # seconds that a worker may take to start


def configure(app: Any, workers: int = 1) -> uvicorn.Config:
    """uvicorn with what is needed here; our own front door writes headers and the access log."""
    return uvicorn.Config(
        app,
        factory=isinstance(app, str),
        workers=workers,
        loop="uvloop" if importlib.util.find_spec("uvloop") else "asyncio",
        http="httptools",
        ws="websockets-sansio",
        ws_per_message_deflate=False,  # pieces are small; compressing them for 2,000 phones is not
        ws_max_size=MOST_FROM_A_PHONE,
        lifespan="on",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE,
    )


class InUTC(logging.Formatter):
    """A line of the process log, with the time that the record and the access log have too."""

    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(message)s")
        self.converter = time.gmtime


class _Server(uvicorn.Server):
    """Says when it listens."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and not self.should_exit:
            self._ready()


class _Workers(Multiprocess):
    """Says when all workers listen."""

    def __init__(
        self, config: uvicorn.Config, sockets: list[socket.socket], ready: Callable[[], None]
    ) -> None:
        super().__init__(config, sockets)
        self._ready = ready

    def init_processes(self) -> None:
        super().init_processes()
        threading.Thread(target=self._say_ready, daemon=True).start()

    def _say_ready(self) -> None:
        if all(one.wait_until_ready(START, self.should_exit) for one in list(self.processes)):
            self._ready()


def run(app: Any, listening: socket.socket, ready: Callable[[], None], workers: int = 1) -> int:
    """Serve until SIGTERM or Ctrl-C; the exit code."""
    _leave_no_core()
    standard_error = logging.StreamHandler()
    standard_error.setFormatter(InUTC())
    logging.basicConfig(level=logging.WARNING, handlers=[standard_error])
    config = configure(app, workers)
    if workers > 1:
        _Workers(config, [listening], ready).run()
        return 0
    server = _Server(config, ready)
    _stop_quietly()
    try:
        server.run([listening])
    except SystemExit:
        return AT_FAULT  # the application said in the log why it does not start
    return 0 if server.started else AT_FAULT


def _leave_no_core() -> None:
    """What a process that crashes has in its memory, ballots among it, is written to no file."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource  # not on Windows

        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def _stop_quietly() -> None:
    """uvicorn raises the signal again after it has stopped; by then there is nothing to do."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: None)
