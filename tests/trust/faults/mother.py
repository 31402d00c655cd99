"""The mother of server processes: she has everything imported, and each of them is her fork.

`python -m tests.trust.faults.mother`. Each order is a line of JSON, {"port", "env", "as"}: she
forks, and the child runs `council serve` on the port until it is killed. So a server is there
again after a tenth of a second instead of two, and is a real process all the same.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import council.app
from council.commands import serve
from council.voting.casting import ballot_box
from council.voting.casting.ballots import Receipt
from council.web import render

if TYPE_CHECKING:
    from council.voting.casting.ballot_box import BallotBox

LATER = (  # what a server imports only when it starts
    "anyio._backends._asyncio",
    "uvicorn.lifespan.on",
    "uvicorn.loops.uvloop",
    "uvicorn.protocols.http.httptools_impl",
    "uvicorn.protocols.websockets.websockets_sansio_impl",
)
EARLY = 0.02  # seconds between the control's answer and its commit


def main() -> None:
    """Until standard input ends; then all children end."""
    for name in LATER:
        importlib.import_module(name)
    made = council.app.routes()
    council.app.routes = lambda: made  # each child is the first to use them
    setattr(render, "warm", lambda _: None)  # noqa: B010 - ballots need no template
    council.app._calm_collector()  # once for all
    children: list[int] = []
    for line in sys.stdin:
        children = [one for one in children if os.waitpid(one, os.WNOHANG) == (0, 0)]
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            _serve(order)
        children.append(child)
        sys.stdout.write(f"PID {child}\n")
        sys.stdout.flush()
    for one in children:
        with suppress(ProcessLookupError):
            os.kill(one, signal.SIGKILL)


def _serve(order: dict[str, Any]) -> None:
    os.environ.update(order["env"])
    os.close(0)
    VARIANTS[order["as"]]()
    os._exit(serve.serve("127.0.0.1", order["port"], 1))


def _as_it_is() -> None:
    """The server itself."""


def _early() -> None:
    setattr(ballot_box.BallotBox, "_write", answers_before_it_commits)  # noqa: B010 - a method


async def answers_before_it_commits(box: BallotBox, batch: Any) -> None:
    """The control: "counted" is said first, and written some milliseconds later."""
    for _, future in batch:
        if not future.done():
            future.set_result(Receipt("AAAA-BBBB-CCCC-DDDD", 1, fresh=True))
    await asyncio.sleep(EARLY)
    with suppress(Exception):
        await box._commit([ballot for ballot, _ in batch])


VARIANTS = {"council": _as_it_is, "early": _early}

if __name__ == "__main__":
    main()
